"""com.atproto.label.subscribeLabels: every label from a number on, and each new one as it is decided.

Nothing is queued for a slow client: rows are read from where it is, and one that takes nothing for
`SLOW_SECONDS` is let go. Nothing is dropped either, so no cursor is ever too old.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, web
from sqlalchemy.exc import SQLAlchemyError

from colophon.errors import BadRequest
from colophon.http.operations import Operation
from colophon.http.parameters import CURSOR, number_of
from colophon.http.published import published_here
from colophon.http.publishing import Publishing
from colophon.publish.frames import error_frame, labels_frame
from colophon.publish.labels import Labeler
from colophon.store.published import Published

HEARTBEAT_SECONDS = 30.0  # a client that does not answer a ping for half of that is gone
SLOW_SECONDS = 20.0  # in which a client has to take something
WAIT_SECONDS = 60.0
HEARD_BYTES = 1024  # of a message from a client, which has nothing to say


async def subscribe_labels(request: web.Request) -> web.StreamResponse:
    """The stream, from the number after ``cursor``; without one, from now on."""
    here, cursor = published_here(request), number_of(request, CURSOR.name)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=HEARD_BYTES, compress=False)
    if not socket.can_prepare(request):
        raise BadRequest("this is a stream: open it as a WebSocket")
    with here.subscribers.one():
        latest = await here.feed.latest()
        await socket.prepare(request)
        hearing = asyncio.create_task(_hear(socket))
        telling = asyncio.create_task(_tell(socket, here, cursor, latest))
        try:
            await asyncio.wait({hearing, telling}, return_when=asyncio.FIRST_COMPLETED)
            code = telling.result() if telling.done() else WSCloseCode.OK
        finally:
            hearing.cancel()
            telling.cancel()
            await asyncio.gather(hearing, telling, return_exceptions=True)
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(SLOW_SECONDS):
                await socket.close(code=code)
    return socket


async def _hear(socket: web.WebSocketResponse) -> None:
    """Until the client goes. What it says is not looked at."""
    async for _ in socket:
        pass


async def _tell(socket: web.WebSocketResponse, here: Publishing, cursor: int | None, latest: int) -> int:
    """Until the server ends, the client is too slow or the database does not answer; gives the close code."""
    if cursor is not None and cursor > latest:
        await _send(socket, error_frame("FutureCursor", f"the last number is {latest}"))
        return WSCloseCode.POLICY_VIOLATION
    try:
        await _send_all(socket, here, latest if cursor is None else cursor)
    except TimeoutError:
        return WSCloseCode.POLICY_VIOLATION
    except SQLAlchemyError:
        return WSCloseCode.TRY_AGAIN_LATER
    except ConnectionError:
        pass
    return WSCloseCode.GOING_AWAY


async def _send_all(socket: web.WebSocketResponse, here: Publishing, cursor: int) -> None:
    while not here.feed.over:
        rows = await here.feed.since(cursor)
        for frame in await asyncio.to_thread(_frames, here.labeler, rows):  # each is signed
            await _send(socket, frame)
        if rows:
            cursor = rows[-1].seq
        else:
            await here.feed.wait(cursor, WAIT_SECONDS)


async def _send(socket: web.WebSocketResponse, frame: bytes) -> None:
    async with asyncio.timeout(SLOW_SECONDS):
        await socket.send_bytes(frame)


def _frames(labeler: Labeler, rows: list[Published]) -> list[bytes]:
    labels = ((row.seq, labeler.label(row)) for row in rows)
    return [labels_frame(seq, label) for seq, label in labels if label is not None]


LABEL_STREAM = Operation(
    "GET",
    "/xrpc/com.atproto.label.subscribeLabels",
    subscribe_labels,
    "Labels of the AT Protocol as they are made, over a WebSocket",
    {101: None},
    problems=(400, 404, 503),
    parameters=(CURSOR,),
)
