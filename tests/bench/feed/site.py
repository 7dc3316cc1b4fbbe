"""The feed's site: one page, a picture of its own for every post, the same few faces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from tests.e2e.feed import jpeg

PAGE = Path(__file__).parent / "page.html"
PICTURES = 300  # different ones; a further post shows one of them under an address of its own
UNASKED = 1_000_000  # the number from which on pictures are new to a browser,
POSTS, OPENINGS = 4, 30  # of so many posts each, for so many openings of the feed
WEEK = {"Cache-Control": "max-age=604800"}


def pictures() -> list[bytes]:
    """Files of 640 x 420 px that differ from each other in a comment of the JPEG only."""
    painted = jpeg(1)
    return [
        _commented(painted, f"picture {number}".encode()) for number in range(PICTURES + POSTS * OPENINGS)
    ]


def _commented(data: bytes, words: bytes) -> bytes:
    """With a COM segment after the SOI marker (ITU-T T.81, B.2.4.5)."""
    return data[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + data[2:]


@asynccontextmanager
async def serving(files: list[bytes]) -> AsyncIterator[str]:
    """Serve on a free port of loopback; gives the page's address."""
    page, face = PAGE.read_text(encoding="utf-8"), jpeg(2)

    async def feed(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    async def picture(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        index = PICTURES + number - UNASKED if number >= UNASKED else number % PICTURES
        return web.Response(body=files[index], content_type="image/jpeg", headers=WEEK)

    async def avatar(_: web.Request) -> web.Response:
        return web.Response(body=face, content_type="image/jpeg", headers=WEEK)

    app = web.Application()
    app.router.add_get("/feed", feed)
    app.router.add_get(r"/picture/{number:\d+}.jpg", picture)
    app.router.add_get(r"/avatar/{number:\d+}.jpg", avatar)
    async with TestServer(app) as server:
        yield str(server.make_url("/feed"))
