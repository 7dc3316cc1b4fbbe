"""Serve an application for as long as a block runs, and end without cutting anybody off.

What ending guarantees: a request whose first byte has arrived is answered, within `Ending`'s bounds; while it
drains, so is every further request on an open connection, with ``Connection: close``, so that the next one
goes elsewhere. Connections that nobody accepted stay with whoever else holds the listening socket.

What it cannot: a connection on which nothing is asked during all of ``idle_seconds`` is closed, and HTTP/1.1
has no way to agree on that. A request sent in the very moment in which it is closed gets no answer. Browsers
and proxies send it again on another connection; a client of one's own has to (RFC 9112, section 9.3.1), as it
has for requests that it sent behind another without waiting for that one's answer.
"""

from __future__ import annotations

import asyncio
import logging
import selectors
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_protocol import RequestHandler

from colophon.config import Config
from colophon.errors import ConfigError
from colophon.http.doors import Doors, bind, close, why_not
from colophon.http.services import SERVICES

SHUTDOWN_SECONDS = 10.0  # for requests that are being answered
CUT_SECONDS = 1.0  # for those that take longer, to notice that they are given up
LOOK_SECONDS = 0.05  # between two looks at whether anybody is being answered

CONNECTIONS = logging.getLogger("colophon.http.connections")


def _without_contents(record: logging.LogRecord) -> bool:
    """A request that cannot be parsed is told without its bytes: they may be a token or an address."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.msg, record.args, record.exc_info = "a malformed request was refused", (), None
    return True


CONNECTIONS.addFilter(_without_contents)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a server ends, in seconds.

    For ``leave_seconds`` it still accepts connections and only says that it is not ready, so that a proxy
    turns away by itself. Then, for ``idle_seconds``, connections on which nothing is asked are kept. After
    that they are closed, and requests that are being answered have ``busy_seconds`` to end. Where others go
    on with its listening sockets it is ``replaced``; otherwise they are closed as soon as it stops accepting.
    """

    leave_seconds: float = 0.0
    idle_seconds: float = 0.0
    busy_seconds: float = SHUTDOWN_SECONDS
    replaced: bool = False


def stopping(config: Config) -> Ending:
    """How a server stops. One that others use is taken leave of first, for their proxy's sake."""
    return Ending(leave_seconds=config.limits.leave_seconds if config.hosted else 0.0)


def replacing(config: Config) -> Ending:
    """How a process ends while another takes its place."""
    return Ending(idle_seconds=config.limits.drain_seconds, replaced=True)


class Serving:
    """A server that runs. How it ends, ``ending``, may be changed while it does."""

    def __init__(self, app: web.Application, server: web.Server, sockets: Sequence[socket.socket]) -> None:
        self.doors = Doors(server)
        self.ending = Ending()
        self._app = app
        self._server = server
        self._sockets = sockets

    async def drain(self) -> None:
        """Answer what is asked until nothing is, as `ending` says."""
        draining, begun = self._app[SERVICES].draining, time.monotonic()
        draining.on = True
        while time.monotonic() < begun + self.ending.leave_seconds:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)  # `ending` may have changed
        await self.doors.shut()
        if not self.ending.replaced:
            close(self._sockets)  # whoever comes now is refused rather than left waiting
        await draining.begin()
        begun = time.monotonic()
        while connections := self._server.connections:
            idle_ends = begun + self.ending.idle_seconds
            if time.monotonic() >= idle_ends and all(map(_is_idle, connections)):
                for connection in connections:  # at once: none of them begins to ask meanwhile
                    connection.force_close()
                break
            if time.monotonic() >= idle_ends + self.ending.busy_seconds:
                break
            await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def serving(
    app: web.Application, sockets: Sequence[socket.socket], others: Sequence[socket.socket] = ()
) -> AsyncIterator[Serving]:
    """Start ``app`` and accept from ``sockets``; drain and stop it at the end.

    ``others`` are sockets from which it may be told to accept, too. Raises ConfigError when one cannot be
    listened on.
    """
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=CUT_SECONDS,
        auto_decompress=False,
        logger=CONNECTIONS,
    )
    await runner.setup()
    assert runner.server is not None
    running = Serving(app, runner.server, (*sockets, *others))
    try:
        await _open(running.doors, sockets)
        yield running
        await running.drain()
    finally:
        await running.doors.shut()
        await runner.cleanup()


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, ending: Ending = Ending()
) -> AsyncIterator[str]:
    """Start ``app`` on ``host:port`` (0 is any free port) and give its URL; stop it at the end.

    Raises ConfigError when the address cannot be had.
    """
    sockets = bind(host, port)
    try:
        async with serving(app, sockets) as running:
            running.ending = ending
            yield url_of(host, sockets)
    finally:
        close(sockets)


def url_of(host: str, sockets: Sequence[socket.socket]) -> str:
    """The address of a server that listens there, without a slash at the end."""
    return f"http://{f'[{host}]' if ':' in host else host}:{sockets[0].getsockname()[1]}"


async def _open(doors: Doors, sockets: Sequence[socket.socket]) -> None:
    try:
        await doors.open(sockets)
    except OSError as error:  # somebody else began to listen after our socket was bound
        host, port = sockets[0].getsockname()[:2]
        raise ConfigError(why_not(host, port, error)) from error


def _is_idle(connection: RequestHandler) -> bool:
    """Whether it waits for a request of which nothing has arrived. One of which we cannot tell is busy."""
    waiter = getattr(connection, "_waiter", None)  # aiohttp has no other word for it
    if waiter is None or waiter.done():
        return False
    return connection.transport is None or not _has_bytes(connection.transport)


def _has_bytes(transport: asyncio.BaseTransport) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(transport.get_extra_info("socket"), selectors.EVENT_READ)
        return bool(selector.select(0))
