"""HTTP/1.1 at the least cost: requests as ready-made bytes, one connection, answers with a Content-Length."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Self, cast

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, the seconds of ``Retry-After`` (0 without), and the body."""

    status: int
    retry_after: float
    body: bytes


def render(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


class Connection(asyncio.Protocol):
    """A kept-alive connection that carries one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._received = bytearray()
        self._need = 0  # bytes of head and body, once the head is there
        self._head = (0, 0.0)
        self._last = False
        self.open = False

    @classmethod
    async def to(cls, address: Address) -> Self:
        """Connect. Raises OSError."""
        loop = asyncio.get_running_loop()
        _, protocol = await loop.create_connection(cls, address.host, address.port)
        return protocol

    async def ask(self, request: bytes) -> Answer:
        """Send one request. Raises ConnectionError when the connection ends before the answer does."""
        if not self.open or self._transport is None:
            raise ConnectionResetError("the connection is closed")
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """Hang up."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.open = cast(asyncio.Transport, transport), True

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError(f"no answer: {exc or 'hung up'}"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._need:
            end = self._received.find(HEAD_END)
            if end < 0:
                return
            self._read_head(bytes(self._received[:end]), end + len(HEAD_END))
        if len(self._received) >= self._need:
            self._finish()

    def _read_head(self, head: bytes, size: int) -> None:
        first, *lines = head.decode("latin-1").lower().split("\r\n")
        fields = dict(line.split(":", 1) for line in lines)
        status = int(first.split(" ", 2)[1])
        if "content-length" not in fields and status != 204:
            raise ValueError(f"an answer without Content-Length cannot be read here: {head[:200]!r}")
        self._head = status, float(fields.get("retry-after", 0))
        self._last = fields.get("connection", "").strip() == "close"
        self._need = size + int(fields.get("content-length", 0))
        self._start = size

    def _finish(self) -> None:
        answer = Answer(*self._head, bytes(self._received[self._start : self._need]))
        del self._received[: self._need]
        self._need = 0
        if self._last:
            self.close()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)
