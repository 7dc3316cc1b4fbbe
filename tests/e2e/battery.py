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
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import Visitor

from colophon.browser import Tab
from colophon.errors import BrowserError

# pages, what they share, and what a reader sees of labels (battery.js)
FOLDER = Path(__file__).parent / "battery"
SPECIAL = {"base", "frame"}
SIZES = {"kinds": (1100, 2400), "scroller": (1100, 900), "corners": (1100, 1300)}
USUAL = (1100, 1000)
SMALL = (320, 210)  # of a picture in pixels: the pages say how large it is shown, and there are hundreds
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
        seed = 700 + number
        body = png(seed, SMALL, parameters=AI.format(number)) if is_ai else jpeg(seed, size=SMALL)
        return web.Response(body=body, content_type="image/png" if is_ai else "image/jpeg")


class Page:
    """One page of the battery in a browser. With ``folder`` it is drawn at every step."""

    def __init__(self, tab: Tab, name: str, folder: Path | None) -> None:
        self.tab, self._name, self._folder = tab, name, folder

    async def right(self, when: str) -> None:
        """Wait until nothing is wrong. Raises AssertionError with the faults that stay."""
        try:
            await self.tab.wait_for("battery.faults().length === 0", seconds=SECONDS)
        except BrowserError:
            faults = await self.tab.evaluate("battery.faults()")
            await self.look(f"wrong-{when}")
            raise AssertionError(f"{self._name}, {when}: {faults}") from None

    async def look(self, what: str) -> None:
        """Draw it."""
        if self._folder:
            await self.tab.screenshot(self._folder / f"battery-{self._name}-{what}.png")

    async def walk(self, how: str = "") -> None:
        """All that moves on the page, then all of its steps; ``how`` is part of the names of the pictures.

        Raises AssertionError when a label does not keep up in motion, or something is wrong after a step.
        """
        for n in range(await self.tab.evaluate("globalThis.still?.length ?? 0")):
            assert await self.tab.evaluate(f"battery.still(still[{n}])") == [], f"{self._name}, in motion {n}"
            await self.look(f"{how}still-{n}")
        for n in range(await self.tab.evaluate("globalThis.steps?.length ?? 0")):
            await self.tab.evaluate(f"Promise.resolve(steps[{n}]()).then(() => null)")
            await self.right(f"step {n}")
            await self.look(f"{how}step-{n}")


@asynccontextmanager
async def opened(
    visitor: Visitor, battery: Battery, name: str, screenshots: Path | None
) -> AsyncIterator[Page]:
    """A page of the battery once it is right; it must have written no errors by its end."""
    tab = await visitor.open(battery.page(name), SIZES.get(name, USUAL))
    folder = screenshots and screenshots / visitor.browser.name
    if folder:
        folder.mkdir(exist_ok=True)
    page = Page(tab, name, folder)
    try:
        await page.right("at first")
        await page.look("first")
        yield page
        assert [one for one in tab.console_errors if "none.png" not in one] == []
    finally:
        await tab.close()
