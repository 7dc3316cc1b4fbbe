"""The right label on every picture of every site, and nothing else on the page."""

from __future__ import annotations

import re

from tests.e2e.conftest import Page
from tests.e2e.visitor import IN_BROWSER

pytestmark = IN_BROWSER

MAX_HEIGHT = 28  # CSS px (label specification, principle 1)
MAX_SHARE = 0.6  # of the picture's width
JUDGING = re.compile(r"\b(fake|real|authentic|verified|true|false|genuine)\b|\d ?%", re.IGNORECASE)


async def test_every_picture_gets_the_label_it_should(page: Page) -> None:
    expected = {item.name: item.expected(page.feed.name) for item in page.visitor.world.items}
    assert {name: post.id for name, post in page.posts.items()} == expected


async def test_the_server_took_part(page: Page) -> None:
    assert not [name for name, post in page.posts.items() if any(label.local for label in post.labels)]


async def test_chips_are_small_and_on_their_picture(page: Page) -> None:
    for name, post in page.posts.items():
        for label in post.labels:
            chip, picture = label.chip, post.picture
            assert 20 <= chip.height <= MAX_HEIGHT, name
            assert chip.width <= MAX_SHARE * picture.width, name
            assert picture.x <= chip.x <= chip.x + chip.width <= picture.x + picture.width, name
            assert picture.y <= chip.y <= chip.y + chip.height <= picture.y + picture.height, name


async def test_nothing_moves(page: Page) -> None:
    before, after = await page.tab.evaluate("[probe.before, probe.rectangles()]")
    assert len(before) > 4 * len(page.posts)
    assert after == before
    assert await page.tab.evaluate("probe.shifts") == []  # Chromium; Firefox has no such entries


async def test_no_words_that_judge(page: Page) -> None:
    texts = [label.text for post in page.posts.values() for label in post.labels]
    assert texts
    assert not [text for text in texts if JUDGING.search(text)]


async def test_no_errors_in_the_page(page: Page) -> None:
    assert page.tab.console_errors == []
