"""Reviewers work through a queue by keyboard alone, and readers see what they decide."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import Counter
from dataclasses import replace
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

from colophon.images.picture import Picture
from colophon.roles import Role
from colophon.store.case_media import By
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


@pytest.mark.parametrize("number", [len(PLAN) + 1, pytest.param(100, marks=pytest.mark.slow)])
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


async def with_pictures(visitor: Visitor, name: str, number: int) -> list[Item]:
    """Items of which the first half have a picture."""
    pictures = visitor.world.colophon.services.pictures
    seed = SEEDS[visitor.browser.name] + sum(name.encode())
    made = items(f"audit:{name}-{visitor.browser.name}", number)
    for n in range(number // 2):
        picture = Picture.of(jpeg(seed + n), 10**7)
        made[n] = replace(made[n], sha256=picture.sha256)
        await pictures.keep(picture, By.AUDIT)
    assert await visitor.world.colophon.services.store.review.put(made) == number
    return made


IMAGE = "document.querySelector('.media img')"
DRAWN = f"{IMAGE}?.complete && {IMAGE}.naturalWidth && getComputedStyle({IMAGE}).filter"


async def test_pictures_are_blurred_and_grey_until_they_are_switched(visitor: Visitor) -> None:
    made = await with_pictures(visitor, "shown", 2)
    ana = await arrive(visitor, "ana")
    await ana.open(f"/review/{made[0].queue}")
    assert re.fullmatch(r"blur\([1-9]\d*px\) grayscale\(1\)", await ana.at(DRAWN))
    await ana.tab.evaluate("globalThis.stayed = true")
    await ana.press("g")
    assert (await ana.at(DRAWN)).endswith("grayscale(0)")
    await ana.press("b")
    assert await ana.at(DRAWN) == "blur(0px) grayscale(0)"
    assert await ana.tab.evaluate("globalThis.stayed"), "what was typed on a page would be lost"

    path = f"/review/items/{made[0].id}"
    async with asyncio.timeout(20):  # what was chosen is on its way to the server
        await ana.open(path)
        while await ana.at(DRAWN) != "blur(0px) grayscale(0)":
            await ana.open(path)
    width = f"{IMAGE}.getBoundingClientRect().width"
    before = await ana.tab.evaluate(width)
    await ana.tab.evaluate("document.querySelector('#look-form select').value = '100'")
    assert await ana.tab.evaluate(width) > 1.5 * before
    await ana.tab.evaluate("document.querySelector('#look-form select').value = '50'")
    await ana.tab.evaluate("document.getElementById('note')?.focus()")
    await ana.press("b", "g", "Escape")
    assert await ana.at(DRAWN) == "blur(0px) grayscale(0)", "keys rest while somebody types"
    await ana.press("b", "g")
    assert (await ana.at(DRAWN)).endswith("grayscale(1)")
    async with asyncio.timeout(20):
        await ana.open(path)
        while not (await ana.at(DRAWN)).endswith("grayscale(1)"):
            await ana.open(path)
    assert ana.tab.console_errors == []
    await ana.tab.close()


@pytest.mark.parametrize("width", [360, 1400])
async def test_pages_fit_and_break_no_rule(visitor: Visitor, width: int, screenshots: Path | None) -> None:
    made = await with_pictures(visitor, f"looks{width}", 9)
    ana = await arrive(visitor, "lea", Role.LEAD)
    await ana.tab.resize(width, 1000)
    paths = {
        "queues": "/review",
        "queue": f"/review/{made[0].queue}",
        "item": f"/review/items/{made[0].id}",
    }
    if screenshots:
        paths["bare"] = f"/review/items/{made[8].id}"
    for name, path in paths.items():
        await ana.open(path)
        await ana.at("!!document.querySelector('main')")
        if name in {"queue", "item"}:
            await ana.at(DRAWN)
        await ana.press("?")
        both = screenshots or (visitor.browser.name, width) == ("chromium", 360)
        for scheme in ("light", "dark")[: 2 if both else 1]:
            await ana.tab.evaluate(f"document.documentElement.style.colorScheme = '{scheme}'")
            await picture(ana, screenshots, f"{name}-{scheme}-{width}")
            assert await ana.tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert await violations(ana.tab, "document", whole_page=True) == []
        if screenshots and name in {"queue", "item"}:
            for key, look in (("g", "colour"), ("b", "clear")):
                await ana.press(key)
                await picture(ana, screenshots, f"{name}-{look}-{width}")
            await ana.tab.evaluate("document.querySelector('#look-form select').value = '100'")
            await picture(ana, screenshots, f"{name}-big-{width}")
            await ana.tab.evaluate("document.querySelector('#look-form select').value = '50'")
            await ana.press("b", "g")
    await ana.tab.close()
