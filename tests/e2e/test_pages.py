"""The extension's own pages: what the popup says of a page, what the options change, and how all look.

With --screenshots also pictures of each page: light, dark, narrow, from right to left, in forced colours.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.inside import Inside, popup, undo_choices
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.test_languages import cut_off
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
Look = Callable[[str], Awaitable[None]]
PAGES = ("popup", "options", "welcome", "resources", "privacy", "check", "help", "study", "recording")
PARAMETERS = "a fox\nSteps: 20, Sampler: Euler a, Seed: 1, Model: base"
SHOWN = {"said": "ai_generated.creator", "file": "ai_generated.metadata", "plain": None, "drawn": None}
WORDS = "[...document.querySelectorAll('[data-i18n]')]"
READY = f"{WORDS}.length && {WORDS}.every((e) => e.textContent)"
KINDS = "document.querySelectorAll('#kinds input').length === 5"
SPOTS = """[...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((e) => e.checkVisibility() && !e.disabled)"""
FOCUSED = f"""(() => {{
  const {{ outlineStyle, outlineWidth }} = getComputedStyle(document.activeElement);
  return [{SPOTS}.indexOf(document.activeElement), outlineStyle !== "none" && parseFloat(outlineWidth) >= 1];
}})()"""
COUNTS = (
    "['checked', 'labelled', 'nothing', 'notChecked'].map((id) => document.getElementById(id).textContent)"
)
CORNER = "probe.hosts(probe.posts()['said'])[0]?.dataset.corner ?? ''"


@dataclass(frozen=True)
class Drawing(Item):
    """A picture that browsers show and no check reads."""

    data: bytes = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><circle r="90"/></svg>'

    @property
    def media_type(self) -> str:
        return "image/svg+xml"

    @property
    def size(self) -> tuple[int, int]:
        return 640, 480


@dataclass
class Desk:
    """A reader whose browser shows a page with labels, and who looks at the extension's own pages."""

    visitor: Visitor
    inside: Inside
    feed: Tab
    opened: int = 0

    @property
    def name(self) -> str:
        return self.visitor.browser.name

    async def open(self, page: str) -> Tab:
        if page == "popup":
            return await popup(self.inside, FEED.url)
        self.opened += 1  # the extension may have opened the page by itself: this is another one
        tab = await self.inside.open(f"{page}.html?{self.opened}")
        await tab.wait_for(READY)
        if page == "options":
            await tab.wait_for(KINDS)
        return tab

    async def choose(self, options: Tab, name: str, value: str) -> None:
        await options.evaluate(
            f"(({{ value }}, e) => {{ e.value = value; e.dispatchEvent(new Event('change')) }})"
            f"({{ value: '{value}' }}, document.getElementById('{name}'))"
        )
        await self.feed.show()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(visitor: Visitor, inside: Inside) -> AsyncIterator[Desk]:
    items = [
        Item("said", jpeg(1300), caption="Made with AI."),
        Item("file", png(1301, parameters=PARAMETERS)),
        Item("plain", jpeg(1302)),
        Drawing("drawn"),
    ]
    url = visitor.world.internet.publish(FEED, items, f"?pages-{visitor.browser.name}")
    feed = await visitor.open(url, (640, 3200))
    await until(feed, SECONDS, **SHOWN)
    yield Desk(visitor, inside, feed)
    assert feed.console_errors == []
    await feed.close()
    await undo_choices(inside)


async def test_the_popup_says_what_became_of_each_image(desk: Desk) -> None:
    shown = await desk.open("popup")
    async with asyncio.timeout(SECONDS):  # it says how it stands when it is opened
        while await shown.evaluate(COUNTS) != ["3", "2", "1", "1"]:
            await shown.reload()
            await shown.wait_for("document.getElementById('server').textContent")
    assert await shown.evaluate(
        "[...document.querySelectorAll('#reasons span')].map((e) => e.textContent)"
    ) == [
        "the file is not an image we read",
        "1",
    ]
    assert await shown.evaluate("document.querySelectorAll('#labels button').length") == 2
    assert await shown.evaluate("document.getElementById('doctor').hidden")
    await shown.close()


async def test_the_popup_says_what_is_missing_where_a_site_changed(
    desk: Desk, screenshots: Path | None
) -> None:
    item = Item("outside", jpeg(1303))
    address = FEED.address(item)
    body = f'<main><div><img src="{address}" width="640" height="480" alt=""></div></main>'
    url = desk.visitor.world.internet.put(f"{FEED.url}?changed", body, {address: item})
    page = await desk.visitor.open(url, (640, 900))
    await page.wait_for("document.images[0].naturalWidth")
    shown = await popup(desk.inside, url)
    await shown.wait_for("!document.getElementById('doctor').hidden")
    assert "finds no posts" in await shown.evaluate("document.getElementById('doctor-text').textContent")
    await shown.evaluate("void document.querySelector('#doctor summary').click()")
    assert (
        await shown.evaluate("document.getElementById('doctor-missing').innerText")
        == "Images outside any post: 1"
    )
    if screenshots:
        await shown.resize(340, 600)
        await shown.screenshot(screenshots / f"pages-doctor-{desk.name}.png")
    await shown.close()
    await page.close()


async def test_kinds_of_labels_go_and_come_without_a_reload(desk: Desk) -> None:
    options = await desk.open("options")
    await options.evaluate("void document.querySelector('#kinds input').click()")
    await desk.feed.show()
    await until(desk.feed, SECONDS, said=None, file=None, plain=None, drawn=None)
    shown = await desk.open("popup")
    assert "Labels you switched off: 2" in await shown.evaluate("document.body.innerText")
    await shown.close()
    await options.reload()
    await options.wait_for(KINDS)
    states = "[...document.querySelectorAll('#kinds input')].map((e) => e.checked)"
    assert await options.evaluate(states) == [False, True, True, True, True]
    await options.evaluate("void document.querySelector('#kinds input').click()")
    await desk.feed.show()
    await until(desk.feed, SECONDS, **SHOWN)
    await options.close()


async def test_the_side_of_labels_is_the_readers_choice(desk: Desk) -> None:
    options = await desk.open("options")
    for side in ("left", "right"):
        await desk.choose(options, "side", side)
        await desk.feed.wait_for(f"({CORNER}) === 'top {side}'")
    await desk.choose(options, "cover", "blur")
    await desk.feed.wait_for("getComputedStyle(probe.picture(probe.posts()['said'])).filter === 'blur(24px)'")
    for name, value in (("cover", "none"), ("side", "auto")):
        await desk.choose(options, name, value)
    await until(desk.feed, SECONDS, **SHOWN)
    await options.close()


async def test_sources_switched_off_are_listed_and_taken_back(desk: Desk, screenshots: Path | None) -> None:
    options = await desk.open("options")
    off = "{ sourcesOff: [{ source: 'creator', name: null }, { source: 'platform', name: 'X' }] }"
    await options.evaluate(f"chrome.storage.local.set({off})")
    await desk.feed.show()
    await until(desk.feed, SECONDS, **(SHOWN | {"said": None}))
    await options.reload()
    await options.wait_for("document.querySelectorAll('#sources button').length === 2")
    if screenshots:
        await options.screenshot(screenshots / f"pages-sources-{desk.name}.png", full_page=True)
    for left in (1, 0):
        await options.evaluate("document.querySelector('#sources button').focus()")
        await options.show()
        await options.press("Enter")
        await options.wait_for(f"document.querySelectorAll('#sources button').length === {left}")
        assert await options.evaluate("document.activeElement.id") == "sources-title"
    assert not await options.evaluate("document.getElementById('sources-none').hidden")
    await desk.feed.show()
    await until(desk.feed, SECONDS, **SHOWN)
    await options.close()


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_for_everybody(desk: Desk, page: str, screenshots: Path | None) -> None:
    """No rule of axe broken; every control by keyboard, in its order; nothing cut off at 320 pixels."""
    tab = await desk.open(page)
    conditions = Conditions(desk.visitor.browser, tab)

    async def look(what: str) -> None:
        if screenshots:
            await tab.screenshot(screenshots / f"pages-{page}-{desk.name}-{what}.png", full_page=True)

    for width in (340 if page == "popup" else 1000, 320):
        await tab.resize(width, 700)
        assert await cut_off(tab) == [], width
        assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        await look(str(width))
    for condition in ("dark", "forced-colors"):
        await conditions.set(condition, on=True)
        await look(condition)
        if desk.name == "chromium" and condition == "dark":
            assert await violations(tab, "document", whole_page=True) == []
        await conditions.set(condition, on=False)
    if desk.name == "chromium":
        assert await violations(tab, "document", whole_page=True) == []
        await stop_at_every_control(tab)
    else:
        await twice_the_size(tab, 340 if page == "popup" else 1000, conditions, look)
    assert tab.console_errors == []
    await tab.close()


async def stop_at_every_control(tab: Tab) -> None:
    wanted = await tab.evaluate(f"{SPOTS}.length")
    await tab.show()
    await tab.evaluate("void document.activeElement.blur()")
    met = []
    for _ in range(wanted):
        await tab.press("Tab")
        number, visible = await tab.evaluate(FOCUSED)
        assert visible, number
        met.append(number)
    assert met == list(range(wanted))


async def twice_the_size(tab: Tab, width: int, conditions: Conditions, look: Look) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = await tab.evaluate(size)
    await conditions.enlarge_text(2)
    await tab.wait_for(f"{size} === {2 * before}")
    await tab.resize(width, 800)
    assert await cut_off(tab) == []
    assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await look("200")
    await conditions.enlarge_text(1)


async def test_from_right_to_left(desk: Desk, screenshots: Path | None) -> None:
    setting = await desk.open("privacy")
    await setting.evaluate("chrome.storage.local.set({ language: 'ar' })")
    for page in ("popup", "options", "welcome"):
        tab = await desk.open(page)
        await tab.resize(340, 900)
        assert await tab.evaluate("document.documentElement.dir") == "rtl"
        assert await cut_off(tab) == []
        if screenshots:
            await tab.screenshot(screenshots / f"pages-{page}-{desk.name}-rtl.png")
        await tab.close()
    await setting.evaluate("chrome.storage.local.set({ language: 'auto' })")
    await setting.close()


async def test_the_three_screens_of_the_welcome_page(desk: Desk, screenshots: Path | None) -> None:
    tab = await desk.open("welcome")
    conditions = Conditions(desk.visitor.browser, tab)
    await tab.show()
    for number in (1, 2, 3):
        assert await tab.evaluate("document.getElementById('step').textContent") == f"Screen {number} of 3"
        assert await tab.evaluate("document.querySelectorAll('.screen:not([hidden])').length") == 1
        for width in (1000, 320):
            await tab.resize(width, 760)
            assert await cut_off(tab) == []
            if screenshots:
                await tab.screenshot(
                    screenshots / f"pages-screen{number}-{desk.name}-{width}.png", full_page=True
                )
        await conditions.set("dark", on=True)
        if screenshots:
            await tab.screenshot(screenshots / f"pages-screen{number}-{desk.name}-dark.png", full_page=True)
        if desk.name == "chromium":
            assert await violations(tab, "document", whole_page=True) == []
        await conditions.set("dark", on=False)
        if number < 3:
            await tab.evaluate("document.getElementById('next').focus()")
            await tab.press("Enter")
            assert await tab.evaluate("document.activeElement.localName") == "h1"
    address = await tab.evaluate("location.href")
    await tab.evaluate("void setTimeout(() => document.getElementById('done').click())")
    async with asyncio.timeout(SECONDS):
        while await desk.visitor.browser.tab_at(address):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
