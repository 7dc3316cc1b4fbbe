"""The signed stream of decisions, for servers that follow this one. Nobody has to say who they are."""

from __future__ import annotations

import asyncio
import base64

from aiohttp import web

from colophon.errors import NotFound
from colophon.follow.serving import Stream
from colophon.follow.wire import PublicKeyOut
from colophon.http.answer import json_answer
from colophon.http.parameters import RECORD, WAIT, number_of
from colophon.http.services import SERVICES, Services

NDJSON = "application/x-ndjson"


async def published(request: web.Request) -> web.Response:
    """The records after a number, signed; held open until there are some."""
    services, since = request.app[SERVICES], number_of(request, RECORD.name) or 0
    stream = stream_of(services)
    if (wait := number_of(request, WAIT.name) or 0) and not services.stream_places.full:
        with services.stream_places.one():
            await _later(services, since, min(wait, services.config.limits.changes_seconds))
    return web.Response(body=b"".join(await stream.after(since)), content_type=NDJSON)


async def key(request: web.Request) -> web.Response:
    """The public key of the stream, for whoever wants to compare it before they follow."""
    stream = stream_of(request.app[SERVICES])
    signer = await asyncio.to_thread(lambda: stream.signer)
    text = base64.b64encode(signer.public).decode()
    return json_answer(PublicKeyOut(key=text, fingerprint=signer.fingerprint, server=stream.name))


def stream_of(services: Services) -> Stream:
    """What is published. Raises NotFound where the operator did not turn that on."""
    if services.stream is None:
        raise NotFound(
            "this server publishes no decisions; whoever runs it can turn that on: COLOPHON_PUBLISH=1"
        )
    return services.stream


async def _later(services: Services, since: int, seconds: float) -> None:
    """Return when there is a record after ``since``, or the time is up, or the server stops."""
    register, loop = services.register, asyncio.get_running_loop()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0:
        generation = services.registry.generation
        if await services.store.published.latest() > since:
            return
        await register.changed(generation, left)
        if services.registry.generation == generation:
            return
