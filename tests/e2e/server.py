"""The server under test, in this process: may be stopped and started again at the same address."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from colophon.app import build_app
from colophon.config import Config
from colophon.http.listen import listening
from colophon.http.services import SERVICES, Services

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware


class Colophon:
    """``requests`` are methods and paths it was asked for, ``answered`` paths and times of its answers."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._running = AsyncExitStack()
        self.url = ""
        self.requests: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.answered: list[tuple[str, float]] = []  # seconds since the epoch
        self._looked_up: set[str] = set()
        self.services: Services

    async def start(self) -> None:
        app = build_app(self._config)
        app.middlewares.append(_recorder(self))
        self.url = await self._running.enter_async_context(listening(app, "127.0.0.1", self._config.port))
        self._config = replace(self._config, port=int(self.url.rpartition(":")[2]))
        self.services = app[SERVICES]

    async def stop(self) -> None:
        await self._running.aclose()

    def uploads(self) -> list[str]:
        """The SHA-256 of everything that was sent here."""
        return [path.rpartition("/")[2] for method, path in self.requests if method == "PUT"]

    def asked_about(self, data: bytes) -> bool:
        """Whether this picture was sent here, or looked up by its hash."""
        digest = hashlib.sha256(data).hexdigest()
        return digest in self._looked_up or digest in self.uploads()

    def note(self, path: str, answer: web.StreamResponse) -> None:
        """Keep when it was given, and which hashes were looked up."""
        self.answered.append((path, time.time()))
        if path == "/v1/lookup" and answer.status == 200 and isinstance(answer, web.Response):
            self._looked_up |= {one["sha256"] for one in json.loads(answer.text or "")["results"]}


def _recorder(colophon: Colophon) -> Middleware:
    @web.middleware
    async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
        colophon.requests.append((request.method, request.path))
        colophon.headers.append(dict(request.headers))
        response = await handler(request)
        colophon.note(request.path, response)
        return response

    return record
