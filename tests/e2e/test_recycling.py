"""Feeds reuse their nodes: a label stays with its picture, not with its place."""

from __future__ import annotations

from tests.e2e.feed import Item, jpeg, png
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["bluesky"]
TEXT = "x\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"


async def swap(tab: Tab, name: str, item: Item) -> None:
    await tab.evaluate(f"void (probe.picture(probe.posts()['{name}']).src = '{FEED.address(item)}')")


async def test_a_label_follows_its_picture(visitor: Visitor) -> None:
    items = [Item("a", jpeg(31)), Item("b", png(32, parameters=TEXT), "ai_generated.metadata")]
    url = visitor.world.internet.publish(FEED, items, "?recycled")
    tab = await visitor.open(url)
    await wait_for(visitor, tab, FEED, items)
    await swap(tab, "a", items[1])
    await swap(tab, "b", items[0])
    assert await until(tab, a="ai_generated.metadata", b=None)
    await swap(tab, "a", items[0])
    assert await until(tab, a=None, b=None)
    assert tab.console_errors == []
    await tab.close()


async def test_an_answer_for_the_picture_before_is_dropped(visitor: Visitor) -> None:
    plain, labelled = Item("a", jpeg(33)), Item("b", png(34, parameters=TEXT), "ai_generated.metadata")
    url = visitor.world.internet.publish(FEED, [plain, labelled], "?dropped")
    tab = await visitor.open(url)
    await wait_for(visitor, tab, FEED, [plain, labelled])
    late = [Item(f"late-{n}", png(40 + n, parameters=TEXT)) for n in range(5)]
    visitor.world.internet.publish(FEED, late, "?late")
    for item in late:  # each is asked for and none is shown long enough to be answered
        await swap(tab, "a", item)
    await swap(tab, "a", plain)
    await tab.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))")
    assert await until(tab, a=None, b="ai_generated.metadata")
    await tab.close()


async def test_a_removed_post_takes_its_label_along(visitor: Visitor) -> None:
    item = Item("gone", png(50, parameters=TEXT), "ai_generated.metadata")
    tab = await visitor.open(visitor.world.internet.publish(FEED, [item], "?gone"))
    await wait_for(visitor, tab, FEED, [item])
    await tab.evaluate("probe.posts()['gone'].remove()")
    await tab.wait_for("!document.querySelector('colophon-label')")
    await tab.close()
