"""The application behind its real listener, as `colophon serve` has it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from aiohttp import web
from tests.pictures import FakeCheck

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.detector import CurrentDetector
from colophon.config import Config
from colophon.http.doors import bind, close
from colophon.http.listen import Serving, serving
from colophon.http.services import SERVICES
from colophon.registry.memory import Registry


@contextmanager
def bound() -> Iterator[list[socket.socket]]:
    sockets = bind("127.0.0.1", 0)
    try:
        yield sockets
    finally:
        close(sockets)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Serving, int, dict[str, str], web.Application]]:
    @contextmanager
    def fakes(_: Config, _registry: Registry) -> Iterator[ImageChecks]:
        yield ImageChecks((FakeCheck(),), {"official": True}, CurrentDetector(), {"fake": "1"})

    app = build_app(Config(data=folder, workers=1), fakes)
    with bound() as sockets:
        async with serving(app, sockets) as server:
            pairing = app[SERVICES].pairing
            token = await pairing.exchange(await pairing.new_code())
            yield server, sockets[0].getsockname()[1], {"Authorization": f"Bearer {token}"}, app
