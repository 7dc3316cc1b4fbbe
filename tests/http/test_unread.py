"""Refused before the body was read: the answer arrives, the next request on the connection is understood, and
nobody makes the server read fifteen megabytes for nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from tests.pictures import FakeCheck, picture, sha256, until

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.base import Report
from colophon.checks.detector import CurrentDetector
from colophon.config import Config, Limits
from colophon.http.listen import listening
from colophon.http.services import SERVICES
from colophon.http.unread import DROPPED
from colophon.images.picture import Picture
from colophon.registry.memory import Registry

SMALL = b"x" * 100_000
LARGE = 15_000_000


class Line:
    """One connection to a server that has no place for an image."""

    def __init__(
        self, port: int, token: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.port, self.token, self.reader, self.writer = port, token, reader, writer

    def head(self, method: str, path: str, *lines: str) -> bytes:
        common = (f"Host: 127.0.0.1:{self.port}", f"Authorization: Bearer {self.token}")
        return "\r\n".join([f"{method} {path} HTTP/1.1", *common, *lines, "", ""]).encode()

    def put(self, *lines: str) -> bytes:
        return self.head("PUT", f"/v1/images/{'0' * 64}", *lines)

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        async with asyncio.timeout(20):
            first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines)
            body = await self.reader.readexactly(int(headers["Content-Length"]))
        return int(first.split()[1]), headers, body

    async def closed(self) -> bool:
        try:
            async with asyncio.timeout(20):
                return await self.reader.read() == b""
        except ConnectionError:
            return True


@asynccontextmanager
async def full(folder: Path) -> AsyncIterator[Line]:
    """A connection to a server whose only place is taken."""
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report()

    @contextmanager
    def fakes(_: Config, _registry: Registry) -> Iterator[ImageChecks]:
        yield ImageChecks((FakeCheck(say=wait),), {}, CurrentDetector(), {"fake": "1"})

    limits = Limits(pending_per_worker=1)
    app = build_app(Config(data=folder, workers=1, limits=limits), fakes)
    async with listening(app, "127.0.0.1", 0) as url:
        port, services = int(url.rpartition(":")[2]), app[SERVICES]
        token = await services.pairing.exchange(await services.pairing.new_code())
        busy = Line(port, token, *await asyncio.open_connection("127.0.0.1", port))
        data = picture()
        head = busy.head("PUT", f"/v1/images/{sha256(data)}", f"Content-Length: {len(data)}")
        busy.writer.write(head + data)
        line = Line(port, token, *await asyncio.open_connection("127.0.0.1", port))
        try:
            await until(lambda: services.admission.full)
            yield line
        finally:
            gate.set()
            assert (await busy.answer())[0] == 200
            for writer in (busy.writer, line.writer):
                writer.close()


async def test_a_small_body_is_dropped_and_the_connection_goes_on(tmp_path: Path) -> None:
    async with full(tmp_path) as line:
        for _ in range(3):
            line.writer.write(line.put(f"Content-Length: {len(SMALL)}"))
            await line.writer.drain()
            status, headers, _ = await line.answer()  # before a byte of the body is there
            assert (status, "Connection" in headers) == (503, False)
            assert int(headers["Retry-After"]) >= 1
            line.writer.write(SMALL + line.head("GET", "/healthz"))
            assert (await line.answer())[0] == 200


async def test_a_large_body_is_left_and_the_answer_arrives_all_the_same(tmp_path: Path) -> None:
    sent = 0

    async def send() -> None:
        nonlocal sent
        while sent < LARGE:
            line.writer.write(b"x" * 65536)
            await line.writer.drain()
            sent += 65536
            await asyncio.sleep(0.001)

    async with full(tmp_path) as line:
        line.writer.write(line.put(f"Content-Length: {LARGE}"))
        answer = asyncio.create_task(line.answer())
        with pytest.raises(ConnectionError):
            await send()
        status, headers, _ = await answer
    assert (status, headers["Connection"]) == (503, "close")
    assert sent < LARGE, "and most of that is in the buffers of the two systems"


async def test_a_body_of_unknown_length_is_left_too(tmp_path: Path) -> None:
    async with full(tmp_path) as line:
        line.writer.write(line.put("Transfer-Encoding: chunked") + b"5\r\nhello\r\n")
        status, headers, _ = await line.answer()
        assert (status, headers["Connection"]) == (503, "close")
        assert await line.closed()


async def test_who_asks_before_sending_is_told_not_to(tmp_path: Path) -> None:
    async with full(tmp_path) as line:
        line.writer.write(line.put(f"Content-Length: {len(SMALL)}", "Expect: 100-continue"))
        status, headers, _ = await line.answer()
        assert (status, headers["Connection"]) == (503, "close")
        assert await line.closed()


async def test_other_refusals_leave_the_body_alone_as_well(tmp_path: Path) -> None:
    async with full(tmp_path) as line:
        line.token = "wrong"
        line.writer.write(line.put(f"Content-Length: {DROPPED + 1}"))
        status, headers, _ = await line.answer()
        assert (status, headers["Connection"]) == (401, "close")
        assert await line.closed()
