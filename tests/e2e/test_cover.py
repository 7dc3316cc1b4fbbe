"""By choice, pictures made with AI are covered; the layout stays, and one button shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image
from tests.e2e.battery import Battery
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.inside import Inside, undo_choices
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.test_sources import PARAMETERS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED, X = FEEDS["mastodon"], FEEDS["x"]
LABELS = {"said": "ai_generated.creator", "file": "ai_generated.metadata", "plain": None}
FILTER = "getComputedStyle(probe.picture(probe.posts()['%s'])).filter"
SHOW = "probe.hosts(probe.posts()['said'])[0].shadowRoot.querySelector('.show')"
VEILS = "[...document.querySelectorAll('colophon-label:not([data-colophon-state])')]"
BOX = "(({ x, y, width, height }) => [x, y, width, height])((%s).getBoundingClientRect())"
GREY = (118, 118, 118)
EDGE = 30  # px, for round corners


@dataclass
class Cover:
    """A browser, and what happens to pictures made with AI in it."""

    visitor: Visitor
    options: Tab

    @property
    def name(self) -> str:
        return self.visitor.browser.name

    async def by(self, how: str, tab: Tab) -> None:
        await self.options.evaluate(f"chrome.storage.local.set({{ cover: '{how}' }})")
        await tab.show()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cover(visitor: Visitor, inside: Inside) -> AsyncIterator[Cover]:
    options = await inside.open("options.html")
    yield Cover(visitor, options)
    await options.close()
    await undo_choices(inside)


async def seen(tab: Tab, element: str, file: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The left part of an element as it is drawn, without its edge; its label is in the right one."""
    x, y, width, height = (round(length) for length in await tab.evaluate(BOX % element))
    await tab.screenshot(file)
    with Image.open(file) as drawn:
        part = drawn.convert("RGB").crop((x + EDGE, y + EDGE, x + width * 2 // 5, y + height - EDGE))
    return np.asarray(part, dtype=float)


async def test_ai_pictures_are_covered_until_they_are_shown(cover: Cover, screenshots: Path | None) -> None:
    items = [
        Item("said", jpeg(895), caption="Made with AI."),
        Item("file", png(896, parameters=PARAMETERS)),
        Item("plain", jpeg(897)),
    ]
    await cover.options.evaluate("chrome.storage.local.set({ cover: 'blur' })")
    world = cover.visitor.world
    tab = await cover.visitor.open(world.internet.publish(FEED, items, "?cover"), (640, 1200))
    await until(tab, SECONDS, **LABELS)
    for post in ("said", "file"):
        await tab.wait_for(f"{FILTER % post} === 'blur(24px)'")
    assert await tab.evaluate(FILTER % "plain") == "none"
    assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
    if screenshots:
        await tab.screenshot(screenshots / f"cover-{cover.name}.png")

    await tab.evaluate(f"{SHOW}.focus()")
    await tab.press("Enter")
    assert await tab.evaluate(FILTER % "said") == "none"
    assert await tab.evaluate(SHOW) is None
    assert await tab.evaluate(FILTER % "file") == "blur(24px)"

    await cover.by("none", tab)
    await tab.wait_for(f"{FILTER % 'file'} === 'none'")
    assert tab.console_errors == []
    await tab.close()


@pytest.mark.parametrize("how", ["blur", "blank"])
async def test_a_background_over_an_unseen_image_is_covered(
    cover: Cover, how: str, tmp_path: Path, screenshots: Path | None
) -> None:
    """As on X: the image element is there for its menu, and the picture is beside it."""
    items = [Item("said", jpeg(898), caption="Made with AI."), Item("plain", jpeg(899))]
    await cover.options.evaluate("chrome.storage.local.set({ cover: 'none' })")
    tab = await cover.visitor.open(cover.visitor.world.internet.publish(X, items, f"?{how}"), (640, 1100))
    await until(tab, SECONDS, said="ai_generated.creator", plain=None)
    photo = "probe.posts()['said'].querySelector('.photo')"
    before = await seen(tab, photo, tmp_path / "before.png")
    await cover.by(how, tab)
    await tab.wait_for(f"{VEILS}.length === 1")
    after = await seen(tab, photo, tmp_path / "after.png")
    assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")
    if screenshots:
        await tab.screenshot(screenshots / f"cover-x-{how}-{cover.name}.png")
    if how == "blank":
        assert np.abs(after - GREY).max() <= 1
    else:
        assert np.abs(after - before).mean() > 4

    await tab.evaluate(f"{SHOW}.focus()")
    await tab.press("Enter")
    await tab.wait_for(f"{VEILS}.length === 0")
    assert np.abs(await seen(tab, photo, tmp_path / "shown.png") - before).max() <= 1
    assert tab.console_errors == []
    await tab.close()


BOTH = """["background", "invisible"].every((name) => name in battery.chips())
  && document.querySelector("[data-case=late]") && [...document.images].every((one) => one.naturalWidth)"""
AT = "document.querySelector('[data-case=background] [data-picture]')"
# words and a button on a picture, and what a page may do to its first and last children
WORDS = f"""(() => {{
  const style = document.createElement("style");
  style.textContent = ".box > * + * {{ margin-top: 40px }} b {{ color: #fff; font: 700 60px sans-serif }}";
  document.head.append(style);
  const b = document.createElement("b");
  b.textContent = "WORDS ON IT";
  const p = document.createElement("p");
  p.textContent = "and more";
  ({AT}).append(b, p);
}})()"""


@pytest.mark.parametrize("how", ["blur", "blank"])
async def test_what_stands_on_a_covered_background_stays(
    cover: Cover, how: str, tmp_path: Path, screenshots: Path | None
) -> None:
    await cover.options.evaluate("chrome.storage.local.set({ cover: 'none' })")
    async with Battery().serve() as battery:
        tab = await cover.visitor.open(battery.page("kinds"), (1100, 2400))
        await tab.wait_for(f"!!({BOTH})", SECONDS)
        await tab.evaluate(f"void {WORDS}")
        before, shown = (
            await tab.evaluate("probe.rectangles().join()"),
            await seen(tab, AT, tmp_path / "1.png"),
        )
        await cover.by(how, tab)
        for case in ("background", "invisible"):
            inside = f"document.querySelector('[data-case={case}]')"
            await tab.wait_for(f"{VEILS}.some((one) => {inside}.contains(one))", SECONDS)
        assert await tab.evaluate("probe.rectangles().join()") == before
        covered = await seen(tab, AT, tmp_path / "2.png")
        if screenshots:
            await tab.screenshot(screenshots / f"cover-background-{how}-{cover.name}.png")
        assert np.abs(covered - shown).mean() > 4
        if how == "blank":
            assert (np.abs(covered - GREY).max(axis=2) <= 1).mean() > 0.5
        assert (covered.min(axis=2) >= 250).sum() > 300  # the white words
        await cover.by("none", tab)
        await tab.wait_for(f"{VEILS}.length === 0", SECONDS)
        await tab.wait_for(f"!!({BOTH})", SECONDS)
        assert np.abs(await seen(tab, AT, tmp_path / "3.png") - shown).max() <= 1
        assert tab.console_errors == []
        await tab.close()
