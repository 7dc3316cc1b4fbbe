"""Ask a server as its clients do: for commands that start one of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from colophon.errors import ColophonError

TRIES = 5  # of a request that is sent away because too many are being answered
Post = Callable[[str, Any, str | None], Awaitable[dict[str, Any]]]


@asynccontextmanager
async def asking(origin: str, at_once: int) -> AsyncIterator[Post]:
    """Gives what posts JSON to a path, with a bearer token if any, ``at_once`` requests at most.

    It raises ColophonError with what the server said where it refuses.
    """
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as session:

        async def post(path: str, body: Any, token: str | None) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            for left in reversed(range(TRIES)):
                async with session.post(origin + path, json=body, headers=headers) as answer:
                    said: dict[str, Any] = await answer.json()
                    if answer.status < 300:
                        return said
                    if answer.status != 503 or not left:
                        break
                    await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
            raise ColophonError(f"the server answered {answer.status}: {said.get('detail', said)}")

        yield post
