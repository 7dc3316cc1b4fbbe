"""What stands before a server: every request passed on as it came, or answered instead as a test says."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SECONDS = 20.0
KEPT = ("Content-Type", "Retry-After", "Cache-Control")  # of the headers of an answer


@dataclass(frozen=True)
class Asked:
    """One request that reached the front; ``at`` is in seconds of a clock that never jumps."""

    method: str
    path: str
    body: bytes
    at: float = field(default_factory=time.monotonic, compare=False)


# What is answered in place of the server; None passes the request on, a ConnectionError breaks off.
Instead = Callable[[Asked], Awaitable[web.Response | None]]


@dataclass
class Front:
    """``asked`` is everything that came here since it was emptied."""

    url: str = ""
    port: int = 0
    instead: Instead | None = None
    asked: list[Asked] = field(default_factory=list)

    async def was_asked(self, method: str, words: str = "", path: str = "") -> None:
        """Wait until it was asked by this method, below ``path``, with ``words`` in the body."""
        async with asyncio.timeout(SECONDS):
            while not any(  # noqa: ASYNC110
                one.method == method and one.path.startswith(path) and words.encode() in one.body
                for one in self.asked
            ):
                await asyncio.sleep(0.05)

    def images(self) -> list[Asked]:
        """What was asked about images, without questions about changes."""
        return [one for one in self.asked if one.path.startswith(("/v1/lookup", "/v1/images"))]


@asynccontextmanager
async def in_front_of(server: str, context: ssl.SSLContext | None = None) -> AsyncIterator[Front]:
    """Serve ``server`` (an address) on a free port.

    With ``context`` over TLS, under whatever name it is asked for; without, as the reader's own.
    """
    front = Front()
    own = {} if context else {"Host": server.partition("://")[2]}

    async def pass_on(request: web.Request) -> web.Response:
        asked = Asked(request.method, request.path, await request.read())
        front.asked.append(asked)
        try:
            return (front.instead and await front.instead(asked)) or await ask_server(request, asked.body)
        except (ClientError, ConnectionError):  # the server is away, and so is what stands before it
            if request.transport:
                request.transport.abort()
            return web.Response()

    async def ask_server(request: web.Request, body: bytes) -> web.Response:
        headers = {k: v for k, v in request.headers.items() if k not in ("Content-Length", "Connection")}
        async with session.request(
            request.method, server + request.raw_path, headers=headers | own, data=body
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k in KEPT}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    app = web.Application(client_max_size=20 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", pass_on)
    server_before = TestServer(app, scheme="https" if context else "http")
    async with ClientSession(auto_decompress=False) as session:
        await server_before.start_server(ssl=context)
        front.port = server_before.port or 0
        front.url = f"http://127.0.0.1:{front.port}"
        try:
            yield front
        finally:
            front.instead = None
            await server_before.close()
