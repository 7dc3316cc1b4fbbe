"""A CONNECT proxy that leads chosen host names to loopback ports and refuses all others."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from fnmatch import fnmatch


class Proxy:
    """Serves the host names of ``hosts`` (``*`` as a wildcard) from 127.0.0.1 at the port given for each."""

    def __init__(self, hosts: Mapping[str, int]) -> None:
        self._hosts = hosts
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen on a free port of 127.0.0.1 and return it."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and drop the connections."""
        if self._server:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, *_ = head.split()
            port = self._port(target.rpartition(":")[0]) if method == "CONNECT" else None
            if port is None:
                writer.write(b"HTTP/1.1 502 Not served here\r\nContent-Length: 0\r\n\r\n")
            else:
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        writer.close()

    def _port(self, host: str) -> int | None:
        return next((port for pattern, port in self._hosts.items() if fnmatch(host, pattern)), None)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
