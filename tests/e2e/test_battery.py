"""Every kind of picture has its label; none is where it should not be (facts on peers, sections 3 and 4)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.battery import Battery, names, opened
from tests.e2e.inside import Inside, look_inside, popup, press
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor

pytestmark = IN_BROWSER

KINDS = [
    *("img", "srcset", "picture", "background", "invisible", "shadow-open", "shadow-closed", "frame"),
    *("poster", "canvas", "svg", "input", "data", "blob", "swapped", "late"),
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def battery() -> AsyncIterator[Battery]:
    async with Battery().serve() as battery:
        yield battery


OWN = {"kinds", "far", "copies", "frames", "fullscreen"}  # have a test of their own


@pytest.mark.parametrize("name", [name for name in names() if name not in OWN])
async def test_a_page(visitor: Visitor, battery: Battery, name: str, screenshots: Path | None) -> None:
    async with opened(visitor, battery, name, screenshots) as page:
        await page.walk()


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


async def test_a_frame_that_goes_takes_its_share_of_the_count(
    visitor: Visitor, inside: Inside, battery: Battery, screenshots: Path | None
) -> None:
    async with opened(visitor, battery, "frames", screenshots) as page:
        extension = await inside.open("help.html")
        of_page = f"(tabs) => tabs.find(({{ url }}) => url === '{battery.page('frames')}').id"
        text = "(tabId) => chrome.action.getBadgeText({ tabId })"
        count = f"chrome.tabs.query({{}}).then({of_page}).then({text})"
        await extension.wait_for(f"{count}.then((text) => text === '2')")
        await page.tab.show()
        await page.tab.evaluate("void document.querySelector('iframe').remove()")
        await extension.wait_for(f"{count}.then((text) => text === '1')")
        await extension.close()


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
