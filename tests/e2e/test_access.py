"""Chip and card for every reader: by keyboard, with large text, on a phone, in forced colours.

Label specification, section 11.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.card import Card
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.test_sources import PARAMETERS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SIZE = (640, 900)
ITEMS = (
    Item("said", jpeg(880), caption="Made with AI."),
    Item("plain", jpeg(881)),
    Item("both", png(882, parameters=PARAMETERS), caption="Made with AI."),
)
SHOWN = {"said": "ai_generated.creator", "both": "ai_generated.creator", "plain": None}
DIGEST = re.compile(r"[0-9a-f]{64}")
HOST = "probe.hosts(probe.posts()['both'])[0]"
ROOT = f"{HOST}.shadowRoot"
# every element of chip and card that is shown
EACH = f"[...{ROOT}.querySelectorAll('*')].filter((e) => e.checkVisibility() && e.getClientRects().length)"
CONTROLS = 'button, a[href], summary, input, textarea, [tabindex="0"]'
CLIPPED = f"""{EACH}.filter((e) => {{
  const {{ overflowX, overflowY }} = getComputedStyle(e);
  const hidden = (overflow) => overflow === "hidden" || overflow === "clip";
  const wide = hidden(overflowX) && e.scrollWidth > e.clientWidth + 1;
  return wide || (hidden(overflowY) && e.scrollHeight > e.clientHeight + 1);
}}).map((e) => e.outerHTML)"""
SIDEWAYS = f"""{EACH}.filter((e) => {{
  const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX);
  return scrolls && e.clientWidth && e.scrollWidth > e.clientWidth + 1;
}}).map((e) => e.className)"""
OUTSIDE = f"""(() => {{
  const {{ left, right, top, bottom }} = {ROOT}.querySelector(".card").getBoundingClientRect();
  return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
}})()"""


@dataclass
class Reader:
    """A reader before a page with three pictures, two of them labelled."""

    visitor: Visitor
    tab: Tab
    conditions: Conditions

    @property
    def name(self) -> str:
        return self.visitor.browser.name

    @property
    def card(self) -> Card:
        return Card(self.tab, "both")

    async def unfold(self) -> None:
        """Open the card, and all that is folded in it."""
        await self.card.open()
        await self.tab.evaluate(f"void {ROOT}.querySelectorAll('details').forEach((e) => (e.open = true))")

    async def axe(self) -> list[str]:
        """What axe finds in chip and card. The card has its whole height: an edge makes axe unsure."""
        height = f"{ROOT}.querySelector('.card')?.style.setProperty('max-height', '%s', 'important')"
        await self.tab.resize(SIZE[0], 3000)
        await self.tab.evaluate(f"void {height % 'none'}")
        found = await violations(self.tab, HOST)
        await self.tab.evaluate(f"void {height % ''}")
        await self.tab.resize(*SIZE)
        return found

    async def look(self, screenshots: Path | None, what: str) -> None:
        if screenshots:
            await self.tab.screenshot(screenshots / f"access-{what}-{self.name}.png")

    @asynccontextmanager
    async def under(self, condition: str) -> AsyncIterator[None]:
        """With one of the `Conditions`."""
        await self.conditions.set(condition, on=True)
        try:
            yield
        finally:
            await self.conditions.set(condition, on=False)


@pytest_asyncio.fixture(loop_scope="session")
async def reader(visitor: Visitor) -> AsyncIterator[Reader]:
    tab = await visitor.open(visitor.world.internet.publish(FEED, ITEMS, "?access"), SIZE)
    await until(tab, SECONDS, **SHOWN)
    await tab.evaluate("probe.posts()['both'].scrollIntoView()")
    yield Reader(visitor, tab, Conditions(visitor.browser, tab))
    assert tab.console_errors == []
    await tab.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing(reader: Reader, dark: bool, screenshots: Path | None) -> None:
    await reader.conditions.set("dark", dark)
    assert await reader.axe() == []
    await reader.unfold()
    assert await reader.axe() == []
    await reader.look(screenshots, f"unfolded-{'dark' if dark else 'light'}")
    for start, then in (
        ("Something wrong?", "What is wrong?"),
        ("Continue", "This will be sent"),
        ("Remember this disclosure", "This will be kept"),
    ):
        await reader.card.choose(start)
        await reader.card.says(then)
        assert await reader.axe() == []
    await reader.conditions.set("dark", on=False)


async def test_one_stop_per_labelled_picture(reader: Reader) -> None:
    """And none for the others: a feed of two hundred must stay passable."""
    await reader.tab.evaluate("void document.activeElement.blur(), scrollTo(0, 0)")
    active = "document.activeElement"
    focused = f"{active}.shadowRoot?.activeElement?.textContent ?? {active}.localName"
    stops = [""]
    while stops[-1] != "body" and len(stops) < 20:
        await reader.tab.press("Tab")
        stops.append(await reader.tab.evaluate(focused))
    chips = [stop for stop in stops if stop.startswith("Creator says")]
    assert len(chips) == 2, stops


async def test_every_action_by_keyboard_and_the_focus_returns(reader: Reader) -> None:
    card, tab = reader.card, reader.tab
    await reader.unfold()
    inner = f"[...{ROOT}.querySelectorAll('.card :is({CONTROLS})')].filter((e) => e.checkVisibility()).length"
    wanted = await tab.evaluate(inner)
    met = set()
    for _ in range(wanted + 2):
        await tab.press("Tab")
        number = f"[...{ROOT}.querySelectorAll('.card *')].indexOf({ROOT}.activeElement)"
        met.add(await tab.evaluate(number))
    assert len(met - {-1}) == wanted
    assert -1 in met, "the focus leaves the card again"
    await tab.press("Escape")
    await card.open()
    await card.stops_to("Something wrong?")
    await tab.press("Escape")
    assert await tab.evaluate(f"{ROOT}.activeElement.className") == "chip"
    assert not await tab.evaluate(f"{ROOT}.querySelector('.card').matches(':popover-open')")


async def test_what_a_screen_reader_says(reader: Reader) -> None:
    """The name of a control begins with its text, and language and direction are those of the label."""
    await reader.unfold()
    names = await reader.tab.evaluate(
        f"""{EACH}.filter((e) => e.matches("button, a, summary"))
          .map((e) => [e.textContent.trim(), e.getAttribute("aria-label") ?? e.textContent.trim()])"""
    )
    assert ["Creator says: AI-generated", "Creator says: AI-generated. Open details"] in names
    assert all(name and name.startswith(text) for text, name in names)
    host = f"(({{ lang, dir }}) => [lang, dir])({HOST})"
    assert await reader.tab.evaluate(host) == ["en", "ltr"]
    assert await reader.tab.evaluate(f"{ROOT}.querySelector('h2').textContent") == names[0][0]
    group = f"{ROOT}.querySelector('[role=group]').getAttribute('aria-label')"
    assert await reader.tab.evaluate(group) == "About this image"


async def test_a_card_costs_no_request(reader: Reader) -> None:
    internet, colophon = reader.visitor.world.internet, reader.visitor.world.colophon
    addresses = {FEED.address(item) for item in ITEMS}
    digests = {hashlib.sha256(item.data).hexdigest() for item in ITEMS}

    def sent() -> list[tuple[str, str]]:
        """Without what pages ask by themselves: what changed, and once more about what was pending.

        And without other pages' pictures, which may still come in.
        """
        ours = [one for one in colophon.requests if one[1] not in ("/v1/changes", "/v1/lookup")]
        return [one for one in ours if not (found := DIGEST.search(one[1])) or found[0] in digests]

    def fetched() -> list[str]:
        return [address for address in internet.fetched if address in addresses]

    async with asyncio.timeout(SECONDS):
        while len(await colophon.services.pipeline.known(digests)) < len(digests):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    before = sent(), fetched()
    assert len(set(before[1])) == len(ITEMS)
    await reader.unfold()
    assert "ai_generated.creator" in await reader.card.text()
    assert (sent(), fetched()) == before


async def test_forced_colours(reader: Reader, screenshots: Path | None) -> None:
    async with reader.under("forced-colors"):
        await reader.unfold()
        edges = await reader.tab.evaluate(
            f"""[".chip", ".card"].map((name) => {{
              const style = getComputedStyle({ROOT}.querySelector(name));
              const differs = (colour) => colour !== style.backgroundColor;
              return [parseFloat(style.borderTopWidth), differs(style.borderTopColor), differs(style.color)];
            }})"""
        )
        assert edges == [[1, True, True]] * 2
        await reader.look(screenshots, "forced-colours")


async def test_320_pixels_are_enough(reader: Reader, screenshots: Path | None) -> None:
    await reader.tab.resize(320, 640)
    await reader.tab.evaluate("probe.posts()['both'].scrollIntoView()")
    await reader.unfold()
    await reader.look(screenshots, "320")
    assert not await reader.tab.evaluate(OUTSIDE)
    await reader.card.says("What this does and does not tell you")
    for words in ("Something wrong?", "Continue"):
        await reader.card.choose(words)
        await reader.tab.wait_for(f"{ROOT}.querySelector('[data-part=contest] h3') !== null")
        assert await reader.tab.evaluate(SIDEWAYS) == []
        assert await reader.tab.evaluate(CLIPPED) == []
    assert await reader.tab.evaluate("document.documentElement.scrollWidth") <= 320
    await reader.look(screenshots, "320-contest")


async def test_text_spacing(reader: Reader, screenshots: Path | None) -> None:
    """The distances of WCAG 1.4.12, which reach into the label by inheritance."""
    rules = "line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important"
    await reader.tab.evaluate(
        f"""(() => {{
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* {{ {rules} }}");
          document.adoptedStyleSheets = [sheet];
        }})()"""
    )
    await reader.unfold()
    spacing = f"getComputedStyle({ROOT}.querySelector('.text')).letterSpacing"
    assert await reader.tab.evaluate(spacing) != "normal", "it reaches in"
    assert await reader.tab.evaluate(CLIPPED) == []
    assert await reader.tab.evaluate(SIDEWAYS) == []
    await reader.look(screenshots, "spacing")


async def test_text_of_twice_the_size(reader: Reader, screenshots: Path | None) -> None:
    if reader.name != "firefox":
        pytest.skip("Chromium enlarges the whole page, which the test of 320 pixels stands for")
    await reader.conditions.enlarge_text(2)
    await reader.unfold()
    await reader.look(screenshots, "200-percent")
    assert await reader.tab.evaluate(CLIPPED) == []
    assert await reader.tab.evaluate(SIDEWAYS) == []
    assert not await reader.tab.evaluate(OUTSIDE)
    await reader.conditions.enlarge_text(1)


async def test_targets(reader: Reader, screenshots: Path | None) -> None:
    """24 pixels at least, and 44 where a finger points."""
    await reader.unfold()
    await reader.card.choose("Something wrong?")
    await reader.card.says("What is wrong?")
    sizes = f"""{EACH}.filter((e) => e.matches("button, a, summary, label, textarea"))
      .map((e) => [e.textContent, e.getBoundingClientRect()])
      .map(([text, {{ width, height }}]) => [text, width, height])"""
    for text, width, height in await reader.tab.evaluate(sizes):
        assert min(width, height) >= 24, text
    async with reader.under("touch"):
        for text, width, height in await reader.tab.evaluate(sizes):
            assert min(width, height) >= 44 or text.startswith("Creator says"), text
        await reader.look(screenshots, "touch")
        await reader.tab.press("Escape")
        hit = f"""(() => {{
          const {{ x, y, width, height }} = {ROOT}.querySelector(".chip").getBoundingClientRect();
          const [left, top] = [x + width / 2, y + height / 2];
          const at = (dx, dy) => document.elementFromPoint(left + dx, top + dy) === {HOST};
          return [height, at(0, -21), at(0, 21), at(-21, 0), at(21, 0)];
        }})()"""
        height, *reached = await reader.tab.evaluate(hit)
        assert height <= 28
        assert all(reached)


async def test_nothing_moves(reader: Reader) -> None:
    async with reader.under("reduced-motion"):
        await reader.unfold()
        moving = f"""{EACH}.filter((e) => {{
          const {{ animationName, transitionDuration, scrollBehavior }} = getComputedStyle(e);
          const still = animationName === "none" && parseFloat(transitionDuration) === 0;
          return !still || scrollBehavior === "smooth";
        }}).map((e) => e.outerHTML)"""
        assert await reader.tab.evaluate(moving) == []
