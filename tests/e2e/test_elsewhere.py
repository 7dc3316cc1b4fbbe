"""Links to services that search for an image: by choice, never about private ones, nothing before a click."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from tests.e2e.axe import violations
from tests.e2e.card import Card
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import click, look_inside
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 2500, "firefox": 2600}
TITLE = "Look for this image elsewhere"
SERVICES = [
    "https://lens.google.com/uploadbyurl?url=",
    "https://www.bing.com/images/searchbyimage?cbir=sbi&imgurl=",
    "https://yandex.com/images/search?rpt=imageview&url=",
    "https://tineye.com/search?url=",
]
# another post with a picture that only this page has
ADD = """(() => {
  const post = probe.posts().said.cloneNode(true);
  post.dataset.case = "drawn";
  post.querySelectorAll("colophon-label").forEach((one) => one.remove());
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 420 });
  canvas.getContext("2d").fillRect(0, 0, 320, 210);
  const picture = post.querySelector("img[srcset], img");
  picture.removeAttribute("srcset");
  picture.src = canvas.toDataURL();
  probe.posts().said.before(post);
})()"""


async def offers(tab: Tab, name: str) -> list[tuple[str, str, str]]:
    """The links of the card of this post; the card is closed again."""
    card = Card(tab, name)
    await card.open()
    found = [link for link in await card.links() if link[0].startswith(tuple(SERVICES))]
    assert (TITLE in await card.text()) is bool(found)
    await tab.press("Escape")
    return found


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_a_card_leads_to_image_searches_only_where_the_reader_wants_it(
    world: World, name: str, screenshots: Path | None
) -> None:
    items = [
        Item("said", jpeg(SEEDS[name]), "ai_generated.creator", caption="Made with AI."),
        Item("private", jpeg(SEEDS[name] + 1), caption="Made with AI.", protected=True),
    ]
    async with visit(world, name, system=True) as visitor:
        tab = await visitor.open(world.internet.publish(FEED, items, "?elsewhere"), (640, 1400))
        shown = {"said": "ai_generated.creator", "private": "ai_generated.creator"}
        await until(tab, SECONDS, **shown)
        assert await offers(tab, "said") == []

        options = await (await look_inside(visitor)).open("options.html")
        await options.wait_for("document.querySelectorAll('#kinds input').length === 5")
        assert not await options.evaluate("document.getElementById('elsewhere').checked")
        await tab.evaluate("void (window.before = probe.hosts(probe.posts().said)[0])")
        await click(options, "#elsewhere")
        await options.wait_for("chrome.storage.local.get('elsewhere').then((kept) => kept.elsewhere)")
        await tab.show()
        await until(tab, SECONDS, **shown)
        address = quote(FEED.address(items[0]), safe="!'()*~")
        wanted = [(service + address, "noopener noreferrer", "_blank") for service in SERVICES]
        await tab.wait_for(
            "((now) => now.length === 1 && now[0] !== before)(probe.hosts(probe.posts().said))"
        )
        assert await offers(tab, "said") == wanted
        assert await offers(tab, "private") == []
        await tab.evaluate(f"void {ADD}")
        await until(tab, SECONDS, drawn="ai_generated.creator", **shown)
        assert await offers(tab, "drawn") == []
        await look_at_it(visitor.browser.name, tab, Conditions(visitor.browser, tab), screenshots)
        assert tab.console_errors == []


async def look_at_it(name: str, tab: Tab, conditions: Conditions, screenshots: Path | None) -> None:
    card = Card(tab, "said")
    await card.open()
    await card.choose(TITLE)
    assert "is told this image’s address; before that, nothing is sent." in await card.text()
    await card.stops_to("TinEye")
    for dark in (False, True):
        await conditions.set("dark", on=dark)
        if screenshots:
            await tab.screenshot(screenshots / f"elsewhere-{name}-{'dark' if dark else 'light'}.png")
    await conditions.set("dark", on=False)
    await tab.resize(640, 3000)
    host = "probe.hosts(probe.posts().said)[0]"
    await tab.evaluate(
        f"void {host}.shadowRoot.querySelector('.card').style.setProperty('max-height', 'none', 'important')"
    )
    assert await violations(tab, host) == []
    await tab.resize(320, 900)
    if screenshots:
        await tab.screenshot(screenshots / f"elsewhere-{name}-320.png")
