"""Pages that show pictures in every way, and in every place where a label could go wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from jinja2 import Template
from tests.e2e.feed import jpeg, png

# pages, what they share, and what a reader sees of labels (battery.js)
FOLDER = Path(__file__).parent / "battery"
SPECIAL = {"base", "frame"}
AI = "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: {}, Size: 640x420, Model: x"


def names() -> list[str]:
    """All pages of the battery."""
    return sorted({path.stem for path in FOLDER.glob("*.html")} - SPECIAL)


class Battery:
    """One server for pages and pictures. ``fetched`` are the pictures that the extension asked for."""

    def __init__(self) -> None:
        self.url = ""
        self.fetched: list[str] = []

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Battery]:
        """Serve on a free port of this machine."""
        app = web.Application()
        app.router.add_get("/page/{name}", self._page)
        app.router.add_get("/{kind:ai|plain}/{number:[0-9]+}.png", self._picture)
        async with TestServer(app) as server:
            self.url = f"http://127.0.0.1:{server.port}"
            yield self

    def page(self, name: str) -> str:
        """The address of a page."""
        return f"{self.url}/page/{name}"

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not re.fullmatch(r"\w+", name) or not (FOLDER / f"{name}.html").is_file():
            return web.Response(status=404)
        base = Template((FOLDER / "base.html").read_text(encoding="utf-8"), autoescape=False)
        parts = {
            key: (FOLDER / file).read_text(encoding="utf-8")
            for key, file in {"body": f"{name}.html", "battery": "battery.js"}.items()
        }
        return web.Response(text=base.render(name=name, **parts), content_type="text/html")

    async def _picture(self, request: web.Request) -> web.Response:
        number, is_ai = int(request.match_info["number"]), request.match_info["kind"] == "ai"
        if request.headers.get("Sec-Fetch-Dest") == "empty" and "Referer" not in request.headers:
            self.fetched.append(request.path)
        body = png(700 + number, parameters=AI.format(number)) if is_ai else jpeg(700 + number)
        return web.Response(body=body, content_type="image/png" if is_ai else "image/jpeg")
