"""A story over several pages, and every request that the browser made in it.

The extension asks the paired server, and fetches the very addresses of pictures that the page itself shows.
Nothing else: no page, no link, nobody else, whatever the reader does.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.e2e.background import stop_background
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.inside import Inside, look_inside, popup
from tests.e2e.menu import check
from tests.e2e.reading import until
from tests.e2e.recorder import Recorder
from tests.e2e.sites import FEEDS, Feed
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

SEEDS = {"chromium": 1500, "firefox": 1600}
GENERATOR = "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"
FACE = "https://pbs.twimg.com/profile_images/1/face.jpg"
SHOWN = "[...document.images].map((one) => one.currentSrc)"


def items(seed: int) -> list[Item]:
    return [
        Item("said", jpeg(seed), "ai_generated.creator", caption="Made with AI."),
        Item("recorded", png(seed + 1, parameters=GENERATOR), "ai_generated.metadata"),
        Item("silent", jpeg(seed + 2)),
    ]


async def read_a_feed(visitor: Visitor, feed: Feed, shown: set[str]) -> Tab:
    """A page with labels; what it shows itself is added to ``shown``."""
    seed = SEEDS[visitor.browser.name] + 10 * len(feed.name)
    tab = await visitor.open(visitor.world.internet.publish(feed, items(seed), "?every"), (640, 2400))
    await until(tab, said="ai_generated.creator", recorded="ai_generated.metadata", silent=None)
    shown |= set(await tab.evaluate(SHOWN))
    return tab


async def work_a_card(tab: Tab) -> None:
    """Report the label, the image with it; have what the post says remembered, and take it back.

    And see where the image could be searched for.
    """
    card = Card(tab, "said")
    await card.open()
    await card.choose("Something wrong?")
    await card.says("What is wrong?")
    await card.choose("Continue")
    await card.says("This will be sent")
    await tab.press("Tab", " ")
    await card.says("The image itself, and its fingerprint")
    await card.choose("Send")
    await card.says("The image is kept until")
    await card.choose("Remember this disclosure")
    await card.says("This will be kept")
    await card.choose("Remember")
    await card.says("Remembered.")
    await card.choose("Undo")
    await card.says("Undone.")
    await card.choose("Look for this image elsewhere")
    await card.stops_to("TinEye")
    await tab.press("Escape")


async def look_at_the_popup(inside: Inside, url: str) -> None:
    """Open the list of images without a label, with their small copies."""
    shown = await popup(inside, url)
    await shown.evaluate("void document.querySelector('#others summary').click()")
    await shown.wait_for("!!document.querySelector('#pictures img')")
    await shown.close()


async def ask_about_a_face(visitor: Visitor, inside: Inside, shown: set[str]) -> None:
    seed = SEEDS[visitor.browser.name] + 90
    body = f'<img id="face" src="{FACE}" width="48" height="48" alt="">'
    tab = await visitor.open(
        visitor.world.internet.put("https://x.com/face", body, {FACE: Item("face", jpeg(seed))})
    )
    await check(visitor, inside, tab, "document.getElementById('face')")
    said = "document.querySelector('colophon-label')?.shadowRoot.textContent"
    await tab.wait_for(f"{said}?.includes('No label does not mean')")
    shown |= set(await tab.evaluate(SHOWN))
    await tab.close()


async def lose_the_server(visitor: Visitor, tab: Tab, feed: Feed, shown: set[str]) -> None:
    """It goes, a page is read without it, it comes back; then the background is ended."""
    other = Item(
        "said", jpeg(SEEDS[visitor.browser.name] + 95), "ai_generated.creator", caption="Made with AI."
    )
    await visitor.world.colophon.stop()
    try:
        await tab.go(visitor.world.internet.publish(feed, [other], "?every-alone"))
        await tab.wait_for("probe.labels().said.labels[0]?.local", seconds=20)
    finally:
        await visitor.world.colophon.start()
    await tab.wait_for("probe.labels().said.labels[0]?.local === false", seconds=45)
    shown |= set(await tab.evaluate(SHOWN))
    await stop_background(visitor, tab)


async def record(tab: Tab, feed: Feed, inside: Inside) -> None:
    """With the tools for moderators: what is scrolled past is kept, and asked for as always."""
    ours = await inside.open("recording.html")
    await ours.evaluate("chrome.storage.local.set({ moderators: true })")
    find = f"chrome.tabs.query({{ url: '{feed.url}*' }}).then(([tab]) => tab.id)"
    begun = "chrome.runtime.sendMessage({ type: 'recording-start', tabId })"
    assert await ours.evaluate(f"{find}.then((tabId) => {begun})") == {"begun": True}
    await tab.show()
    await tab.wait_for(
        "document.querySelector('[data-colophon-recording]')?.shadowRoot.textContent.includes(': 3')"
    )
    await ours.evaluate("chrome.runtime.sendMessage({ type: 'recording-stop' })")
    await ours.reload()
    await ours.wait_for("document.documentElement.dataset.ready")
    await ours.evaluate("void document.getElementById('save').click()")
    await ours.wait_for("!document.getElementById('again').hidden")
    await ours.evaluate("chrome.runtime.sendMessage({ type: 'recording-discard' })")
    await ours.close()


async def tell_the_story(visitor: Visitor, inside: Inside) -> set[str]:
    """What a reader does in an afternoon. Gives the addresses of all pictures that the pages showed."""
    shown: set[str] = set()
    options = await inside.open("options.html")
    await options.evaluate("chrome.storage.local.set({ elsewhere: true })")
    await options.close()
    x = await read_a_feed(visitor, FEEDS["x"], shown)
    await work_a_card(x)
    address = FEEDS["x"].address(items(SEEDS[visitor.browser.name] + 10)[2])
    await look_at_the_popup(inside, FEEDS["x"].url)
    await x.show()
    await x.evaluate(f"void dispatchEvent(new CustomEvent('colophon-hide', {{ detail: {address!r} }}))")
    await x.wait_for("probe.labels().silent.labels[0]?.status === 'hidden'")
    await ask_about_a_face(visitor, inside, shown)
    for page in ("options.html", "welcome.html", "help.html"):
        await (await inside.open(page)).close()
    await (await popup(inside, FEEDS["x"].url)).close()
    await x.show()
    await lose_the_server(visitor, x, FEEDS["x"], shown)
    for name in ("bluesky", "mastodon"):
        tab = await read_a_feed(visitor, FEEDS[name], shown)
        if name == "bluesky":
            await record(tab, FEEDS[name], inside)
        await tab.close()
    await x.close()
    return shown


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_every_request_of_the_browser(world: World, name: str, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "net.json")
    async with visit(replace(world), name, system=True, net_log=recorder.net_log) as visitor:
        inside = await look_inside(visitor)
        await recorder.begin(visitor)
        shown = await tell_the_story(visitor, inside)
        await recorder.end(visitor)
    requests = recorder.requests()
    server = f"{world.colophon.url}/"

    ours = [one.url for one in requests if one.of_extension]
    assert [url for url in ours if not url.startswith(server) and url not in shown] == []
    assert shown <= set(ours)  # each was looked at, so what is recorded is complete
    for path in ("v1/lookup", "v1/images/", "v1/changes", "v1/disclosures"):
        assert any(url.startswith(server + path) for url in ours), path

    # pages, and our scripts in them, ask for nothing that these pages do not ask for without us
    pages = {one.url for one in requests if one.by and not one.of_extension}
    assert {url for url in pages if not url.startswith(server) and not url.endswith("/favicon.ico")} == shown
