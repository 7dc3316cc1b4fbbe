"""A study's own feed, in browsers without the extension: from a link to the end, also in an iframe."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.study_feed import LABELS, Feeds, Visit, around, feeds, one_arm, visit
from tests.e2e.visitor import IN_BROWSER

from colophon.browser import Browser, launch

pytestmark = IN_BROWSER

WORDS = {
    "Words 1": "File data says AI-generated",
    "Words 2": None,
    "Words 3": "Creator says: AI-edited",
    "Words 4": "Captured with a camera",
}
PROBE = "document.querySelector('[data-colophon-probe]').shadowRoot"
CHIP = "document.querySelector('colophon-label:not([data-colophon-probe])').shadowRoot"
UNHEARD = """void (globalThis.fetch = ((ask) => (address, how) =>
  address.endsWith("/events") ? Promise.reject(new TypeError()) : ask(address, how))(fetch))"""
ONCE_UNHEARD = """void (globalThis.fetch = ((ask) => (address, how) => {
  if (!address.endsWith("/feed/end")) return ask(address, how);
  globalThis.fetch = ask;
  return Promise.reject(new TypeError());
})(fetch))"""
DONE = "https://app.prolific.example/submissions/complete?cc=C1A2B3"
PROLIFIC = {"participant": "PROLIFIC_PID", "completion_url": DONE, "completion_code": "C1A2B3"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Feeds]:
    async with feeds(tmp_path_factory.mktemp("feeds")) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    async with await launch(request.param) as browser:
        yield browser


async def test_from_a_panels_link_to_its_completion(
    served: Feeds, browser: Browser, screenshots: Path | None
) -> None:
    study = f"by-link-{browser.name}"
    link = await served.open(one_arm(study, PROLIFIC))
    who = f"5f3c9a{browser.name}"
    one = await visit(browser, f"{link}&PROLIFIC_PID={who}&STUDY_ID=s&SESSION_ID=t")
    await one.view("consent")
    assert who not in await one.js(
        "document.location.href + document.referrer + JSON.stringify(sessionStorage)"
    )
    sizes = await one.js(
        "[...document.querySelectorAll('.equal button')].map((one) => "
        "[one.offsetWidth, one.offsetHeight, getComputedStyle(one).background])"
    )
    assert sizes[0] == sizes[1]
    await one.press("Take part")  # the box is not ticked
    assert "18 or older" in await one.js("document.getElementById('outcome').textContent")
    assert await served.events(study) == []
    if browser.name == "chromium":
        assert await violations(one.tab, "document", whole_page=True) == []
    await one.agree()

    await one.view("before")
    await one.answer()
    await one.view("feed")
    await one.painted(3)
    captions = await one.captions()
    assert await one.labels() == [WORDS[caption] for caption in captions]
    await one.tab.wait_for(
        "document.querySelectorAll('colophon-label[data-colophon-probe]').length === 1", 20
    )
    if browser.name == "chromium":
        assert await violations(one.tab, "document", whole_page=True) == []
    if screenshots:
        await one.tab.screenshot(screenshots / f"study-feed-{browser.name}.png")
    await one.js(f"void {PROBE}.querySelector('input[value=\"2\"]').click()")
    await one.js(f"void {PROBE}.querySelector('.row button').click()")
    await one.tab.wait_for("!document.querySelector('[data-colophon-probe]')")
    await one.js(f"void {CHIP}.querySelector('.chip').click()")
    card = await one.tab.wait_for(f"{CHIP}.querySelector('.card:popover-open')?.innerText")
    assert "What this does and does not tell you" in card
    assert "Remember" not in card
    await one.js(f"void {CHIP}.querySelector('[data-part=contest] button').click()")
    await one.tab.press("Escape")
    await one.js(UNHEARD)  # from here on, events get no answer
    await one.js("document.querySelector('[data-study-act=share_click]').focus()")
    await one.tab.press("Enter")

    await one.tab.wait_for("Object.values(sessionStorage).some((one) => one.includes('share_click'))")
    # loading it anew loses nothing and changes nothing
    await one.tab.wait_for("document.querySelector('[data-study-act=share_click]').ariaPressed === 'true'")
    await one.tab.reload()
    await one.view("feed")
    await one.painted(3)
    assert await one.captions() == captions
    assert await one.js("document.querySelector('[data-study-act=share_click]').ariaPressed") == "true"
    await one.press("I have seen all posts")
    await one.view("after")
    await one.answer(1)
    await one.view("end")
    text = await one.js("document.querySelector('main').innerText")
    assert "The study was about labels." in text
    assert "You saw: Captured with a camera" in text
    assert text.count("AI was used") == 2
    assert text.count("AI was not used") == 2
    assert "C1A2B3" in text
    assert await one.js("document.querySelector('a.go').href") == DONE
    if browser.name == "chromium":
        assert await violations(one.tab, "document", whole_page=True) == []
    assert one.tab.console_errors == []

    recorded = await served.events(study)
    kinds = {one.kind for one in recorded}
    assert {
        "consent",
        "assigned",
        "eligible",
        "painted",
        "exposed",
        "dwell",
        "opened",
        "contest",
        "share_click",
        "survey_shown",
        "survey_answered",
    } == kinds - {"survey_dismissed"}
    assert len({one.session for one in recorded}) == 1
    assert sorted(one.seq for one in recorded) == list(range(1, len(recorded) + 1))
    assert recorded[0].kind == "consent"
    eligible = [one for one in recorded if one.kind == "eligible"]
    assert sorted(one.data["would_label"] or "" for one in eligible) == sorted([*LABELS, *LABELS])
    assert {one.data["platform"] for one in eligible} == {"hosted"}
    assert [one.place for one in eligible] == list(range(1, 9))
    answers = {(one.data["survey"], one.data["answer"]) for one in recorded if one.kind == "survey_answered"}
    assert answers == {("early", 4), ("probe", 2), ("late", 1)}
    await one.tab.close()


async def test_a_tab_closed_while_the_server_is_away_loses_nothing(served: Feeds, browser: Browser) -> None:
    study = f"closed-{browser.name}"
    link = await served.open({**one_arm(study, {}), "surveys": []}) + "&participant=a"
    one = await visit(browser, link)
    await one.agree()
    await one.view("feed")
    await served.has(study, "painted", 4)
    await one.js(UNHEARD)
    await one.js("document.querySelector('[data-study-act=like]').focus()")
    await one.tab.press("Enter")
    await one.tab.wait_for("Object.values(localStorage).some((one) => one.includes('\"like\"'))")
    kept = await one.js("Object.keys(localStorage)")
    await one.tab.close()
    assert [event.kind for event in await served.events(study)].count("like") == 0

    again = await visit(browser, link)
    await served.has(study, "like")
    await again.tab.wait_for(f"!{json.dumps(kept)}.some((key) => localStorage.getItem(key))")
    recorded = await served.events(study)
    assert len({event.session for event in recorded}) == 1
    assert sorted(event.seq for event in recorded) == list(range(1, len(recorded) + 1))
    await again.tab.close()


async def test_in_an_iframe_the_page_around_is_told(served: Feeds, browser: Browser) -> None:
    async with around() as survey:
        embedding = {"embed": [survey.url], "completion_code": "DONE1"}
        data = one_arm(f"within-{browser.name}", embedding, show="placebo", placement="below")
        survey.link = await served.open({**data, "surveys": []}) + "&participant=R_2x"
        one = await visit(browser, survey.url)
        [inside] = await one.tab.frames()
        frame = Visit(inside)
        await frame.agree()
        await frame.view("feed")
        await frame.painted(3)
        assert set(await frame.labels()) == {"Image details", None}
        corners = await frame.js(
            "[...document.querySelectorAll('.post colophon-label')].map((one) => "
            "one.dataset.corner.split(' ')[0])"
        )
        assert set(corners) == {"below"}
        await frame.press("I have seen all posts")
        await frame.view("end")
        assert "You can go on with the page around this one." in await frame.js(
            "document.querySelector('main').innerText"
        )
        told = await one.tab.wait_for("told.length && told")
        assert told == [
            {
                "source": "colophon-study",
                "study": data["id"],
                "state": "complete",
                "code": "DONE1",
                "origin": served.url,
            }
        ]
        await one.tab.close()


async def test_in_an_iframe_a_link_that_was_not_filled_in_says_so(served: Feeds, browser: Browser) -> None:
    async with around() as survey:
        data = one_arm(f"unfilled-{browser.name}", {"embed": [survey.url]})
        survey.link = await served.open(data)
        one = await visit(browser, survey.url)
        [inside] = await one.tab.frames()
        await inside.wait_for("document.body?.innerText.includes('The link has to say who comes')")
        await one.tab.close()


async def test_declining_records_nothing_and_leaving_deletes_everything(
    served: Feeds, browser: Browser
) -> None:
    hosted = {"declined_url": "https://app.prolific.example/return"}
    study = f"leaving-{browser.name}"
    link = await served.open(one_arm(study, hosted)) + "&participant=R_3y"
    one = await visit(browser, link)
    await one.view("consent")
    await one.press("Do not take part")
    await one.view("declined")
    assert await one.js("document.querySelector('a.button').href") == hosted["declined_url"]
    assert await served.events(study) == []

    await one.tab.reload()
    await one.agree()
    await one.view("before")
    await served.has(study, "survey_shown")
    await one.press("Leave the study")
    await one.press("Leave and delete")
    await one.view("left")
    assert await served.events(study) == []
    assert await one.js("sessionStorage.length") == 0
    await one.tab.close()


async def test_a_link_that_is_not_complete_says_so(served: Feeds, browser: Browser) -> None:
    link = await served.open(one_arm(f"broken-{browser.name}", {}))
    one = await visit(browser, link.partition("?")[0])
    await one.view("fault")
    assert "This link is not complete." in await one.js("document.querySelector('main').innerText")
    await one.tab.go(link.partition("?")[0] + "#AAAA-BBBB-CCCC&" + "a" * 20)
    await one.tab.reload()
    await one.tab.wait_for(
        "document.getElementById('outcome').textContent.includes('does not know this study')"
    )
    await one.tab.close()


async def test_arms_look_as_in_participants_own_feeds(served: Feeds, browser: Browser) -> None:
    words = {"plainer": {"labels": {"captured.signed": {"en": {"short": "A camera took this"}}}}}
    arm = {"label_set": "plainer", "detail": "short_source", "unlabelled": "no_origin_information"}
    data = one_arm(f"arms-{browser.name}", {"order": "fixed"}, colour="warn", delay_ms=300, **arm)
    data |= {"label_sets": words, "ethics": "2027-1", "surveys": []}
    one = await visit(browser, await served.open(data) + "&participant=a")
    await one.agree()
    await one.view("feed")
    for number in range(4):  # with a delay, which begins with an image's being in view
        await one.js(f"void document.querySelectorAll('.post')[{number}].scrollIntoView()")
        chips = f"document.querySelectorAll('.post')[{number}].querySelector('colophon-label')"
        await one.tab.wait_for(f"Boolean({chips})")
    assert await one.labels() == [
        "File data says AI-generated (File data)",
        "No origin information",
        "Creator says: AI-edited (The account that posted this)",
        "A camera took this (Signed record)",
    ]
    paper = f"getComputedStyle({CHIP}.querySelector('.chip')).backgroundColor"
    assert await one.js(paper) == "rgb(254, 243, 199)"
    await one.tab.close()


async def test_a_control_sees_nothing_and_all_of_it_is_recorded(served: Feeds, browser: Browser) -> None:
    data = one_arm(f"control-{browser.name}", {}, show="nothing")
    one = await visit(browser, await served.open({**data, "surveys": []}) + "&participant=a")
    await one.agree()
    await one.view("feed")
    painted = await served.has(data["id"], "painted", 4)
    assert {event.data["not_applied_reason"] for event in painted} == {"control"}
    assert set(await one.labels()) == {None}
    await one.js(ONCE_UNHEARD)
    await one.press("I have seen all posts")
    await one.view("end")
    assert (await one.js("document.querySelector('main').innerText")).count("You saw no label") == 4
    await one.tab.close()
