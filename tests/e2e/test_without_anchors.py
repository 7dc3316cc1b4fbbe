"""Firefox before 147 cannot tie a label to its picture by name: there labels follow their pictures.

Firefox is a stock one with that part of it switched off; in Chromium the extension is told that it is absent.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.battery import Battery, opened
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

pytestmark = IN_BROWSER

PREFERENCE = "layout.css.anchor-positioning.enabled"
# those on which pictures have no container of their size
PAGES = ("scroller", "sizes", "removed", "transforms", "hidden", "carousel", "kinds", "moved")
IN_CHROMIUM = ("scroller", "kinds")
TIED = "battery.all('colophon-label').filter((host) => host.style.positionAnchor).length"
FOLLOWS = "battery.all('colophon-label').filter((host) => host.style.getPropertyValue('--low')).length"
# above or below the chip, and all of it in what the reader sees
BESIDE = """(root) => {
  const [card, chip] = [".card", ".chip"].map((one) => root.querySelector(one).getBoundingClientRect());
  const near = Math.min(Math.abs(card.top - chip.bottom), Math.abs(chip.top - card.bottom)) < 20;
  return near && card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def battery() -> AsyncIterator[Battery]:
    async with Battery().serve() as battery:
        yield battery


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def visitor(
    world: World, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Visitor]:
    folder = tmp_path_factory.mktemp("without-anchors") / "extension"
    shutil.copytree(world.extension, folder)
    is_firefox = request.param == "firefox"
    if not is_firefox:
        with (folder / "content" / "hook.js").open("a", encoding="utf-8") as hook:
            hook.write("CSS.supports = () => false;\n")
    async with visit(replace(world, extension=folder), request.param, system=is_firefox) as visitor:
        if is_firefox:
            await visitor.browser.system(f"void Services.prefs.setBoolPref('{PREFERENCE}', false)")
        yield visitor


@pytest.mark.parametrize("name", PAGES)
async def test_labels_follow_their_pictures(
    visitor: Visitor, battery: Battery, name: str, screenshots: Path | None
) -> None:
    if visitor.browser.name == "chromium" and name not in IN_CHROMIUM:
        pytest.skip("the same code as in Firefox; no Chromium that the extension supports is without anchors")
    async with opened(visitor, battery, name, screenshots) as page:
        tab = page.tab
        if visitor.browser.name == "firefox":
            assert not await tab.evaluate("CSS.supports('anchor-name', '--a')")
        await tab.wait_for(f"{FOLLOWS} > 0")
        assert await tab.evaluate(TIED) == 0
        await page.walk("follows-")


async def test_labels_at_the_edge_of_a_column_are_drawn(
    visitor: Visitor, battery: Battery, screenshots: Path | None
) -> None:
    """What was answered before is labelled while the columns of the page still grow."""
    if visitor.browser.name != "firefox":
        pytest.skip("Chromium splits no label")
    for _ in range(4):
        async with opened(visitor, battery, "kinds", screenshots):
            pass


async def test_a_card_stands_at_its_chip_in_sight(
    visitor: Visitor, battery: Battery, screenshots: Path | None
) -> None:
    if visitor.browser.name != "firefox":
        pytest.skip("Chromium still anchors the card by its style")
    async with opened(visitor, battery, "sizes", screenshots) as page:
        root = "battery.all('colophon-label').find((one) => one.shadowRoot.querySelector('.chip')).shadowRoot"
        await page.tab.evaluate(f"{root}.querySelector('.chip').click()")
        await page.tab.wait_for(f"{root}.querySelector('[data-part=evidence]')?.hidden === false")
        await page.tab.wait_for(f"({BESIDE})({root})")
        await page.look("card")
