"""Pictures for a person to look at: light and dark, wide and narrow, with a card. Needs --screenshots."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World, visit

pytestmark = IN_BROWSER

SHOWN = {"midjourney", "official", "caption"}
OPEN = """((post) => {
  post.scrollIntoView({ block: "start" });
  probe.hosts(post)[0].shadowRoot.querySelector(".chip").focus();
})(probe.posts()["%s"])"""
SIZES = {"wide": (1280, 900), "narrow": (400, 800)}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_write_screenshots(world: World, name: str, dark: bool, screenshots: Path | None) -> None:
    if screenshots is None:
        pytest.skip("no --screenshots")
    feed, items = FEEDS["mastodon"], world.items
    async with visit(world, name, dark=dark) as visitor:
        tab = await visitor.open(world.internet.publish(feed, items))
        await wait_for(visitor, tab, feed, items)
        for size, pixels in SIZES.items():
            await tab.resize(*pixels)
            for post in [item.name for item in items if item.name in SHOWN]:
                await tab.evaluate(OPEN % post)
                await tab.press("Enter")
                look = f"look-{name}-{'dark' if dark else 'light'}-{size}-{post}.png"
                await tab.screenshot(screenshots / look)
                await tab.press("Escape")
                assert (screenshots / look).stat().st_size > 10_000
