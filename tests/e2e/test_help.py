"""Protected pictures get help and no label; a hidden image stays hidden; sites for adults are off."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import press
from tests.e2e.reading import Shown, read, until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab
from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Process
from colophon.registry.remember import new_id

pytestmark = IN_BROWSER

SEEDS = {"chromium": 500, "firefox": 600}


async def mark(tab: Tab, name: str, status: str) -> Shown:
    """The post once its mark has this status; ``""`` waits for none at all."""
    await tab.wait_for(f"(probe.labels()['{name}'].labels[0]?.status ?? '') === '{status}'", seconds=20)
    return (await read(tab))[name]


async def hide(tab: Tab, address: str) -> None:
    """Call what the right-click menu calls: no driver can open the menu itself."""
    await tab.evaluate(f"void dispatchEvent(new CustomEvent('colophon-hide', {{ detail: {address!r} }}))")


def protected(data: bytes) -> Entry:
    sha256 = hashlib.sha256(data).hexdigest()
    return Entry(
        id=new_id(), kind=Kind.PROTECTED, basis=Basis.RECORDED, process=Process.UNKNOWN, sha256=sha256
    )


async def test_a_protected_picture_has_no_label_but_a_way_to_help(
    visitor: Visitor, screenshots: Path | None
) -> None:
    feed, world = FEEDS["x"], visitor.world
    item = Item("private", jpeg(SEEDS[visitor.browser.name]), caption="Made with AI.")
    await world.colophon.services.register.add([protected(item.data)])
    tab = await visitor.open(world.internet.publish(feed, [item], "?private"), (640, 700))
    shown = await mark(tab, "private", "protected")
    [link] = shown.labels
    assert (link.id, link.text) == (None, "Get help")
    assert link.chip.height <= 28
    host = "probe.hosts(probe.posts()['private'])[0].shadowRoot"
    assert await tab.evaluate(f"{host}.querySelector('.chip, .card')") is None
    assert (
        await tab.evaluate(f"{host}.querySelector('.help').getAttribute('aria-label')")
        == "Get help with this image"
    )
    assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
    if screenshots:
        await tab.screenshot(screenshots / f"protected-{visitor.browser.name}.png")
    await tab.close()


@pytest.mark.parametrize("site", ["x", "mastodon", "bluesky"])
async def test_a_hidden_image_stays_hidden_until_it_is_shown(
    visitor: Visitor, site: str, screenshots: Path | None
) -> None:
    feed, world = FEEDS[site], visitor.world
    seed = SEEDS[visitor.browser.name] + 10 * len(site)
    items = [
        Item("hidden", jpeg(seed), "ai_generated.creator", caption="Made with AI."),
        Item("plain", jpeg(seed + 1)),
    ]
    url = world.internet.publish(feed, items, "?hide")
    tab = await visitor.open(url, (640, 1000))
    await wait_for(visitor, tab, feed, items)
    address = feed.address(items[0])
    await hide(tab, address)
    shown = await mark(tab, "hidden", "hidden")
    [box] = shown.labels
    for side in ("x", "y", "width", "height"):
        assert abs(getattr(box.chip, side) - getattr(shown.picture, side)) <= 1, side
    assert (await read(tab))["plain"].labels == ()
    assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
    if screenshots:
        await tab.screenshot(screenshots / f"hidden-{site}-{visitor.browser.name}.png")

    assert tab.console_errors == []
    await tab.close()

    before = len(world.internet.fetched)
    tab = await visitor.open(url, (640, 1000))
    await mark(tab, "hidden", "hidden")
    assert address not in world.internet.fetched[before:]  # known by its name: not even fetched

    host = "probe.hosts(probe.posts()['hidden'])[0].shadowRoot"
    await tab.evaluate(f"{host}.querySelector('button').focus()")
    await tab.press("Enter")
    await until(tab, hidden="ai_generated.creator", plain=None)
    assert tab.console_errors == []
    await tab.close()


async def test_an_image_is_hidden_from_its_card_and_help_opens(visitor: Visitor) -> None:
    feed, world = FEEDS["mastodon"], visitor.world
    item = Item(
        "card", jpeg(SEEDS[visitor.browser.name] + 70), "ai_generated.creator", caption="Made with AI."
    )
    tab = await visitor.open(world.internet.publish(feed, [item], "?from-card"), (640, 900))
    await wait_for(visitor, tab, feed, [item])
    card = Card(tab, "card")
    await card.open()
    await card.choose("Hide and get help")
    await mark(tab, "card", "hidden")
    if visitor.browser.name == "chromium":
        help_page = f"chrome-extension://{visitor.extension}/pages/help.html"
        async with asyncio.timeout(10):
            while (opened := await visitor.browser.tab_at(help_page)) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await opened.close()
    assert tab.console_errors == []
    await tab.close()


async def test_the_options_show_all_hidden_images_again(visitor: Visitor) -> None:
    if visitor.browser.name != "chromium":
        pytest.skip("only Chromium's driver opens pages of an extension")
    feed, world = FEEDS["mastodon"], visitor.world
    item = Item("again", jpeg(SEEDS["chromium"] + 80))
    tab = await visitor.open(world.internet.publish(feed, [item], "?again"), (640, 900))
    await wait_for(visitor, tab, feed, [item])
    options = await visitor.browser.open(f"chrome-extension://{visitor.extension}/pages/options.html")
    await options.wait_for("document.body.innerText.includes('Hidden: ')")
    await options.evaluate("document.getElementById('show-hidden').click()")  # of what was hidden before
    await options.wait_for("document.body.innerText.includes('Hidden: 0')")
    await tab.show()
    await hide(tab, feed.address(item))
    await mark(tab, "again", "hidden")
    await options.wait_for("document.body.innerText.includes('Hidden: 1')")
    there = "chrome.contextMenus.update('hide-and-get-help', {}, () => done(!chrome.runtime.lastError))"
    assert await options.evaluate(f"new Promise((done) => {there})")
    await options.evaluate("document.getElementById('show-hidden').click()")
    await options.wait_for("document.body.innerText.includes('Hidden: 0')")
    await tab.show()
    await mark(tab, "again", "")
    await options.close()
    await tab.close()


async def test_the_popup_switches_a_site_for_adults_on(visitor: Visitor) -> None:
    if visitor.browser.name != "chromium":
        pytest.skip("only Chromium's driver opens pages of an extension")
    feed, world = replace(FEEDS["bluesky"], rating="adult"), visitor.world
    item = Item("rated", jpeg(SEEDS["chromium"] + 85), "ai_generated.creator", caption="Made with AI.")
    tab = await visitor.open(world.internet.publish(feed, [item], "?rated"))
    page = f"chrome-extension://{visitor.extension}/pages/popup.html"
    popup = await visitor.browser.open(page)
    found = await popup.evaluate(f"chrome.tabs.query({{ url: '{feed.url}*' }})")
    await popup.go(f"{page}?tab={found[-1]['id']}")
    await popup.wait_for("document.body.innerText.includes('for adults on bsky.app')")
    await press(popup, "adult")
    await tab.show()
    await until(tab, rated="ai_generated.creator")
    await popup.wait_for("document.getElementById('adult-label').textContent")
    await press(popup, "adult")
    await tab.show()
    await until(tab, rated=None)
    await popup.close()
    await tab.close()


async def test_a_page_for_adults_is_not_looked_at(visitor: Visitor) -> None:
    feed, world = FEEDS["mastodon"], visitor.world
    item = Item("adult", jpeg(SEEDS[visitor.browser.name] + 90), caption="Made with AI.")
    rated = replace(feed, rating="RTA-5042-1996-1400-1577-RTA")
    tab = await visitor.open(world.internet.publish(rated, [item], "?adult"))
    also = [
        Item("seen", jpeg(SEEDS[visitor.browser.name] + 91), "ai_generated.creator", caption="Made with AI.")
    ]
    other = await visitor.open(world.internet.publish(feed, also, "?not-adult"))
    await wait_for(visitor, other, feed, also)  # by then the other page would have been looked at too
    assert (await read(tab))["adult"].labels == ()
    assert feed.address(item) not in world.internet.fetched
    await other.close()

    await hide(tab, feed.address(item))  # at the reader's wish there too
    await mark(tab, "adult", "hidden")
    await tab.close()
