"""What stands before a hosted server: TLS under its public name, every request passed on as it came."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SECONDS = 20.0


@dataclass(frozen=True)
class Asked:
    """One request that reached the server."""

    method: str
    path: str
    body: bytes


@dataclass
class Front:
    """``asked`` is everything that reached the server since it was emptied."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    async def was_asked(self, method: str, words: str = "") -> None:
        """Wait until the server was asked by this method, with ``words`` in the body."""
        async with asyncio.timeout(SECONDS):
            while not any(one.method == method and words.encode() in one.body for one in self.asked):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def images(self) -> list[Asked]:
        """What was asked about images, without questions about changes."""
        return [one for one in self.asked if one.path.startswith(("/v1/lookup", "/v1/images"))]


@asynccontextmanager
async def in_front_of(server: str, context: ssl.SSLContext) -> AsyncIterator[Front]:
    """Serve ``server`` (an address) over TLS on a free port, under whatever name it is asked for."""
    front = Front()

    async def pass_on(request: web.Request) -> web.Response:
        body = await request.read()
        front.asked.append(Asked(request.method, request.path, body))
        headers = {k: v for k, v in request.headers.items() if k not in ("Content-Length", "Connection")}
        async with session.request(
            request.method, server + request.raw_path, headers=headers, data=body
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k in ("Content-Type", "Retry-After")}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    app = web.Application(client_max_size=20 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", pass_on)
    tls = TestServer(app, scheme="https")
    async with ClientSession(auto_decompress=False) as session:
        await tls.start_server(ssl=context)
        front.port = tls.port or 0
        try:
            yield front
        finally:
            await tls.close()
