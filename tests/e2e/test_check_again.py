"""Remembering what a post says after asking about its image, where Colophon may not read images by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import Inside, InsideChromium, InsideFirefox, look_inside, use_site
from tests.e2e.menu import check
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

NEWS, CDN = "news.example", "cdn.example"
SEEDS = {"chromium": 2900, "firefox": 3000}
PATTERN = f"https://{CDN}/*"
HELD = f"chrome.permissions.contains({{ origins: ['{PATTERN}'] }})"


@dataclass
class Asked:
    """A page that nobody knows, whose image was asked about; the card says what its post says."""

    tab: Tab
    card: Card
    options: Tab
    inside: Inside

    async def remember(self) -> None:
        await self.card.choose("Remember this disclosure")
        await self.card.says("This will be kept")
        await self.card.choose("Remember")


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def browsing(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Visitor]:
    [port] = set(world.hosts.values())
    hosts = world.hosts | dict.fromkeys((NEWS, CDN), port)
    async with visit(replace(world, hosts=hosts), request.param, system=True) as visitor:
        yield visitor


async def ask(visitor: Visitor, number: int) -> Asked:
    """Have the image read by a permission that is only lent.

    Chromium's driver gives no right that comes with a click: there the reader uses Colophon on the site,
    which alone does not let it read images kept elsewhere.
    """
    inside, address = await look_inside(visitor), f"https://{CDN}/again{number}.jpg"
    item = Item("again", jpeg(SEEDS[visitor.browser.name] + number))
    body = (
        f'<figure data-case="one"><img id="one" src="{address}" width="300" height="200" alt="">'
        "<figcaption>Made with AI.</figcaption></figure>"
    )
    options = await inside.open(f"options.html?{number}")
    if isinstance(inside, InsideChromium):
        await use_site(inside, NEWS)
    page = visitor.world.internet.put(f"https://{NEWS}/again{number}", body, {address: item})
    tab = await visitor.open(page, (700, 1000))
    if isinstance(inside, InsideChromium):
        await tab.wait_for("probe.labels().one.labels[0]?.local === true", SECONDS)
    await check(visitor, inside, tab, "document.getElementById('one')", host=CDN)
    await tab.wait_for("probe.labels().one.labels[0]?.local === false", SECONDS)
    host = "probe.hosts(probe.posts().one)[0]"
    await tab.wait_for(f"!!{host}?.shadowRoot.querySelector('.card:popover-open')", SECONDS)
    card = Card(tab, "one")
    await card.says("Creator says: AI-generated")
    await options.wait_for(f"chrome.storage.session.get('held').then(({{ held }}) => held?.['{PATTERN}'])")
    return Asked(tab, card, options, inside)


async def test_it_is_remembered_while_the_card_is_open_and_then_the_permission_goes(
    browsing: Visitor,
) -> None:
    asked = await ask(browsing, 1)
    assert await asked.options.evaluate(HELD)
    await asked.remember()
    await asked.card.says("Remembered.")
    assert await asked.options.evaluate(HELD)
    await asked.tab.press("Escape")
    await asked.options.wait_for(f"{HELD}.then((is) => !is)")
    await asked.options.close()
    await asked.tab.close()


async def test_it_goes_with_the_tab(browsing: Visitor) -> None:
    asked = await ask(browsing, 2)
    assert await asked.options.evaluate(HELD)
    await asked.tab.close()
    await asked.options.wait_for(f"{HELD}.then((is) => !is)")
    await asked.options.close()


async def test_without_the_permission_the_card_says_what_to_do(browsing: Visitor) -> None:
    asked = await ask(browsing, 3)
    assert isinstance(asked.inside, InsideChromium | InsideFirefox)
    await asked.inside.take_away(CDN)
    await asked.tab.show()
    await asked.remember()
    said = await asked.card.says(f"Colophon may no longer read images at {CDN}.")
    assert "choose “Check this image” on the image again and allow it" in said
    await asked.options.close()
    await asked.tab.close()
