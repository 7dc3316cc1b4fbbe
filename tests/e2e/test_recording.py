"""A moderator records a timeline: what they scroll past goes into one file, and not out of the browser."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.background import stop_background
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import Inside, popup
from tests.e2e.reading import SECONDS
from tests.e2e.sites import FEEDS
from tests.e2e.test_languages import cut_off
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.audit.readers.all import open_source
from colophon.audit.timeline import Item as Appearance
from colophon.audit.timeline import Skipped, Why
from colophon.browser import Tab

pytestmark = IN_BROWSER

X = FEEDS["x"]
SEEDS = {"chromium": 9100, "firefox": 9200}
BAR = "document.querySelector('colophon-label[data-colophon-recording]')"
STATE = f"{BAR}?.dataset.colophonRecording"
TEXT = f"({BAR}?.shadowRoot.querySelector('p').textContent ?? '')"
TO = "document.querySelector('[data-case=%s] img').scrollIntoView({ block: 'center' })"
KEPT = "import('/background/recording/file.js').then((m) => m.allItems())"
# over a label in view?
COVERS = f"""(() => {{
  const bar = {BAR}.shadowRoot.querySelector(".bar").getBoundingClientRect();
  const chips = probe.hosts(document).map((one) => one.shadowRoot.querySelector(".chip"));
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return chips.filter((one) => one && !apart(one.getBoundingClientRect(), bar)).length;
}})()"""
FILE = """fetch(document.getElementById("file").href).then((one) => one.arrayBuffer()).then((buffer) => {
  const bytes = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join(""));
})"""


def timeline(seed: int) -> list[Item]:
    same = jpeg(seed)
    return [
        Item("first", same, "ai_generated.creator", caption="Made with AI.", alt="A red fox"),
        Item("second", jpeg(seed + 1), caption="Two words & <b>an emoji</b> 🦊"),
        Item("locked", jpeg(seed + 2), caption="Only for friends.", protected=True),
        Item("passed-on", jpeg(seed + 3), caption="RT @other: A picture from today."),
        Item("again", same, caption="The same picture, in another post."),
        Item("last", jpeg(seed + 4), caption="Nearly the last one."),
        *(Item(f"more-{n}", jpeg(seed + 5 + n), caption=f"Further down, {n}.") for n in range(3)),
    ]


@dataclass
class Moderator:
    """Somebody whose browser has the tools for moderators, on a made-up timeline at X's address."""

    visitor: Visitor
    inside: Inside
    items: list[Item]
    tab: Tab

    async def scroll_past(self, name: str, images: int) -> None:
        """Look at a post, until so many images are recorded."""
        await self.tab.evaluate(f"void {TO % name}")
        await self.tab.wait_for(f"{TEXT}.endsWith(': {images}')", SECONDS)

    async def press(self, number: int) -> None:
        """A button of the bar: 0 pauses, 1 goes on, 2 ends."""
        await self.tab.evaluate(f"void {BAR}.shadowRoot.querySelectorAll('button')[{number}].click()")

    async def own_page(self) -> Tab:
        page = await self.inside.opened("recording.html")
        await page.wait_for("document.documentElement.dataset.ready")
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def moderator(visitor: Visitor, inside: Inside, undone: None) -> AsyncIterator[Moderator]:
    items = timeline(SEEDS[visitor.browser.name])
    url = visitor.world.internet.publish(X, items, f"?recorded-{visitor.browser.name}")
    options = await inside.open("options.html")
    await options.wait_for("!!document.querySelector('#moderators input')")
    await options.evaluate("void document.querySelector('#moderators input').click()")
    await options.close()
    tab = await visitor.open(url, (900, 700))
    yield Moderator(visitor, inside, items, tab)
    assert tab.console_errors == []
    await tab.close()
    page = await inside.open("recording.html?after")
    await page.evaluate("chrome.runtime.sendMessage({ type: 'recording-discard' })")
    await page.close()


async def begin(moderator: Moderator) -> None:
    """As the popup offers it."""
    shown = await popup(moderator.inside, X.url)
    await shown.wait_for(
        "document.querySelector('#recording-acts button')?.textContent === 'Record this timeline'"
    )
    if moderator.visitor.browser.name == "chromium":
        assert await violations(shown, "document", whole_page=True) == []
    await shown.evaluate("void document.querySelector('#recording-acts button').click()")
    await shown.wait_for("document.querySelectorAll('#recording-acts button').length === 2")
    assert "Recording this timeline" in await shown.evaluate(
        "document.getElementById('recording-text').textContent"
    )
    await shown.close()
    await moderator.tab.show()
    await moderator.tab.wait_for(f"{STATE} === 'recording'")


async def saved(page: Tab) -> bytes:
    """What the page writes when it is asked to save."""
    await page.evaluate(
        "addEventListener('click', (event) => event.target.id === 'file' && event.preventDefault())"
    )
    await page.evaluate("void document.getElementById('save').click()")
    await page.wait_for("!document.getElementById('again').hidden")
    return base64.b64decode(await page.evaluate(FILE))


def compare(moderator: Moderator, path: Path) -> None:
    """The server's reader finds what the page showed; a removed post is there, a private one is not."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        about = json.loads(file.read("recording.json"))
        rows = [json.loads(line) for line in file.read("items.jsonl").splitlines()]
    assert about["counts"] == {"images": 8, "posts": 8, "accounts": 1, "media": 7} | {
        "bytes": about["counts"]["bytes"]
    }
    assert (about["site"], about["left_out"]) == ("x", {"private": 1})
    assert [row["n"] for row in rows] == [*range(1, 9)]
    assert [row["seen"] for row in rows] == sorted(row["seen"] for row in rows)
    source = open_source(path, path.parent / "work")
    found = list(source.items())
    assert [one.why for one in found if isinstance(one, Skipped)] == [Why.PRIVATE]
    shown = {f"https://x.com/someone/status/{n}": item for n, item in enumerate(moderator.items, 1)}
    seen = {}
    for one in found:
        if isinstance(one, Appearance):
            seen[one.occurrence.permalink] = one
    assert seen.keys() == {link for link, item in shown.items() if not item.protected}
    for (link, one), row in zip(seen.items(), rows, strict=True):
        item = shown[str(link)]
        words = one.occurrence
        assert (words.caption, words.alt) == (item.caption, item.alt or None)
        assert (words.author, words.site, words.reshare) == ("@someone", "x", item.name == "passed-on")
        assert str(one.posted_at) == "2023-04-28 17:05:00+00:00"
        assert source.read(one.locator, 1 << 20) == item.data
        assert row["sha256"] == hashlib.sha256(item.data).hexdigest()
        assert (row["address"], row["assessment"]["label"]) == (X.address(item), item.label)
        assert row["assessment"]["checks"]["metadata"] == "done"


async def look_at_the_bar(moderator: Moderator, screenshots: Path | None) -> None:
    """In every light, wide and narrow; nothing of it breaks a rule, all of it by keyboard."""
    tab, name = moderator.tab, moderator.visitor.browser.name
    conditions = Conditions(moderator.visitor.browser, tab)
    for condition in (None, "dark", "forced-colors"):
        if condition:
            await conditions.set(condition, on=True)
        if name == "chromium" and condition != "forced-colors":
            assert await violations(tab, BAR) == []
        for width in (900, 360):
            await tab.resize(width, 700)
            assert await cut_off(tab, f"{BAR}.shadowRoot.querySelector('.bar')") == []
            assert await tab.evaluate(
                f"{BAR}.shadowRoot.querySelector('.bar').getBoundingClientRect().right <= innerWidth"
            )
            if screenshots:
                await tab.screenshot(screenshots / f"recording-bar-{name}-{condition or 'light'}-{width}.png")
        if condition:
            await conditions.set(condition, on=False)
    await tab.resize(900, 700)


async def look_at_the_page(moderator: Moderator, page: Tab, screenshots: Path | None) -> None:
    name = moderator.visitor.browser.name
    conditions = Conditions(moderator.visitor.browser, page)
    for condition in (None, "dark"):
        if condition:
            await conditions.set(condition, on=True)
        if name == "chromium":
            assert await violations(page, "document", whole_page=True) == []
        for width in (1000, 360):
            await page.resize(width, 800)
            assert await cut_off(page) == []
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if screenshots:
                await page.screenshot(
                    screenshots / f"recording-page-{name}-{condition or 'light'}-{width}.png", full_page=True
                )
        if condition:
            await conditions.set(condition, on=False)
    assert page.console_errors == []


async def test_a_timeline_is_recorded_saved_and_read(
    moderator: Moderator, tmp_path: Path, screenshots: Path | None
) -> None:
    visitor, tab = moderator.visitor, moderator.tab
    await tab.wait_for("probe.hosts(document).length === 1", SECONDS)
    before, before_it = await tab.evaluate("probe.rectangles()"), len(visitor.world.internet.fetched)
    await begin(moderator)
    assert await tab.evaluate("probe.rectangles()") == before
    await moderator.scroll_past("second", 2)
    await look_at_the_bar(moderator, screenshots)
    await stop_background(visitor, tab)
    await moderator.scroll_past("locked", 2)
    await moderator.scroll_past("passed-on", 3)
    await tab.evaluate("void document.querySelector('[data-case=second]').remove()")
    await moderator.press(0)
    await tab.wait_for(f"{STATE} === 'paused'")
    for name in ("last", "passed-on"):
        await tab.evaluate(
            f"{TO % name}, new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
    await moderator.press(1)
    await tab.wait_for(f"{STATE} === 'recording'")
    assert (await tab.evaluate(TEXT)).endswith(": 3")
    for images, name in enumerate(("again", "last", "more-0", "more-1", "more-2", "first"), 4):
        await moderator.scroll_past(name, min(images, 8))
    assert await tab.evaluate(COVERS) == 0
    await moderator.press(2)
    page = await moderator.own_page()
    await tab.wait_for(f"!{BAR}")
    facts = "[...document.querySelectorAll('#facts dd')].slice(3, 6).map((e) => e.textContent)"
    assert await page.evaluate(facts) == ["8", "8", "1"]
    assert (await page.evaluate("document.getElementById('left').innerText")).split("\n") == [
        "In private places",
        "1",
    ]
    data = await saved(page)
    name = str(await page.evaluate("document.getElementById('file').download"))
    assert name.startswith("colophon-recording-x-20")
    (tmp_path / name).write_bytes(data)
    compare(moderator, tmp_path / name)
    await look_at_the_page(moderator, page, screenshots)
    await page.evaluate("void document.getElementById('discard').click()")
    await page.evaluate("void document.getElementById('yes').click()")
    await page.wait_for("document.getElementById('state').textContent.startsWith('Deleted')")
    assert await page.evaluate(KEPT) == []
    await page.close()
    shown = {X.address(item) for item in moderator.items}
    fetched = visitor.world.internet.fetched[before_it:]
    assert set(fetched) <= shown
    assert (
        max(fetched.count(one) for one in shown) <= 2
    )  # met before it began, or before the background was ended
    assert fetched.count(X.address(moderator.items[-1])) == 1
    told = str((visitor.world.colophon.headers, visitor.world.colophon.requests))
    assert not [item.caption for item in moderator.items if item.caption in told]
