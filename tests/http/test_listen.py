"""Doors open and shut without losing a connection; a server that ends answers what was asked."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from aiohttp import web
from tests.http.real import bound, running
from tests.pictures import picture, sha256, until
from tests.processes.running import connection

from colophon.config import Config
from colophon.errors import ConfigError
from colophon.http.doors import Doors, bind, close
from colophon.http.listen import Ending, stopping
from colophon.http.services import SERVICES


@pytest.mark.parametrize("turns", range(5))
async def test_no_connection_is_lost_whenever_the_doors_are_shut(turns: int) -> None:
    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(text="here")

    server = web.Server(answer)
    doors = Doors(server)
    with bound() as sockets:
        await doors.open(sockets)
        address = sockets[0].getsockname()
        asking = [socket.create_connection(address) for _ in range(20)]  # the event loop sees them at once
        for each in asking:
            each.sendall(b"GET / HTTP/1.0\r\n\r\n")
        for _ in range(turns):
            await asyncio.sleep(0)
        await doors.shut()
        await doors.open(sockets)
        answers = await asyncio.gather(*(asyncio.to_thread(_all, each) for each in asking))
        assert all(b"200 OK" in answer for answer in answers)
        await doors.shut()
    await server.shutdown()


def _all(line: socket.socket) -> bytes:
    with line, line.makefile("rb") as file:
        return file.read()


async def test_an_image_that_is_being_sent_while_the_server_stops_is_answered(tmp_path: Path) -> None:
    data = picture()
    async with running(tmp_path) as (_, port, headers, app):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = [f"PUT /v1/images/{sha256(data)} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        head += [f"Content-Length: {len(data)}", f"Authorization: {headers['Authorization']}", "", ""]
        writer.write("\r\n".join(head).encode() + data[:100])
        await until(lambda: app[SERVICES].metrics.figures().pending == 1)

        async def send_the_rest() -> None:
            await until(lambda: app[SERVICES].draining.on)
            while await _let_in(port):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            writer.write(data[100:])

        rest = asyncio.create_task(send_the_rest())
    await rest
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"Connection: close" in answer
    writer.close()


async def test_an_idle_connection_is_kept_for_as_long_as_was_said_and_then_closed(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, port, _, _app):
        server.ending = Ending(idle_seconds=60)
        async with connection(port) as line, connection(port) as silent:
            assert (await line.ask("GET", "/healthz", b"", {})).headers.get("Connection") is None
            draining = asyncio.create_task(server.drain())
            await asyncio.sleep(0)
            answer = await line.ask("GET", "/readyz", b"", {})
            assert (answer.status, answer.headers["Connection"]) == (503, "close")
            assert not draining.done()
            server.ending = Ending()  # now it is in a hurry
            await draining
            assert await silent.reader.read() == b""


async def test_a_hosted_server_says_that_it_leaves_before_it_refuses(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, port, _, app):
        server.ending = Ending(leave_seconds=60)
        draining = asyncio.create_task(server.drain())
        await until(lambda: app[SERVICES].draining.on)
        async with connection(port) as line:
            assert (await line.ask("GET", "/readyz", b"", {})).status == 503
        server.ending = Ending()
        await draining
        assert not await _let_in(port)
    assert stopping(Config(public_url="https://example.org")).leave_seconds > 0
    assert stopping(Config()).leave_seconds == 0


async def _let_in(port: int) -> bool:
    try:
        async with connection(port):
            return True
    except ConnectionRefusedError:
        return False


def test_an_address_of_nobody_is_named() -> None:
    with pytest.raises(ConfigError, match=r"cannot listen on 192\.0\.2\.1:0"):
        bind("192.0.2.1", 0)


def test_a_name_may_have_several_addresses_with_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 0)) for n in (1, 2)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    sockets = bind("localhost", 0)
    assert len({each.getsockname()[1] for each in sockets}) == 1
    assert [each.getsockname()[0] for each in sockets] == ["127.0.0.1", "127.0.0.2"]
    close(sockets)
