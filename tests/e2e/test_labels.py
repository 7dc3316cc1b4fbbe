"""The right label on every picture of every site, and nothing else on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.conftest import IN_BROWSER, Visitor
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS

pytestmark = IN_BROWSER


@pytest.mark.parametrize("site", FEEDS)
async def test_every_picture_gets_the_label_it_should(
    visitor: Visitor, site: str, screenshots: Path | None
) -> None:
    feed, items = FEEDS[site], visitor.world.items
    tab = await visitor.open(visitor.world.internet.publish(feed, items))
    posts = await wait_for(visitor, tab, feed, items)
    if screenshots:
        await tab.resize(640, 900)
        await tab.screenshot(screenshots / f"{site}-{visitor.browser.name}.png")
    assert {name: post.id for name, post in posts.items()} == {item.name: item.label for item in items}
    assert not [name for name, post in posts.items() if any(label.local for label in post.labels)]
    assert tab.console_errors == []
    await tab.close()
