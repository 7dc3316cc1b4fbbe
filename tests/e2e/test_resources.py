"""The pages of resources, and of what is sent and kept: filled in every language, accessible, silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.axe import violations
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import InsideChromium
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.cli.extension import extension_folder
from colophon.labels import LOCALES

pytestmark = IN_BROWSER

RESOURCES = extension_folder() / "resources"
LINKS = "[...document.querySelectorAll('#%s a')].map((a) => a.getAttribute('href'))"
FILLED = "[...document.querySelectorAll('[data-i18n]')].every((e) => e.textContent.trim())"
SILENT = "[...document.querySelectorAll('main ul a')].every((a) => a.rel.includes('noreferrer'))"
PAGES = {"resources": "#labels a", "privacy": "li"}


def entries(language: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((RESOURCES / f"{language}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def chromium(visitor: Visitor) -> Visitor:
    if visitor.browser.name != "chromium":
        pytest.skip("only Chromium's driver opens pages of an extension")
    return visitor


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_in_every_language(chromium: Visitor, page: str, screenshots: Path | None) -> None:
    there = f"!!document.querySelector('{PAGES[page]}')"
    tab = await chromium.browser.open(f"chrome-extension://{chromium.extension}/pages/{page}.html")
    await tab.resize(720, 900)
    try:
        for locale in LOCALES:
            await tab.evaluate(f"chrome.storage.local.set({{ language: '{locale}' }})")
            await tab.reload()
            await tab.wait_for(f"document.documentElement.lang === '{locale}' && {there} && {FILLED}")
            assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if page == "resources":
                own = [one["url"] for one in entries(locale) if one["kind"] == "report"]
                assert (await tab.evaluate(LINKS % "report"))[: len(own)] == own
            if screenshots:
                await tab.screenshot(screenshots / f"{page}-{locale}.png", full_page=True)
    finally:
        await tab.evaluate("chrome.storage.local.set({ language: 'en' })")
    await tab.reload()
    await tab.wait_for(f"document.querySelectorAll('{PAGES[page]}').length > 5")
    assert await violations(tab, "document", whole_page=True) == []
    assert tab.console_errors == []
    await tab.close()


async def test_a_card_leads_to_what_fits_its_label(chromium: Visitor) -> None:
    feed, item = FEEDS["mastodon"], Item("learn", jpeg(980), "ai_generated.creator", caption="Made with AI.")
    tab = await chromium.open(chromium.world.internet.publish(feed, [item], "?learn"), (640, 900))
    await wait_for(chromium, tab, feed, [item])
    card = Card(tab, "learn")
    await card.open()
    await card.choose("Learn more about such labels")
    page = await InsideChromium(chromium.browser, chromium.extension).opened("resources.html#creator")
    await page.reload()  # until it has loaded there is nothing to ask
    await page.wait_for("!!document.querySelector('#fitting a')")
    fitting = [one["url"] for one in entries("en") if "creator" in one.get("fits", "")]
    assert fitting
    assert await page.evaluate(LINKS % "fitting") == fitting
    assert await page.evaluate(SILENT)
    for one in (page, tab):
        await one.close()
