"""By choice, pictures made with AI are covered; the layout stays, and one button shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.inside import look_inside
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.test_sources import PARAMETERS
from tests.e2e.visitor import IN_BROWSER, World, visit

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
LABELS = {"said": "ai_generated.creator", "file": "ai_generated.metadata", "plain": None}
FILTER = "getComputedStyle(probe.picture(probe.posts()['%s'])).filter"
SHOW = "probe.hosts(probe.posts()['said'])[0].shadowRoot.querySelector('.show')"


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_ai_pictures_are_covered_until_they_are_shown(
    world: World, name: str, screenshots: Path | None
) -> None:
    items = [
        Item("said", jpeg(895), caption="Made with AI."),
        Item("file", png(896, parameters=PARAMETERS)),
        Item("plain", jpeg(897)),
    ]
    async with visit(world, name, system=name == "firefox") as visitor:
        options = await (await look_inside(visitor)).open("options.html")
        await options.evaluate("chrome.storage.local.set({ cover: 'blur' })")
        tab = await visitor.open(world.internet.publish(FEED, items, "?cover"), (640, 1200))
        await until(tab, SECONDS, **LABELS)
        for post in ("said", "file"):
            await tab.wait_for(f"{FILTER % post} === 'blur(24px)'")
        assert await tab.evaluate(FILTER % "plain") == "none"
        assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
        if screenshots:
            await tab.screenshot(screenshots / f"cover-{name}.png")

        await tab.evaluate(f"{SHOW}.focus()")
        await tab.press("Enter")
        assert await tab.evaluate(FILTER % "said") == "none"
        assert await tab.evaluate(SHOW) is None
        assert await tab.evaluate(FILTER % "file") == "blur(24px)"

        await options.evaluate("chrome.storage.local.set({ cover: 'none' })")
        await tab.show()
        await tab.wait_for(f"{FILTER % 'file'} === 'none'")
        assert tab.console_errors == []
