"""The words of every label in every language, on pictures of every width: whole, in a line or two, or away.

Label specification: sections 2, 11, 12, and 14, 12 (28 px high, 60 % wide, an icon alone below 240 px).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab
from colophon.labels import LOCALES
from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.messages import messages

pytestmark = IN_BROWSER

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "extension" / "content"
SCRIPTS = ("elements", "lines", "sheets", "chip")
WIDTHS = (200, 239, 240, 280, 320, 400, 600)
ICON = 26  # px
STYLE = """body { margin: 20px; display: flow-root; font: 20px serif }
.picture { float: left; position: relative; height: 100px; margin: 0 10px 10px 0; background: #8aa }"""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<style>%s</style><script>%s</script>%s"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(visitor: Visitor) -> AsyncIterator[Tab]:
    """An ordinary page with the scripts that make chips."""
    app = web.Application()
    tags = "".join(f'<script src="/content/{name}.js"></script>' for name in SCRIPTS)
    text = PAGE % (STYLE, (HERE / "chips.js").read_text(encoding="utf-8"), tags)

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    app.router.add_get("/", page)
    app.router.add_static("/content", CONTENT)
    async with TestServer(app) as server:
        tab = await visitor.browser.open(f"http://127.0.0.1:{server.port}/")
        yield tab
        await tab.close()


def words_of(locale: str) -> list[str]:
    return [words.short.replace("{platform}", "Instagram") for words in messages(locale).labels.values()]


async def look(tab: Tab) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await tab.evaluate("look()")
    return found


async def show(tab: Tab, width: int, texts: list[tuple[str, str]]) -> list[dict[str, Any]]:
    await tab.evaluate(f"show({width}, {json.dumps(texts)})")
    return await look(tab)


def is_icon(chip: dict[str, Any]) -> bool:
    return bool(chip["size"][0] <= ICON)


@pytest.mark.parametrize("width", WIDTHS)
async def test_words_are_whole_or_away(tab: Tab, width: int) -> None:
    """Never an ellipsis, never three lines, never more of the picture than the specification allows."""
    texts = [(locale, text) for locale in LOCALES for text in words_of(locale)]
    icons = dict.fromkeys(LOCALES, 0)
    for (locale, text), chip in zip(texts, await show(tab, width, texts), strict=True):
        assert (chip["text"], chip["inside"]) == (text, True)
        if is_icon(chip):
            assert (chip["size"], chip["words"]) == ([ICON, ICON], 0), text
            icons[locale] += 1
            continue
        assert chip["size"][0] <= 0.6 * width + 0.5, text
        assert chip["size"][1] <= 28, text
        assert (chip["whole"], chip["folded"], chip["lines"] <= 2) == (True, False, True), text
    if width < 240:
        assert icons == {locale: len(words_of(locale)) for locale in LOCALES}
    elif width >= 320:
        assert sum(icons.values()) == 0, icons
    elif width >= 280:
        assert all(icons[locale] <= len(words_of(locale)) / 5 for locale in LOCALES), icons


async def test_the_longest_words_of_every_language_to_look_at(
    visitor: Visitor, tab: Tab, screenshots: Path | None
) -> None:
    if screenshots is None:
        pytest.skip("no --screenshots")
    await tab.resize(1100, 900)
    texts = [(locale, text) for locale in LOCALES for text in sorted(words_of(locale), key=len)[-3:]]
    for width in (240, 280, 320, 500):
        assert await show(tab, width, texts)
        await tab.screenshot(screenshots / f"chips-{visitor.browser.name}-{width}.png", full_page=True)


async def test_a_chip_follows_the_width_of_its_picture(tab: Tab) -> None:
    await show(tab, 600, [("en", "Creator says: AI-generated")])
    forms = []
    for width in (600, 280, 200, 280, 600):
        await tab.evaluate(f"void (document.querySelector('.picture').style.width = '{width}px')")
        [chip] = await look(tab)
        forms.append("icon" if is_icon(chip) else chip["lines"])
    assert forms == [1, 2, "icon", 2, 1]


async def test_words_that_are_wider_than_was_measured_are_not_cut_off(tab: Tab) -> None:
    """A reader's own spacing reaches in; the chip then grows (WCAG 1.4.12)."""
    texts = [(locale, max(words_of(locale), key=len)) for locale in LOCALES]
    await show(tab, 320, texts)
    hosts = "document.querySelectorAll('colophon-label')"
    await tab.evaluate(f"void {hosts}.forEach((host) => (host.style.letterSpacing = '0.12em'))")
    for chip in await look(tab):
        assert not is_icon(chip), chip
        assert (chip["whole"], chip["inside"]) == (True, True), chip


async def test_words_are_written_from_their_own_side(tab: Tab) -> None:
    texts = [(locale, words_of(locale)[0]) for locale in LOCALES]
    directions = [chip["direction"] for chip in await show(tab, 400, texts)]
    assert directions == ["rtl" if locale in RIGHT_TO_LEFT else "ltr" for locale in LOCALES]
