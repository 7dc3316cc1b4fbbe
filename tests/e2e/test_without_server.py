"""The server is stopped: labels from words and file data only, marked so, and recovery by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.e2e.reading import SECONDS, read, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import HIGH, IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["x"]


async def popup(visitor: Visitor) -> Tab:
    """The popup in a tab of its own, about the test page. Chromium only."""
    page = f"chrome-extension://{visitor.extension}/pages/popup.html"
    tab = await visitor.browser.open(page)
    [found] = await tab.evaluate(f"chrome.tabs.query({{ url: '{FEED.url}*' }})")
    await tab.go(f"{page}?tab={found['id']}")
    return tab


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_labels_without_a_server_and_again_with_one(
    world: World, name: str, screenshots: Path | None
) -> None:
    items = world.items
    async with visit(world, name) as visitor:
        await world.colophon.stop()
        try:
            tab = await visitor.open(world.internet.publish(FEED, items), HIGH)
            posts = await wait_for(visitor, tab, FEED, items, alone=True)
            assert {n: post.id for n, post in posts.items()} == {
                item.name: item.expected(FEED.name, alone=True) for item in items
            }
            assert all(label.local for post in posts.values() for label in post.labels)
            if name == "chromium":
                shown = await popup(visitor)
                said = "document.body.innerText"
                text = await shown.wait_for(f"/does not answer[^]*AI-generated/.test({said}) && {said}", 30)
                assert "Signed records, copies and pixels were not checked." in text
                if screenshots:
                    await shown.resize(380, 600)
                    await shown.screenshot(screenshots / "popup-no-server.png")
                await shown.close()
        finally:
            await world.colophon.start()
        posts = await wait_for(visitor, tab, FEED, items)
        assert {n: post.id for n, post in posts.items()} == {
            item.name: item.expected(FEED.name) for item in items
        }
        async with asyncio.timeout(SECONDS):
            while any(  # noqa: ASYNC110
                label.local for post in (await read(tab)).values() for label in post.labels
            ):
                await asyncio.sleep(0.1)
        assert tab.console_errors == []
