"""Bytes that are no request, or hardly one: refused, told without their contents, and the server lives on."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.pictures import FakeCheck

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.detector import CurrentDetector
from colophon.config import Config
from colophon.http.listen import listening
from colophon.http.services import SERVICES
from colophon.registry.memory import Registry

CANARY = b"canary-in-a-header"


@dataclass
class Server:
    port: int
    token: str


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    @contextmanager
    def fakes(_: Config, _registry: Registry) -> Iterator[ImageChecks]:
        trust = {"official": True, "interim": True}
        yield ImageChecks((FakeCheck(),), trust, CurrentDetector(), {"fake": "1"})

    app = build_app(Config(data=tmp_path), fakes)
    async with listening(app, "127.0.0.1", 0) as url:
        pairing = app[SERVICES].pairing
        token = await pairing.exchange(await pairing.new_code())
        yield Server(int(url.rpartition(":")[2]), token)


@pytest.fixture
def port(server: Server) -> int:
    return server.port


async def send(port: int, data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        async with asyncio.timeout(20):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


def request(port: int, header: bytes) -> bytes:
    lines = (f"GET /v1/images/{'0' * 64} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close")
    return "\r\n".join(lines).encode() + b"\r\n" + header + b"\r\n\r\n"


async def test_a_token_that_is_no_text_is_an_unknown_token(port: int) -> None:
    answer = await send(port, request(port, b"Authorization: Bearer \xff\xfe"))
    assert answer.startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"X: " + 600 * (CANARY + b" "), id="header too long"),
        pytest.param(b"Host: " + CANARY, id="two hosts"),
        pytest.param(b"no-colon-" + CANARY, id="no header"),
    ],
)
async def test_malformed_requests_are_refused_and_leave_nothing_in_the_log(
    port: int, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await send(port, request(port, data))
    assert answer.split()[1] in {b"400", b"403"}
    assert CANARY.decode() not in caplog.text
    assert (await send(port, request(port, b"X: y"))).startswith(b"HTTP/1.1 401 ")


async def test_bytes_that_are_not_http(port: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = await send(port, b"\x16\x03\x01" + CANARY + b"\r\n\r\n")
    assert answer.split()[1] == b"400"
    assert CANARY.decode() not in caplog.text


async def test_a_reader_who_goes_away_in_the_middle_is_no_fault_of_the_server(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    head = (
        f"PUT /v1/images/{'0' * 64} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Authorization: Bearer {server.token}\r\nContent-Length: 1000\r\n\r\n"
    )
    told = asyncio.Event()

    class Bell(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.set()

    access, bell = logging.getLogger("colophon.access"), Bell()
    access.addHandler(bell)
    try:
        with caplog.at_level(logging.INFO):
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(head.encode() + b"x" * 500)
            await writer.drain()
            reset = struct.pack("ii", 1, 0)  # close with a reset instead of an orderly end
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            writer.transport.abort()
            async with asyncio.timeout(20):
                await told.wait()
    finally:
        access.removeHandler(bell)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
