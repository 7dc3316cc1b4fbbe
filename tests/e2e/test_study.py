"""Taking part in a study, from the link to leaving it: what is asked, shown, recorded and deleted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import look_inside
from tests.e2e.participant import Event, Participant, one_arm
from tests.e2e.reading import read
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

X = FEEDS["x"]
SEEDS = {"chromium": 5100, "firefox": 5200}
AI = "Made with AI."
HIGH_POSTS = """(() => {
  for (const post of Object.values(probe.posts())) post.style.marginBottom = "900px";
  scrollTo(0, 0);
})()"""
# the page's own clock: how long each picture was half in view, while the page had the focus
TRUTH = """(() => {
  window.truth = {};
  const seen = new IntersectionObserver((views) => {
    for (const { target, intersectionRatio, time } of views) {
      const { case: name } = target.closest("[data-case]").dataset;
      const one = (truth[name] ??= { total: 0, longest: 0, since: null });
      if (intersectionRatio >= 0.5) one.since ??= time;
      else if (one.since !== null) {
        one.total += time - one.since;
        one.longest = Math.max(one.longest, time - one.since);
        one.since = null;
      }
    }
  }, { threshold: [0, 0.5] });
  for (const post of Object.values(probe.posts())) seen.observe(probe.picture(post));
})()"""
# what a choice looks like: neither may weigh more
ALIKE = """["join", "decline"].map((id) => {
  const button = document.getElementById(id);
  const { width, height } = button.getBoundingClientRect();
  const { backgroundColor, color, fontWeight } = getComputedStyle(button);
  return [Math.round(width), Math.round(height), backgroundColor, color, fontWeight];
})"""
TO = "probe.picture(probe.posts()[%r]).scrollIntoView({ block: 'center' })"


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


def pictures(participant: Participant, start: int, *captions: str) -> list[Item]:
    first = SEEDS[participant.visitor.browser.name] + start
    return [
        Item(
            f"post-{n}",
            jpeg(first + n),
            "ai_generated.creator" if caption else None,
            caption=caption or "A day.",
        )
        for n, caption in enumerate(captions)
    ]


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
    await page.wait_for("document.getElementById('outcome').textContent.includes('18 or older')")
    await page.evaluate("void document.getElementById('decline').click()")
    await page.wait_for("document.getElementById('outcome').textContent.includes('Nothing was recorded')")
    assert await page.evaluate("chrome.storage.local.get('study').then(({ study }) => study === undefined)")
    assert await outsider.events() == []
    await page.close()


async def test_in_control_nothing_is_shown_and_the_same_is_recorded(outsider: Participant) -> None:
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
    await tab.close()
