"""Every kind of picture has its label; none is where it should not be (facts on peers, sections 3 and 4)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.battery import Battery, names
from tests.e2e.inside import look_inside, popup, press
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab
from colophon.errors import BrowserError

pytestmark = IN_BROWSER

KINDS = [
    *("img", "srcset", "picture", "background", "invisible", "shadow-open", "shadow-closed", "frame"),
    *("poster", "canvas", "svg", "input", "data", "blob", "swapped", "late"),
]
SIZES = {"kinds": (1100, 2400), "scroller": (1100, 900), "corners": (1100, 1300)}
USUAL = (1100, 1000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def battery() -> AsyncIterator[Battery]:
    async with Battery().serve() as battery:
        yield battery


class Looked:
    """One page of the battery."""

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
        if self._folder:
            await self.tab.screenshot(self._folder / f"battery-{self._name}-{what}.png")


@asynccontextmanager
async def opened(
    visitor: Visitor, battery: Battery, name: str, screenshots: Path | None
) -> AsyncIterator[Looked]:
    tab = await visitor.open(battery.page(name), SIZES.get(name, USUAL))
    folder = screenshots and screenshots / visitor.browser.name
    if folder:
        folder.mkdir(exist_ok=True)
    page = Looked(tab, name, folder)
    try:
        await page.right("at first")
        await page.look("first")
        yield page
        assert [one for one in tab.console_errors if "none.png" not in one] == []
    finally:
        await tab.close()


OWN = {"kinds", "far", "copies", "frames", "fullscreen"}  # have a test of their own


@pytest.mark.parametrize("name", [name for name in names() if name not in OWN])
async def test_a_page(visitor: Visitor, battery: Battery, name: str, screenshots: Path | None) -> None:
    async with opened(visitor, battery, name, screenshots) as page:
        tab = page.tab
        for n in range(await tab.evaluate("globalThis.still?.length ?? 0")):
            assert await tab.evaluate(f"battery.still(still[{n}])") == [], f"{name}, in motion {n}"
            await page.look(f"still-{n}")
        for n in range(await tab.evaluate("globalThis.steps?.length ?? 0")):
            await tab.evaluate(f"Promise.resolve(steps[{n}]()).then(() => null)")
            await page.right(f"step {n}")
            await page.look(f"step-{n}")


async def test_every_kind_has_its_label(visitor: Visitor, battery: Battery, screenshots: Path | None) -> None:
    async with opened(visitor, battery, "kinds", screenshots) as page:
        await page.tab.wait_for("document.querySelector('[data-case=late]') !== null")
        await page.right("at last")
        assert sorted(await page.tab.evaluate("battery.chips()")) == sorted(KINDS)
        for kind in KINDS:  # each was read, not only what is said beside it
            assert all(await page.tab.evaluate(f"battery.sha256('{kind}')")), kind
        await page.look("last")


async def test_only_what_is_near_the_viewport_is_fetched(
    visitor: Visitor, battery: Battery, screenshots: Path | None
) -> None:
    battery.fetched.clear()
    async with opened(visitor, battery, "far", screenshots) as page:
        assert {"/ai/190.png", "/ai/191.png"} <= set(battery.fetched)
        assert not {"/ai/192.png", "/ai/205.png", "/ai/239.png"} & set(battery.fetched)
        await page.tab.evaluate("steps[0]()")
        await page.right("at the end")
        assert "/ai/239.png" in battery.fetched
        assert not {"/ai/192.png", "/ai/215.png"} & set(battery.fetched)


async def test_copies_are_one_question(visitor: Visitor, battery: Battery, screenshots: Path | None) -> None:
    battery.fetched.clear()
    async with opened(visitor, battery, "copies", screenshots) as page:
        assert len(await page.tab.evaluate("battery.chips()")) == 5
        # what another page shows may still come in
        assert battery.fetched.count("/ai/250.png") == 1


async def test_the_whole_screen(visitor: Visitor, battery: Battery, screenshots: Path | None) -> None:
    async with opened(visitor, battery, "fullscreen", screenshots) as page:
        x, y = await page.tab.evaluate("(({ x, y }) => [x, y])(go.getBoundingClientRect())")
        await page.tab.click(x + 5, y + 5)
        await page.tab.wait_for("document.fullscreenElement !== null")
        await page.right("fullscreen")
        assert list(await page.tab.evaluate("battery.chips()")) == ["post"]
        await page.look("full")
        await page.tab.evaluate("document.exitFullscreen()")
        await page.tab.wait_for("document.fullscreenElement === null")
        await page.right("after it")


@pytest.mark.usefixtures("undone")
async def test_a_frame_is_part_of_its_page(
    visitor: Visitor, battery: Battery, screenshots: Path | None
) -> None:
    """The popup counts it, and what is off for the page is off in the frame."""
    if visitor.browser.name != "chromium":
        pytest.skip("only Chromium's driver opens pages of an extension")
    inside = await look_inside(visitor)
    async with opened(visitor, battery, "frames", screenshots) as page:
        assert sorted(await page.tab.evaluate("battery.chips()")) == ["frame", "page"]
        shown = await popup(inside, f"{battery.url}/page/frames")
        await shown.wait_for("document.getElementById('labelled').textContent === '2'")
        assert await shown.evaluate("document.querySelectorAll('#labels button').length") == 2
        for expected in ([], ["frame", "page"]):
            await press(shown, "site")
            await page.tab.show()
            names = json.dumps(expected, separators=(",", ":"))
            chips = f"JSON.stringify(Object.keys(battery.chips()).sort()) === '{names}'"
            await page.tab.wait_for(chips, seconds=SECONDS)
            await shown.wait_for("document.getElementById('site-label').textContent")
        await shown.close()
