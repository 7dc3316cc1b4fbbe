"""What the server learns while a page is open reaches the page without a reload."""

from __future__ import annotations

import hashlib

from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.evidence import Process
from colophon.registry.remember import new_id

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 300, "firefox": 400}


def recorded(data: bytes, words: str | None = None) -> Entry:
    """A reviewed collection says that AI made exactly this file."""
    sha256 = hashlib.sha256(data).hexdigest()
    return Entry(
        id=new_id(),
        kind=Kind.STATEMENT,
        basis=Basis.RECORDED,
        process=Process.AI_GENERATED,
        sha256=sha256,
        said_by="An archive",
        words=words,
        date="2026-02-01",
        origin="archive",
    )


async def test_a_new_entry_and_its_withdrawal_repaint_an_open_page(visitor: Visitor) -> None:
    seed, world = SEEDS[visitor.browser.name], visitor.world
    items = [Item("named", jpeg(seed)), Item("other", jpeg(seed + 1))]
    tab = await visitor.open(world.internet.publish(FEED, items, "?changes"))
    await wait_for(visitor, tab, FEED, items)
    uploads = len(world.colophon.uploads())

    entry = recorded(items[0].data)
    await world.colophon.services.register.add([entry])
    shown = await until(tab, named="ai_generated.registry", other=None)
    assert shown["named"].labels[0].text == "Matches a known AI image"
    assert hashlib.sha256(items[1].data).hexdigest() not in world.colophon.uploads()[uploads:]

    stored = await world.colophon.services.store.entries.get(entry.id)
    assert stored
    await world.colophon.services.register.set_state(stored, EntryState.WITHDRAWN)
    await until(tab, named=None, other=None)
    assert tab.console_errors == []
    await tab.close()


async def test_an_open_card_is_renewed_and_keeps_its_place(visitor: Visitor) -> None:
    seed, world = SEEDS[visitor.browser.name] + 10, visitor.world
    item = Item("said", jpeg(seed), "ai_generated.creator", caption="Made with AI.")
    tab = await visitor.open(world.internet.publish(FEED, [item], "?card"), (640, 900))
    await wait_for(visitor, tab, FEED, [item])
    card = Card(tab, "said")
    await card.open()
    await tab.press("Tab")
    focused = await card.focused()
    assert focused == "Something wrong?"
    await world.colophon.services.register.add([recorded(item.data, words="Series 7, all generated")])
    told = await card.says("An archive")
    assert told.startswith("Matches a known AI image")
    assert "Series 7, all generated" in told
    assert await tab.evaluate(
        "probe.hosts(probe.posts()['said'])[0].shadowRoot.querySelector('.card').matches(':popover-open')"
    )
    await tab.close()


async def test_a_page_that_was_opened_later_gets_no_old_answer(visitor: Visitor) -> None:
    """The answers that are remembered are dropped even while no page is open."""
    seed, world = SEEDS[visitor.browser.name] + 20, visitor.world
    item = Item("later", jpeg(seed))
    url = world.internet.publish(FEED, [item], "?later-page")
    tab = await visitor.open(url)
    await wait_for(visitor, tab, FEED, [item])
    await tab.close()
    await world.colophon.services.register.add([recorded(item.data)])
    tab = await visitor.open(url)
    await until(tab, later="ai_generated.registry")
    await tab.close()
