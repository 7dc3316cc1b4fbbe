"""A label is reported from its card: nothing goes out before it was shown, and the answer comes back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.reading import SECONDS, until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.test_estimates import LABEL, POINT, X, bright, estimating
from tests.e2e.visitor import IN_BROWSER, Visitor, World

from colophon.store.cases import Contest
from colophon.wire import ContestDecision

pytestmark = IN_BROWSER

SEEDS = {"chromium": 800, "firefox": 850}
FEED = FEEDS["mastodon"]
MOST_STOPS = 3  # from the chip to where a label is contested (label specification, section 2, principle 9)
DOWN = "\ue015"  # the arrow, a key value of the WebDriver standard
SENT = "Sent to the server on this computer. It is yours, so you decide about it: docs/readers.md says how."
KEPT = "You reported this label to your own server, looked at it there and kept it."
POST = ("POST", "/v1/contests")


async def case_about(visitor: Visitor, data: bytes) -> Contest:
    """The one open case about this picture."""
    digest = hashlib.sha256(data).hexdigest()
    cases = visitor.world.colophon.services.store.cases
    [case] = [one for one in await cases.open_contests() if one.sha256 == digest]
    return case


def number_of(case: Contest) -> str:
    """What people read out to each other."""
    return f"{case.id[:4]} {case.id[4:8]}"


async def keep(visitor: Visitor, case: Contest, reason: str) -> None:
    """Reviewers answer that the label stays."""
    answer = ContestDecision(contest=case.id, verdict="keep", reason=reason)
    await visitor.world.colophon.services.desk.decide(answer)


async def look_in_the_popup(visitor: Visitor, case: Contest) -> None:
    """How the reports stand is told there too, for those whose label is gone."""
    popup = await visitor.browser.open(f"chrome-extension://{visitor.extension}/pages/popup.html")
    await popup.wait_for("!document.getElementById('reports').hidden")
    await popup.evaluate("document.querySelector('#reports summary').click()")
    text = await popup.wait_for(
        f"document.getElementById('cases').innerText.includes('{number_of(case)}') && document.body.innerText"
    )
    assert KEPT in text
    assert await popup.evaluate(
        "chrome.storage.local.get('contests').then((kept) => kept.contests.at(-1))"
    ) == {
        "case": case.id,
        "sha256": case.sha256,
    }
    await popup.close()


async def test_what_is_sent_is_shown_before_and_the_answer_comes_back(
    visitor: Visitor, screenshots: Path | None
) -> None:
    world, name = visitor.world, visitor.browser.name
    item = Item("reported", jpeg(SEEDS[name]), "ai_generated.creator", caption="Made with AI.")
    tab = await visitor.open(world.internet.publish(FEED, [item], "?reported"), (640, 900))
    await wait_for(visitor, tab, FEED, [item])
    before = world.colophon.requests.count(POST)

    card = Card(tab, "reported")
    await card.open()
    assert await card.stops_to("Something wrong?") <= MOST_STOPS
    await tab.press("Enter")
    await card.says("What is wrong?")
    await tab.press("Tab", DOWN, "Tab", *"I took this")
    if screenshots:
        await tab.screenshot(screenshots / f"contest-write-{name}.png")
    await card.choose("Continue")
    shown = await card.says("This will be sent")
    said = "The label is about another image: I took this"
    fingerprint = hashlib.sha256(item.data).hexdigest()[:12]
    for value in (said, "Creator says: AI-generated", fingerprint, "The Colophon server on this computer"):
        assert value in shown
    if screenshots:
        await tab.screenshot(screenshots / f"contest-confirm-{name}.png")
    assert world.colophon.requests.count(POST) == before, "nothing goes out before the reader says so"

    await card.choose("Send")
    sent = await card.says(SENT)
    assert await card.focused() == SENT
    case = await case_about(visitor, item.data)
    assert (case.reason, case.label) == (said, "ai_generated.creator")
    assert number_of(case) in sent
    assert world.colophon.requests.count(POST) == before + 1
    if screenshots:
        await tab.screenshot(screenshots / f"contest-sent-{name}.png")

    await tab.press("Escape")
    await card.open()  # the next look asks how it stands
    await card.says("You have not decided about it there yet")
    await keep(visitor, case, "the post itself says so")
    await tab.press("Escape")
    await card.open()
    told = await card.says(KEPT)
    assert "“the post itself says so”" in told
    if screenshots:
        await tab.screenshot(screenshots / f"contest-answer-{name}.png")
    if name == "chromium":  # only its driver opens pages of an extension in any start
        await look_in_the_popup(visitor, case)
    assert tab.console_errors == []
    await tab.close()


async def test_the_image_goes_only_where_the_reader_ticks_that(
    visitor: Visitor, screenshots: Path | None
) -> None:
    world, name = visitor.world, visitor.browser.name
    item = Item("shown", jpeg(SEEDS[name] + 2), "ai_generated.creator", caption="Made with AI.")
    sha256, pictures = hashlib.sha256(item.data).hexdigest(), world.colophon.services.pictures
    tab = await visitor.open(world.internet.publish(FEED, [item], "?pictured"), (640, 900))
    await wait_for(visitor, tab, FEED, [item])
    card = Card(tab, "shown")
    await card.open()
    await card.choose("Something wrong?")
    await card.says("What is wrong?")
    await card.choose("Continue")
    shown = await card.says("This will be sent")
    assert "Only its fingerprint" in shown
    assert "deleted after 90 days at the latest" in shown
    if screenshots:
        await tab.screenshot(screenshots / f"contest-picture-off-{name}.png")
    await tab.press("Tab", " ")  # the first stop is the tick
    shown = await card.says("The image itself, and its fingerprint")
    assert "The image, its address and this page are not sent" not in shown
    if screenshots:
        await tab.screenshot(screenshots / f"contest-picture-on-{name}.png")
    assert await pictures.held([sha256]) == set(), "nothing goes out before the reader says so"
    await card.choose("Send")
    told = await card.says("The image is kept until")
    assert SENT in told
    if screenshots:
        await tab.screenshot(screenshots / f"contest-picture-sent-{name}.png")
    assert (await pictures.open(sha256)).data == item.data
    assert tab.console_errors == []
    await tab.close()


async def test_a_report_can_be_changed_and_cancelled(visitor: Visitor) -> None:
    world = visitor.world
    item = Item(
        "kept", jpeg(SEEDS[visitor.browser.name] + 1), "ai_generated.creator", caption="Made with AI."
    )
    tab = await visitor.open(world.internet.publish(FEED, [item], "?kept-back"), (640, 900))
    await wait_for(visitor, tab, FEED, [item])
    before = world.colophon.requests.count(POST)
    card = Card(tab, "kept")
    await card.open()
    await card.choose("Something wrong?")
    await card.says("What is wrong?")
    await tab.press("Tab", "Tab", *"abc")
    await card.choose("Continue")
    await card.says("The image was made in another way: abc")
    await card.choose("Change")
    await card.says("What is wrong?")
    await tab.press("Tab", "Tab", "End", *"de")  # what was written is still there
    await card.choose("Continue")
    await card.says("The image was made in another way: abcde")
    await card.choose("Cancel")
    assert await card.focused() == "Something wrong?"
    assert world.colophon.requests.count(POST) == before
    await tab.close()


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_contested_estimate_goes_at_once_and_its_card_stays_until_it_is_closed(
    browser: str, world: World, tmp_path: Path, screenshots: Path | None
) -> None:
    item = Item("post", bright(890), LABEL)
    chip = "probe.hosts(probe.posts()['post'])[0].shadowRoot.querySelector('.chip')"
    async with estimating(world, tmp_path, POINT, browser) as visitor:
        tab = await visitor.open(visitor.world.internet.publish(X, [item], "?contested"), (640, 900))
        await until(tab, SECONDS, post=LABEL)
        card = Card(tab, "post")
        await card.open()
        await card.choose("Something wrong?")
        await card.says("What is wrong?")
        await card.choose("Continue")
        await card.says("This will be sent")
        await card.choose("Send")
        await card.says("Until then this label is not shown.")
        told = await card.says("No label any more")
        case = await case_about(visitor, item.data)
        assert number_of(case) in told, "the reader can still read the number of the case"
        assert await tab.evaluate(f"getComputedStyle({chip}).opacity") == "0"
        if screenshots:
            await tab.screenshot(screenshots / f"contest-withdrawn-{browser}.png")
        await tab.press("Escape")
        await tab.wait_for("probe.hosts(probe.posts()['post']).length === 0")

        await keep(visitor, case, "patterns remain")
        await until(tab, SECONDS, post=LABEL)
        await card.open()
        assert "patterns remain" in await card.says(KEPT)
        assert tab.console_errors == []
