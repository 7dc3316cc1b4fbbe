"""Taking part in a study, from the link to leaving it: what is asked, shown, recorded and deleted."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.background import stop_background
from tests.e2e.card import Card
from tests.e2e.feed import Item
from tests.e2e.inside import look_inside, popup
from tests.e2e.participant import Event, Participant, one_arm, pictures
from tests.e2e.reading import SECONDS, read
from tests.e2e.sites import FEEDS
from tests.e2e.study_data import AI, ALIKE, BEFORE, HIGH_POSTS, SURVEY, TO, TRUTH, VIEWS
from tests.e2e.visitor import IN_BROWSER, World, visit

from colophon.browser import Tab
from colophon.store.studies import StudyState

pytestmark = IN_BROWSER

X = FEEDS["x"]
LONG = 120.0  # seconds; after some failures the server is left alone for a while


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def participant(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Participant]:
    async with visit(world, request.param, system=True) as visitor:
        yield Participant(visitor, await look_inside(visitor))


@pytest_asyncio.fixture(loop_scope="session")
async def outsider(participant: Participant) -> AsyncIterator[Participant]:
    """Takes part in nothing, before the test and after it."""
    await participant.leave()
    yield participant
    await participant.leave()


async def stay(tab: Tab, name: str, seconds: float) -> None:
    """Look at one post for a while: how long that was, the page itself measures."""
    await tab.evaluate(f"void {TO % name}")
    await asyncio.sleep(seconds)


def by_place(events: list[Event], kind: str) -> dict[int, Event]:
    """The last event of a kind, by appearance."""
    return {one.place: one for one in events if one.kind == kind and one.place}


async def test_the_link_leads_to_consent_and_only_that_to_a_study(outsider: Participant) -> None:
    page = await outsider.consent_page(await outsider.invitation(one_arm("asked-study")))
    text = await page.evaluate("document.body.innerText")
    for words in ("A small study", "You may take part.", "What is recorded", "2099", "ana@example.org"):
        assert words in text
    sizes = await page.evaluate(ALIKE)
    assert sizes[0] == sizes[1]
    await page.evaluate("void document.getElementById('join').click()")
    await page.wait_for("document.getElementById('consent-outcome').textContent.includes('18 or older')")
    await page.evaluate("void document.getElementById('decline').click()")
    await page.wait_for("document.getElementById('outcome').textContent.includes('Nothing was recorded')")
    assert await page.evaluate("chrome.storage.local.get('study').then(({ study }) => study === undefined)")
    assert await outsider.events() == []
    await page.close()


async def test_in_control_nothing_is_shown_and_the_same_is_recorded(
    outsider: Participant, screenshots: Path | None
) -> None:
    await outsider.enrol(one_arm("control-study", show="nothing"))
    items = pictures(outsider, 0, AI, "", AI)
    tab = await outsider.visitor.open(outsider.visitor.world.internet.publish(X, items, "?control"))
    await tab.show()
    eligible = await outsider.has("eligible", 3)
    assert Counter(one.data["would_label"] for one in eligible) == {"ai_generated.creator": 2, None: 1}
    painted = await outsider.has("painted", 3)
    assert {one.data["not_applied_reason"] for one in painted} == {"control"}
    assert all(not post.labels for post in (await read(tab)).values())
    assert len({one.item for one in eligible}) == 3
    assert {one.data["platform"] for one in eligible} == {"x"}
    shown = await popup(outsider.inside, X.url)
    assert "You take part in a study." in await shown.evaluate("document.getElementById('study').innerText")
    assert "Nothing known" not in await shown.evaluate("document.body.innerText")
    await outsider.look(shown, "popup", screenshots)
    await shown.close()
    await tab.close()


async def test_exposure_is_measured_as_the_page_itself_measures_it(outsider: Participant) -> None:
    await outsider.enrol(one_arm("exposure-study"))
    items = pictures(outsider, 10, *([AI] * 6))
    page = outsider.visitor.world.internet.publish(X, items, "?exposure")
    tab = await outsider.visitor.open(
        page, (1280, 800)
    )  # the first two are in view before anything is measured
    await tab.show()
    await tab.evaluate(HIGH_POSTS)
    await tab.evaluate(TRUTH)
    for name, seconds in VIEWS:
        await stay(tab, name, seconds)
    await stay(tab, "post-0", 0.1)
    await tab.wait_for(
        "['post-2', 'post-3', 'post-4', 'post-5'].every((name) => truth[name]?.since === null)"
    )
    truth = await tab.evaluate("truth")
    await tab.go("about:blank")
    names = await names_of(outsider, items)

    def left(events: list[Event]) -> dict[str, dict[str, int]]:
        return {names[one.item]: one.data for one in events if one.kind == "dwell" and one.item}

    events = await outsider.until(lambda all_: left(all_).keys() >= {"post-3", "post-4", "post-5"})
    dwell = left(events)
    exposed = {names[one.item] for one in events if one.kind == "exposed" and one.item}
    for name in dwell.keys() & {"post-2", "post-3", "post-4", "post-5"}:  # the first may fly past unchecked
        assert abs(dwell[name]["visible_ms"] - truth[name]["total"]) <= 100, (name, dwell, truth)
        assert abs(dwell[name]["longest_ms"] - truth[name]["longest"]) <= 100, (name, dwell, truth)
        assert (name in exposed) == (truth[name]["longest"] >= 1000), (name, truth)
    shown = by_place(events, "painted")
    assert {one.data["shown_label"] for one in shown.values()} == {"ai_generated.creator"}
    assert all(one.data["applied"] and one.data["latency_ms"] >= 0 for one in shown.values())
    await tab.close()


async def names_of(participant: Participant, items: list[Item]) -> dict[str, str]:
    """The posts' names by what the study calls their pictures."""
    page = await participant.inside.open("study.html")
    key = await page.evaluate("chrome.storage.local.get('study').then(({ study }) => study.itemKey)")
    await page.close()

    def called(item: Item) -> str:
        digest = hashlib.sha256(item.data).hexdigest()
        return hmac.new(key.encode(), digest.encode(), "sha256").hexdigest()[:16]

    return {called(item): item.name for item in items}


async def test_nothing_is_lost_or_doubled_while_the_server_is_away(outsider: Participant) -> None:
    """The server is away, and the background is ended at any moment."""
    await outsider.enrol(one_arm("durable-study"))
    visitor = outsider.visitor
    colophon = visitor.world.colophon
    await outsider.has("assigned")
    await colophon.stop()
    items = pictures(outsider, 20, *([AI] * 6))
    tab = await visitor.open(visitor.world.internet.publish(X, items, "?durable"), (1280, 800))
    await tab.show()
    await tab.evaluate(HIGH_POSTS)
    for n in range(6):
        await stay(tab, f"post-{n}", 1.2)
        if n % 2:
            await stop_background(visitor, tab)
    await tab.go("about:blank")
    page = await outsider.study_page()
    kept = "import('/background/study/queue.js').then((m) => m.everything())"
    async with asyncio.timeout(SECONDS):
        while Counter(one["event"]["kind"] for one in await page.evaluate(kept))["exposed"] < 6:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    waiting = [(one["session"], one["seq"]) for one in await page.evaluate(kept)]
    await page.close()
    await colophon.start()
    await stop_background(visitor, tab)
    again = await outsider.study_page()
    end = asyncio.get_running_loop().time() + LONG
    while True:  # every visit of a page is an occasion to send
        await again.evaluate("void chrome.runtime.sendMessage({ type: 'hello', marks: [] })")
        if not await outsider.waiting(again):
            break
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.5)
    await again.close()
    events = await outsider.events()
    there = [(one.session, one.seq) for one in events]
    assert set(waiting) <= set(there)
    sessions = {one.session for one in events}
    for session in sessions:  # numbers without a gap: nothing is lacking
        numbers = sorted(seq for name, seq in there if name == session)
        assert numbers == list(range(1, len(numbers) + 1))
    assert max(Counter((one.kind, one.place) for one in events if one.kind == "exposed").values()) == 1
    assert len({one.place for one in events if one.kind == "exposed"}) == 6
    await tab.close()


async def test_leaving_leaves_nothing_here_and_on_the_server(outsider: Participant) -> None:
    await outsider.enrol(one_arm("left-study"))
    tab = await outsider.visitor.open(
        outsider.visitor.world.internet.publish(X, pictures(outsider, 30, AI), "?left")
    )
    await tab.show()
    await outsider.has("eligible")
    await outsider.leave()
    assert await outsider.events() == []
    page = await outsider.inside.open("study.html")
    stored = await page.evaluate("chrome.storage.local.get(null).then((all) => Object.keys(all))")
    assert not [key for key in stored if key.startswith("study")]
    counts = await page.evaluate(
        "import('/background/study/database.js').then((m) => m.within(m.STORES, 'readonly', (store) =>"
        " Promise.all(Object.values(store).map((one) => m.done(one.count())))))"
    )
    assert counts == [0, 0, 0, 0, 0]
    await tab.wait_for("probe.labels()['post-0'].labels.length === 1")  # labels are as always
    await page.close()
    await tab.close()


DEBRIEF = {"debrief": {"en": "It was about words."}}
PANEL = "document.querySelector('[data-colophon-probe]')?.shadowRoot.querySelector('.probe')"
INSIDE = "left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight"
CHIP = "probe.hosts(probe.posts()['post-0'])[0].shadowRoot.querySelector('.chip')"


async def test_an_arm_its_card_and_a_question_beside_the_image(
    outsider: Participant, screenshots: Path | None
) -> None:
    looks = {"colour": "warn", "detail": "short_source", "placement": "corner"}
    await outsider.enrol({**one_arm("looks-study", **looks), "surveys": [SURVEY]})
    visitor = outsider.visitor
    items = pictures(outsider, 40, AI)
    tab = await visitor.open(visitor.world.internet.publish(X, items, "?looks"), (1280, 900))
    await tab.show()
    await tab.wait_for(f"{PANEL}?.matches(':popover-open')", SECONDS)
    [label] = (await read(tab))["post-0"].labels
    assert label.text == "Creator says: AI-generated (The account that posted this)"
    assert await tab.evaluate(f"getComputedStyle({CHIP}).backgroundColor") == "rgb(254, 243, 199)"
    assert await tab.evaluate("document.activeElement === document.body")  # a question takes no focus
    assert await tab.evaluate("probe.shifts.length") == 0
    assert await violations(tab, "document.querySelector('[data-colophon-probe]')") == []
    if screenshots:
        await tab.screenshot(screenshots / f"study-question-{visitor.browser.name}.png")
    await tab.resize(360, 700)
    await tab.wait_for(f"(({{ left, right, top, bottom }}) => {INSIDE})({PANEL}.getBoundingClientRect())")
    if screenshots:
        await tab.screenshot(screenshots / f"study-question-narrow-{visitor.browser.name}.png")
    await tab.resize(1280, 900)
    await tab.evaluate(f"{PANEL}.querySelectorAll('input')[4].click()")
    await tab.evaluate(f"{PANEL}.querySelector('button').click()")
    await tab.wait_for(f"{PANEL}.innerText.includes('Why?')")
    await tab.evaluate(f"{PANEL}.querySelectorAll('button')[1].click()")
    await tab.wait_for(f"!({PANEL})")
    card = Card(tab, "post-0")
    await card.open()
    await card.says("Part of the study “A small study” that you take part in.")
    if screenshots:
        await tab.screenshot(screenshots / f"study-card-{visitor.browser.name}.png")
    await tab.go("about:blank")
    [answer] = await outsider.has("survey_answered")
    assert (answer.data["question"], answer.data["answer"], answer.place) == ("happened", 5, 1)
    [declined] = await outsider.has("survey_dismissed")
    assert declined.data == {"survey": "belief", "answered": 1}
    assert [one.data for one in await outsider.has("opened")] == [{"level": 2}]
    await tab.close()


async def test_questions_before_and_what_is_told_after(
    outsider: Participant, screenshots: Path | None
) -> None:
    visitor, store = outsider.visitor, outsider.visitor.world.colophon.services.store
    study = f"told-{visitor.browser.name}"
    words = {"en": {"short": "Made by a machine"}}
    sets = {"blunt": {"labels": {"ai_generated.creator": words}, "departs_from_spec": True}}
    data = one_arm(study, label_set="blunt")
    data |= {
        "surveys": [BEFORE],
        "label_sets": sets,
        "ethics": "E-1",
        "debrief": {"en": "It was about words."},
    }
    page = await outsider.consent_page(await outsider.invitation(data))
    await outsider.look(page, "consent", screenshots)
    await outsider.agree(page)
    await page.wait_for("document.getElementById('survey').innerText.includes('Where do you mostly')")
    await outsider.look(page, "running", screenshots)
    await page.evaluate("document.querySelector('#survey input').click()")
    await page.evaluate("document.querySelector('#survey button').click()")
    await page.wait_for("document.getElementById('survey').innerText.includes('rely on them')")
    await page.evaluate("document.querySelectorAll('#survey button')[0].click()")
    await page.wait_for("document.getElementById('survey').hidden")
    answers = await outsider.has("survey_answered", 2)
    assert {one.data["question"]: one.data["answer"] for one in answers} == {"media": "feeds", "trust": None}
    await page.close()
    tab = await visitor.open(visitor.world.internet.publish(X, pictures(outsider, 50, AI), "?told"))
    await tab.show()
    await outsider.has("painted")
    posts = await read(tab)
    assert posts["post-0"].labels[0].text == "Made by a machine"
    await tab.close()
    for state in (StudyState.CLOSED, StudyState.DEBRIEFED):
        await store.studies.advance(study, state)
    page = await outsider.inside.open("study.html")
    end = asyncio.get_running_loop().time() + SECONDS
    while "It was about words." not in await page.evaluate("document.getElementById('debrief').innerText"):
        assert asyncio.get_running_loop().time() < end  # the server remembers for a second how a study stands
        await page.reload()
        await page.wait_for("document.documentElement.dataset.ready")
    told = await page.evaluate("document.getElementById('shown').innerText")
    for said in ("You saw: Made by a machine", "Outside of the study: Creator says: AI-generated"):
        assert said in told
    await outsider.look(page, "debrief", screenshots)
    await page.evaluate("chrome.storage.local.set({ language: 'ar' })")
    await page.reload()
    await page.wait_for("document.dir === 'rtl' && document.documentElement.dataset.ready")
    await outsider.look(page, "right-to-left", screenshots)
    await page.evaluate("chrome.storage.local.set({ language: 'auto' })")
    await page.close()
