"""Pictures for a person to look at: light and dark, wide and narrow, with a card. Needs --screenshots."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.e2e.feed import Item, jpeg
from tests.e2e.hosted import HOST, Guest, guest_of, hosted
from tests.e2e.inside import popup
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import HIGH, IN_BROWSER, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

SHOWN = {"midjourney", "official", "caption"}
Look = Callable[..., Awaitable[None]]
OPEN = """((post) => {
  post.scrollIntoView({ block: "start" });
  probe.hosts(post)[0].shadowRoot.querySelector(".chip").focus();
})(probe.posts()["%s"])"""
SIZES = {"wide": (1280, 900), "narrow": (400, 800)}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_write_screenshots(world: World, name: str, dark: bool, screenshots: Path | None) -> None:
    if screenshots is None:
        pytest.skip("no --screenshots")
    feed, items = FEEDS["mastodon"], world.items
    async with visit(world, name, dark=dark) as visitor:
        tab = await visitor.open(world.internet.publish(feed, items), HIGH)
        await wait_for(visitor, tab, feed, items)
        for size, pixels in SIZES.items():
            await tab.resize(*pixels)
            for post in [item.name for item in items if item.name in SHOWN]:
                await tab.evaluate(OPEN % post)
                await tab.press("Enter")
                look = f"look-{name}-{'dark' if dark else 'light'}-{size}-{post}.png"
                await tab.screenshot(screenshots / look)
                await tab.press("Escape")
                assert (screenshots / look).stat().st_size > 10_000


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_write_screenshots_of_joining(
    world: World, name: str, dark: bool, screenshots: Path | None, tmp_path: Path
) -> None:
    if screenshots is None:
        pytest.skip("no --screenshots")

    async def look(tab: Tab, what: str, widths: tuple[int, ...] = (1100, 380)) -> None:
        for width in widths:
            await tab.resize(width, 900)
            file = screenshots / f"join-{name}-{'dark' if dark else 'light'}-{what}-{width}.png"
            await tab.screenshot(file, full_page=True)
            assert file.stat().st_size > 5_000

    async with hosted(tmp_path) as server, guest_of(world, server, name, dark) as guest:
        await look_at_joining(guest, look)
        feed = replace(FEEDS["x"], url="https://x.com/messages/1")
        item = Item("said", jpeg(990), caption="Made with AI.")
        tab = await guest.visitor.open(world.internet.publish(feed, [item], "?look"), (640, 900))
        await until(tab, said="ai_generated.creator")
        await tab.evaluate(OPEN % "said")
        await tab.press("Enter")
        await tab.screenshot(screenshots / f"join-{name}-{'dark' if dark else 'light'}-private-card.png")
        await look_at_popups(guest, feed.url, look)


async def look_at_joining(guest: Guest, look: Look) -> None:
    options = await guest.options()
    await look(options, "options")
    await guest.look_at(options, f"https://{HOST}/join")
    await look(options, "fault")
    await guest.look_at(options, await guest.hosted.invite())
    await options.wait_for("!document.getElementById('invitation').hidden")
    await look(options, "invitation")
    await options.close()
    await guest.join(quota=1)
    options = await guest.options()
    await look(options, "joined")
    await options.close()


async def look_at_popups(guest: Guest, url: str, look: Look) -> None:
    async def of(what: str, words: str) -> None:
        shown = await popup(guest.inside, url)
        await shown.wait_for(f"document.body.innerText.includes('{words}')")
        await look(shown, f"popup-{what}", (340,))
        await shown.close()

    await of("private", "Not checked: private")
    await guest.hosted.revoke()
    await of("ended", "has ended")
    await guest.inside.take_away(HOST)
    await of("permission", "no longer lets")
