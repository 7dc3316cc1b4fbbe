"""The signed stream of decisions, for servers that follow this one. Nobody has to say who they are."""

from __future__ import annotations

import asyncio
import base64

from aiohttp import web

from colophon.follow.wire import PublicKeyOut
from colophon.http.answer import json_answer
from colophon.http.parameters import RECORD, WAIT, number_of
from colophon.http.published import published_here
from colophon.http.services import SERVICES

NDJSON = "application/x-ndjson"


async def published(request: web.Request) -> web.Response:
    """The records after a number, signed; held open until there are some."""
    here, limits = published_here(request), request.app[SERVICES].config.limits
    since, wait = number_of(request, RECORD.name) or 0, number_of(request, WAIT.name) or 0
    if wait and not here.waiting.full:
        with here.waiting.one():
            await here.feed.wait(since, min(wait, limits.changes_seconds))
    return web.Response(body=b"".join(await here.stream.after(since)), content_type=NDJSON)


async def key(request: web.Request) -> web.Response:
    """The public key of the stream, for whoever wants to compare it before they follow."""
    stream = published_here(request).stream
    signer = await asyncio.to_thread(lambda: stream.signer)
    text = base64.b64encode(signer.public).decode()
    return json_answer(PublicKeyOut(key=text, fingerprint=signer.fingerprint, server=stream.name))
