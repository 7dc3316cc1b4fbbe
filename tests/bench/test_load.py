"""The load client against servers that behave and servers that do not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from tests.bench.photos import feed_photos
from tests.bench.serving.feed import Feed
from tests.bench.serving.load import Asked, Load, drive
from tests.bench.serving.wire import Address

FEED = Feed(feed_photos(0, 1))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[Address]:
    app = web.Application(client_max_size=1024**2)
    app.router.add_route("*", "/{name:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield Address("127.0.0.1", runner.addresses[0][1])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def speaking(answer: bytes) -> AsyncIterator[Address]:
    """A server that says this whatever it is asked, and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield Address("127.0.0.1", server.sockets[0].getsockname()[1])


def asked(body: bytes = b"{}") -> Asked:
    return Asked("POST", "/ask", {"Host": "127.0.0.1"}, body)


def files() -> Asked:
    return Asked("PUT", "/images/{sha256}", {"Host": "127.0.0.1"}, "fresh")


async def test_everything_asked_arrives_once_and_whole() -> None:
    seen: list[tuple[str, bytes]] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append((request.path, await request.read()))
        return web.Response(body=b"x" * 100_000)

    async with serving(handler) as address:
        tally = await drive(Load(address, files(), 4, 30, most=20), FEED)
    assert tally.accepted == len(seen) == len({path for path, _ in seen}) == 20
    assert all(len(body) == len(FEED.known[0].data) + 20 for _, body in seen)
    assert tally.errors == tally.shed == tally.refused == 0


async def test_as_many_at_once_as_there_are_clients() -> None:
    now, most = 0, 0
    everybody = asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        if now == 8:
            everybody.set()
        await everybody.wait()
        now -= 1
        return web.Response()

    async with serving(handler) as address:
        await drive(Load(address, asked(), 8, 30, most=40), FEED)
    assert most == 8


async def test_retry_after_is_honoured_with_the_same_request() -> None:
    times: dict[str, list[float]] = {}

    async def handler(request: web.Request) -> web.Response:
        moments = times.setdefault(request.path, [])
        moments.append(time.monotonic())
        return web.Response(status=503, headers={"Retry-After": "1"}) if len(moments) == 1 else web.Response()

    async with serving(handler) as address:
        tally = await drive(Load(address, files(), 2, 30, most=2), FEED)
    assert [len(moments) for moments in times.values()] == [2, 2]
    assert all(second - first >= 0.99 for first, second in times.values())
    assert (tally.accepted, tally.shed) == (2, 2)
    assert all(wait >= 0.99 > latency for wait, latency in zip(tally.waits, tally.latencies, strict=True))


async def test_a_client_that_ignores_retry_after_comes_back_at_once() -> None:
    asks = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal asks
        asks += 1
        return web.Response(status=503, headers={"Retry-After": "1000"}) if asks < 5 else web.Response()

    async with serving(handler) as address:
        tally = await drive(Load(address, asked(), 1, 30, honour=False, most=1), FEED)
    assert (tally.accepted, tally.shed) == (1, 4)


async def test_nobody_waits_past_the_end() -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "1000"})

    async with serving(handler) as address:
        tally = await drive(Load(address, asked(), 3, 30), FEED)
    assert (tally.accepted, tally.shed) == (0, 3)


async def test_other_errors_are_counted_and_not_repeated() -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=500 if await request.read() else 422)

    async with serving(handler) as address:
        tally = await drive(Load(address, asked(), 1, 30, most=3), FEED)
        refused = await drive(Load(address, asked(b""), 1, 30, most=2), FEED)
    assert (tally.accepted, tally.errors, tally.statuses[500]) == (0, 3, 3)
    assert (refused.errors, refused.refused) == (0, 2)


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"]
)
async def test_a_connection_that_breaks_is_counted(answer: bytes) -> None:
    async with speaking(answer) as address:
        tally = await drive(Load(address, asked(), 1, 30, most=3), FEED)
    assert (tally.accepted, tally.broken, tally.errors) == (0, 3, 3)


async def test_an_answer_that_does_not_come_is_counted() -> None:
    over = asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with serving(handler) as address:
        tally = await drive(Load(address, asked(), 1, 30, timeout=0.2, most=2), FEED)
        over.set()
    assert (tally.accepted, tally.timeouts, tally.errors) == (0, 2, 2)


async def test_a_connection_that_is_to_be_closed_is_opened_again() -> None:
    async def handler(request: web.Request) -> web.Response:
        response = web.Response()
        response.force_close()
        return response

    async with serving(handler) as address:
        tally = await drive(Load(address, asked(), 2, 30, most=6), FEED)
    assert (tally.accepted, tally.errors) == (6, 0)
