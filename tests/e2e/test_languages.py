"""Every language, and one that is twice as long: nothing is cut off or left in English, each is on its side.

With --screenshots also pictures of each: the chip with its card, and the popup.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import Inside, look_inside, popup
from tests.e2e.pseudo import CLOSES, OPENS, pseudo_copy
from tests.e2e.reading import until
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, PROBE, Visitor, World

from colophon.browser import Tab, launch
from colophon.labels import LOCALES, catalogue
from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.messages import messages

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SAID = Item("said", jpeg(77), caption="Made with AI.")
PAGES = (
    "popup.html",
    "options.html",
    "welcome.html",
    "help.html",
    "privacy.html",
    "resources.html",
    "study.html",
    "recording.html",
)
HOST = "probe.hosts(probe.posts()['said'])[0]"
CUT_OFF = (Path(__file__).parent / "cut_off.js").read_text(encoding="utf-8")
# The words on a page that are not from the strings: addresses, names of sites and services, numbers.
PLAIN = "[...document.querySelectorAll('[data-i18n]')].map((e) => [e.dataset.i18n, e.textContent])"


async def cut_off(tab: Tab, root: str = "document.body") -> list[str]:
    found: list[str] = await tab.evaluate(f"({CUT_OFF})({root})")
    return found


async def speak(ours: Tab, locale: str) -> None:
    """Choose a language as the options do, on a page of the extension."""
    await ours.evaluate(f"chrome.storage.local.set({{ language: '{locale}' }})")


@pytest.mark.usefixtures("undone")
async def test_every_language_is_shown_whole_and_on_its_side(
    visitor: Visitor, inside: Inside, screenshots: Path | None
) -> None:
    name = visitor.browser.name
    url = visitor.world.internet.publish(FEED, [SAID], f"?languages-{name}")
    options = await inside.open("options.html")
    tab = await visitor.open("about:blank", (480, 860))
    for locale in LOCALES:
        await speak(options, locale)
        await tab.show()
        await tab.go(url)
        await until(tab, said="ai_generated.creator")
        await look_at_the_card(tab, locale)
        if screenshots:
            await tab.screenshot(screenshots / f"language-{locale}-{name}-card.png")
        shown = await popup(inside, FEED.url, options)
        await look_at_the_page(shown, locale, 340)
        if screenshots:
            await shown.screenshot(screenshots / f"language-{locale}-{name}-popup.png")
        await shown.close()
    await tab.close()
    await options.close()


async def look_at_the_card(tab: Tab, locale: str) -> None:
    side = "rtl" if locale in RIGHT_TO_LEFT else "ltr"
    words = catalogue(locale).named("ai_generated.creator")
    await tab.wait_for(f"{HOST}.lang === '{locale}' && {HOST}.dir === '{side}'")
    chip = f"{HOST}.shadowRoot.querySelector('.chip')"
    assert await tab.evaluate(f"{chip}.title") == words.short
    assert str(await tab.evaluate(f"{chip}.ariaLabel")).startswith(words.short)
    card = Card(tab, "said")
    await card.open()
    text = await card.text()
    edges = f"[{chip}, {HOST}.shadowRoot.querySelector('.card')].map((e) => e.getBoundingClientRect().right)"
    chip_edge, card_edge = await tab.evaluate(edges)
    assert abs(chip_edge - card_edge) < 2
    assert words.explanation in text
    assert words.limits in text
    assert await cut_off(tab, f"{HOST}.shadowRoot.querySelector('.card')") == []


async def look_at_the_page(tab: Tab, locale: str, width: int) -> None:
    side = "rtl" if locale in RIGHT_TO_LEFT else "ltr"
    await tab.resize(width, 760)
    await tab.wait_for(f"document.documentElement.lang === '{locale}'")
    assert await tab.evaluate("document.documentElement.dir") == side
    assert await cut_off(tab) == []
    assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("undone")
async def test_options_name_every_language_and_say_which_are_drafts(inside: Inside) -> None:
    tab = await inside.open("options.html")
    for locale in ("en", "no"):
        await speak(tab, locale)
        await tab.reload()
        await tab.wait_for("document.getElementById('state').textContent")
        offered = dict(
            await tab.evaluate(
                "[...document.querySelectorAll('#language option')].map((o) => [o.value, o.text])"
            )
        )
        assert offered.keys() == {"auto", *LOCALES}
        for one in LOCALES:
            assert offered[one].startswith(messages(one).name)
            assert (offered[one] != messages(one).name) is messages(one).draft
        hidden = await tab.evaluate("document.getElementById('draft').hidden")
        assert hidden is not messages(locale).draft
    await tab.close()


@asynccontextmanager
async def unpaired(world: World, name: str, extension: Path) -> AsyncIterator[Visitor]:
    """A browser with this extension and no server: every word is the extension's own."""
    async with await launch(name, hosts=world.hosts, system=True) as browser:
        visitor = Visitor(world, browser, await browser.install(extension))
        await browser.add_preload_script(PROBE)
        yield visitor


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_twice_the_length_fits(
    world: World, name: str, tmp_path: Path, screenshots: Path | None
) -> None:
    extension = pseudo_copy(world.extension, tmp_path / "extension")
    async with unpaired(world, name, extension) as visitor:
        inside = await look_inside(visitor)
        tab = await visitor.open(world.internet.publish(FEED, [SAID], f"?pseudo-{name}"), (480, 860))
        await until(tab, said="ai_generated.creator")
        card = Card(tab, "said")
        await card.open()
        inner = f"{HOST}.shadowRoot.querySelector('.card')"
        await tab.evaluate(f"{inner}.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert await cut_off(tab, inner) == []
        chip = str(await tab.evaluate(f"{HOST}.shadowRoot.querySelector('.chip').title"))
        assert chip.startswith(OPENS)
        assert chip.endswith(CLOSES)
        if screenshots:
            await tab.screenshot(screenshots / f"pseudo-{name}-card.png")
        for page in PAGES:
            await look_at_a_page_of_twice_the_length(inside, page, name, screenshots)


async def look_at_a_page_of_twice_the_length(
    inside: Inside, page: str, name: str, screenshots: Path | None
) -> None:
    shown = await (popup(inside, FEED.url) if page == "popup.html" else inside.open(page))
    await shown.wait_for("document.documentElement.lang === 'en'")
    for width in (340, 320) if page == "popup.html" else (1000, 320):
        await shown.resize(width, 800)
        assert await cut_off(shown) == [], (page, width)
        assert await shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page, width)
        if screenshots:
            file = screenshots / f"pseudo-{name}-{page.removesuffix('.html')}-{width}.png"
            await shown.screenshot(file, full_page=True)
    for key, text in await shown.evaluate(PLAIN):
        assert re.fullmatch(rf"{OPENS}.*{CLOSES}", text), key
    await shown.close()
