"""Bytes that are no request, or hardly one: refused, told without their contents, and the server lives on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.pictures import FakeCheck

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.config import Config
from colophon.http.listen import listening

CANARY = b"canary-in-a-header"


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    @contextmanager
    def fakes(_: Config) -> Iterator[ImageChecks]:
        yield ImageChecks((FakeCheck(),), {"official": True, "interim": True}, False, {"fake": "1"})

    async with listening(build_app(Config(data=tmp_path), fakes), "127.0.0.1", 0) as url:
        yield int(url.rpartition(":")[2])


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
