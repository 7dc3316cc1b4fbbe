"""Answers that are given before the body has arrived: what becomes of the rest of it.

A small rest is read and dropped, and the connection goes on. A large one is not read; but the connection
stays for a moment, so that the sender finds the answer. Closed at once it would be reset under the sender's
hands, and a proxy would tell its reader that the server is broken.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError

DROPPED = 256 * 1024  # bytes: most pictures of a feed
LINGER_SECONDS = 1.0  # until the sender, stopped by full buffers, has read the answer


async def settle(request: web.Request, response: web.StreamResponse) -> None:
    """Have ``response`` end the connection, and send it, where the rest of the body is not to be read."""
    waits = request.headers.get("Expect", "").lower() == "100-continue"  # it may never send the body
    length = request.content_length
    if length is not None and length <= DROPPED and not waits:
        return  # aiohttp reads and drops it
    response.force_close()
    with suppress(ConnectionError):
        await response.prepare(request)
        await response.write_eof()
    if not waits:
        await _drop(request)
    request.protocol.force_close()


async def _drop(request: web.Request) -> None:
    size = 0
    with suppress(TimeoutError, RequestPayloadError, HttpProcessingError, ConnectionError):
        async with asyncio.timeout(LINGER_SECONDS):
            while size < DROPPED and not request.content.at_eof():
                size += len(await request.content.readany())
            if not request.content.at_eof():
                await asyncio.sleep(LINGER_SECONDS)  # nothing more is read meanwhile
