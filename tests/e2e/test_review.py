"""Reviewers work through a queue by keyboard alone, and readers see what they decide."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.axe import violations
from tests.e2e.feed import Item as Post
from tests.e2e.feed import jpeg
from tests.e2e.inside import Inside
from tests.e2e.reading import until, wait_for
from tests.e2e.reviewer import Reviewer, arrive, items, picture
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.roles import Role
from colophon.store.chain import first_misfit
from colophon.store.review_words import Item, ItemState

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 5300, "firefox": 5400}
# what is pressed for one item after the other, and the verdict that it comes to
PLAN = [
    (("1",), "agree"),
    (("2", "1", "Enter"), "disagree"),
    (("3",), "unsure"),
    (("1",), "agree"),
    (("4",), "skip"),
    (("2", "4", "Enter"), "disagree"),
    (("1",), "agree"),
    (("5",), "protected"),
]


async def queued(visitor: Visitor, name: str, number: int, **more: Any) -> list[Item]:
    made = items(f"audit:{name}-{visitor.browser.name}", number, **more)
    store = visitor.world.colophon.services.store
    assert await store.review.put(made) == number
    return made


async def work_through(ana: Reviewer, queue: str, number: int) -> dict[str, str]:
    """Decide until nothing is left; what was said of each item."""
    said: dict[str, str] = {}
    await ana.open(f"/review/{queue}")
    current = await ana.turn("n")
    while current:
        assert current not in said, "the same item came twice"
        keys, verdict = PLAN[len(said) % len(PLAN)]
        said[current] = verdict
        following = await ana.turn(*keys)
        if verdict == "protected":
            assert following == current
            assert await ana.tab.evaluate("document.getElementById('protected').innerText")
            following = await ana.turn("n")
        assert len(said) <= number
        current = following
    return said


@pytest.mark.parametrize("number", [16, pytest.param(100, marks=pytest.mark.slow)])
async def test_a_queue_is_worked_through_by_keyboard_alone(visitor: Visitor, number: int) -> None:
    store = visitor.world.colophon.services.store
    before = len([row async for row in store.log.rows()])
    made = await queued(visitor, f"keys{number}", number)
    ana = await arrive(visitor, "ana")
    said = await work_through(ana, made[0].queue, number)
    assert set(said) == {item.id for item in made}, "nothing is lost"
    verdicts = {item.id: await store.review.verdicts(item.id) for item in made}
    assert {id: [(one.who, one.verdict) for one in given] for id, given in verdicts.items()} == {
        id: [(ana.who, verdict)] for id, verdict in said.items()
    }
    rows = [row async for row in store.log.rows()]
    mine = [row for row in rows[before:] if row.act == "verdict"]
    assert [row.item for row in mine] == list(said)
    assert first_misfit(rows, *await store.log.end()) is None
    states = Counter(item.state for item in await store.review.some(list(said)))
    passed = Counter(said.values())
    assert states[ItemState.SKIPPED] == passed["skip"]
    assert states[ItemState.UNSURE] == passed["unsure"]

    last = list(said)[-1]
    assert await ana.turn("u") == last
    assert "took back" in await ana.tab.evaluate("document.querySelector('.history').innerText")
    assert not await ana.tab.evaluate("!!document.getElementById('protected')")
    assert await ana.turn("2", "8", "Enter") == ""
    decided = (await store.cases.decisions(made[int(last[4:], 16) - 1].sha256))[-1]
    assert decided.verdict == "no_finding"
    assert ana.tab.console_errors == []
    await ana.tab.close()


async def test_an_appeal_goes_to_somebody_else(visitor: Visitor) -> None:
    services = visitor.world.colophon.services
    [item] = await queued(visitor, "appealed", 1)
    ana = await arrive(visitor, "ana")
    await work_through(ana, item.queue, 1)
    case = await services.desk.contest(item.sha256, "ai_generated.moderator", "It is mine", "f" * 64)
    await ana.open("/review/contests")
    assert await ana.turn("n") != case
    await ana.tab.close()

    ben = await arrive(visitor, "ben")
    await ben.open(f"/review/items/{case}")
    assert "An appeal" in await ben.tab.evaluate("document.body.innerText")
    await ben.turn("2", "1", "Enter")
    contest = await services.store.cases.contest(case)
    assert contest is not None
    assert contest.state == "changed"
    assert await ben.turn("u") == case
    await ben.turn("1")
    contest = await services.store.cases.contest(case)
    assert contest is not None
    assert contest.state == "kept"
    await ben.tab.close()


async def test_keys_rest_in_fields_and_beside_modifiers(visitor: Visitor) -> None:
    made = await queued(visitor, "fields", 2)
    ana = await arrive(visitor, "ana")
    await ana.open(f"/review/{made[0].queue}")
    await ana.press("j", "j")
    assert await ana.tab.evaluate("document.activeElement === document.querySelectorAll('.tile')[1]")
    assert await ana.turn("k", "Enter") == made[0].id
    await ana.tab.evaluate("document.getElementById('note').focus()")
    await ana.press("1", "2", "u", "n", "?")
    assert await ana.tab.evaluate("document.getElementById('note').value") == "12un?"
    await ana.press("Escape", "?")
    assert await ana.tab.evaluate("document.getElementById('help').open")
    await ana.press("Escape")
    assert not await ana.tab.evaluate("document.getElementById('help').open")
    for modifier in ("ctrlKey", "altKey", "metaKey"):
        event = f"new KeyboardEvent('keydown', {{key: '1', {modifier}: true, bubbles: true}})"
        await ana.tab.evaluate(f"document.body.dispatchEvent({event})")
    assert await visitor.world.colophon.services.store.review.verdicts(made[0].id) == []
    await ana.tab.close()


async def test_a_decision_and_its_withdrawal_reach_an_open_tab_and_last(
    visitor: Visitor, inside: Inside, record_property: Any
) -> None:
    world, seed = visitor.world, SEEDS[visitor.browser.name]
    post = Post("seen", jpeg(seed))
    feed = await visitor.open(world.internet.publish(FEED, [post], "?reviewed"))
    await wait_for(visitor, feed, FEED, [post])
    sha256 = hashlib.sha256(post.data).hexdigest()
    queue = f"audit:seen-{visitor.browser.name}"
    item = Item(hashlib.sha256(queue.encode()).hexdigest()[:32], queue, sha256)
    await world.colophon.services.store.review.put([item])
    ana = await arrive(visitor, "ana")

    async def shows(label: str | None, *keys: str) -> None:
        """Press the keys, and look at the reader's tab, which is in view all the while from then on."""
        await ana.tab.show()
        await ana.press(*keys)
        began = time.monotonic()
        await feed.show()
        await until(feed, seen=label)
        record_property(f"seconds until {label}", round(time.monotonic() - began, 2))

    await ana.open(f"/review/{queue}")
    assert await ana.turn("n") == item.id
    await shows("captured.moderator", "2", "1", "Enter")
    await _begin_anew(visitor, inside)
    await feed.show()
    await feed.reload()
    await until(feed, 40, seen="captured.moderator")
    await shows(None, "u")
    await _begin_anew(visitor, inside)
    await feed.show()
    await feed.reload()
    await wait_for(visitor, feed, FEED, [post])
    await until(feed, 40, seen=None)
    await ana.tab.close()
    await feed.close()


async def _begin_anew(visitor: Visitor, inside: Inside) -> None:
    """The server starts again, and the reader remembers nothing of what it said."""
    await visitor.world.colophon.stop()
    await visitor.world.colophon.start()
    page = await inside.open("options.html")
    await page.evaluate("import('/background/session.js').then((session) => session.forgetPictures())")
    await page.close()


@pytest.mark.parametrize("width", [360, 1400])
async def test_pages_fit_and_break_no_rule(visitor: Visitor, width: int, screenshots: Path | None) -> None:
    made = await queued(visitor, f"looks{width}", 9)
    ana = await arrive(visitor, "lea", Role.LEAD)
    await ana.tab.resize(width, 1000)
    paths = ("/review", f"/review/{made[0].queue}", f"/review/items/{made[0].id}")
    for name, path in zip(("queues", "queue", "item"), paths, strict=True):
        await ana.open(path)
        await ana.at("!!document.querySelector('main')")
        await ana.press("?")
        await picture(ana, screenshots, f"{name}-{width}")
        assert await ana.tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert await violations(ana.tab, "document", whole_page=True) == []
    await ana.tab.close()
