"""A reader switches a source off: its claim goes, the rest gives the label, and the card leads back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = [*IN_BROWSER, pytest.mark.usefixtures("undone")]

FEED = FEEDS["mastodon"]
PARAMETERS = "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"
ALL = "All evidence, and what was not checked"
OFF, ON = "Do not use: The account that posted this", "Use again: The account that posted this"


async def test_a_source_is_switched_off_and_on_again_from_the_card(
    visitor: Visitor, screenshots: Path | None
) -> None:
    items = [
        Item("two", png(870, parameters=PARAMETERS), "ai_generated.creator", caption="Made with AI."),
        Item("one", jpeg(871), "ai_generated.creator", caption="Made with AI."),
    ]
    tab = await visitor.open(visitor.world.internet.publish(FEED, items, "?sources"), (640, 900))
    await wait_for(visitor, tab, FEED, items)
    card = Card(tab, "two")
    await card.open()
    await card.choose(ALL)
    await card.choose(OFF)
    told = await card.says(ON)
    assert told.startswith("File data says AI-generated")
    assert "Statements not shown: 1." in told
    assert await card.focused(), "the focus stays in the card"
    if screenshots:
        await tab.screenshot(screenshots / f"sources-off-{visitor.browser.name}.png")
    # the other picture's only source: its label is gone
    await until(tab, two="ai_generated.metadata", one=None)

    await tab.reload()
    await until(tab, two="ai_generated.metadata", one=None)
    await card.open()
    await card.choose(ON)
    assert (await card.says("Creator says")).startswith("Creator says: AI-generated")
    await until(tab, two="ai_generated.creator", one="ai_generated.creator")
    assert tab.console_errors == []
    await tab.close()


@asynccontextmanager
async def without_its_only_source(visitor: Visitor, seed: int) -> AsyncIterator[tuple[Tab, Card]]:
    """The open card of a label whose only source the reader has just switched off there."""
    items = [Item("one", jpeg(seed), "ai_generated.creator", caption="Made with AI.")]
    tab = await visitor.open(visitor.world.internet.publish(FEED, items, f"?only-source-{seed}"), (640, 900))
    await wait_for(visitor, tab, FEED, items)
    card = Card(tab, "one")
    await card.open()
    await card.choose(ALL)
    await card.choose(OFF)
    assert (await card.says(ON)).startswith("No label any more")
    yield tab, card
    assert tab.console_errors == []
    await tab.close()


async def test_the_card_of_a_label_that_went_leads_back(visitor: Visitor) -> None:
    async with without_its_only_source(visitor, 872) as (tab, card):
        await card.choose(ON)
        assert ON not in await card.says("Creator says: AI-generated")
        shown = (await until(tab, one="ai_generated.creator"))["one"]
        assert len(shown.labels) == 1


async def test_the_card_of_a_label_that_went_stays_until_it_is_closed(visitor: Visitor) -> None:
    async with without_its_only_source(visitor, 873) as (tab, _):
        await tab.press("Escape")
        await tab.wait_for("probe.hosts(probe.posts()['one']).length === 0")
        assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
