"""The sample feed: a page in the look of a social timeline, added to the server by the demo only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import resources

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from colophon.demo.certificate import SIGNER
from colophon.demo.post import Post
from colophon.errors import NotFound

PATH = "/sample"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
TONES = 6  # of the round faces, in feed.css
_HERE = resources.files("colophon.demo")


def add_feed(app: web.Application, posts: Sequence[Post]) -> None:
    """Serve ``posts`` at `PATH`, with their pictures below it. Call this before the application starts."""
    environment = Environment(
        loader=PackageLoader("colophon.demo", "."), autoescape=True, undefined=StrictUndefined
    )
    html = environment.get_template("feed.html").render(posts=posts, path=PATH, tones=TONES, signer=SIGNER)
    style = (_HERE / "feed.css").read_text(encoding="utf-8")

    async def page(_: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": POLICY}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def css(_: web.Request) -> web.Response:
        return web.Response(text=style, content_type="text/css")

    async def image(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        if number >= len(posts):
            raise NotFound(f"the sample feed has {len(posts)} pictures")
        try:
            body = await asyncio.to_thread(posts[number].read)
        except OSError as error:
            raise NotFound("this picture is not in its folder any more") from error
        return web.Response(body=body, content_type=posts[number].media_type)

    app.router.add_get(PATH, page)
    app.router.add_get(f"{PATH}/feed.css", css)
    app.router.add_get(PATH + r"/images/{number:\d{1,4}}", image)
