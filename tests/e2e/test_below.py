"""By choice a label stands below its picture, where the post has room: nothing moves, nothing is covered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from tests.e2e.battery import Battery
from tests.e2e.conditions import Conditions
from tests.e2e.inside import Inside, undo_choices
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab
from colophon.errors import BrowserError

pytestmark = IN_BROWSER

SIZE = (1100, 1900)
CHOOSE = """((select) => {
  select.value = "%s";
  select.dispatchEvent(new Event("change"));
})(document.getElementById("side"))"""
WRONG = f"({(Path(__file__).parent / 'below.js').read_text(encoding='utf-8')})()"
PLACES = """[...document.querySelectorAll("[data-below], [data-below] *")]
  .filter((e) => e.localName !== "colophon-label")
  .map((e) => Object.values(e.getBoundingClientRect().toJSON()).join()).join(";")"""
# a finger on the site's own buttons meets something else
MISSED = """[...document.querySelectorAll("[data-below] button")].filter((button) => {
  const { x, y, right, bottom } = button.getBoundingClientRect();
  const corners = [[x + 2, y + 2], [right - 2, bottom - 2]];
  return corners.some((at) => document.elementFromPoint(...at) !== button);
}).map((button) => button.textContent)"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def battery() -> AsyncIterator[Battery]:
    async with Battery().serve() as battery:
        yield battery


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def below(visitor: Visitor, inside: Inside) -> AsyncIterator[None]:
    """A reader who wants it there."""
    options = await inside.open("options.html")
    await options.wait_for(
        "document.querySelectorAll('#kinds input').length && document.getElementById('state').textContent"
    )
    await options.evaluate(CHOOSE % "below")
    await options.reload()
    await options.wait_for("document.getElementById('side').value === 'below'")
    await options.close()
    yield
    await undo_choices(inside)


async def right(tab: Tab, when: str) -> None:
    try:
        await tab.wait_for(f"{WRONG}.length === 0", seconds=SECONDS)
    except BrowserError:
        raise AssertionError(f"{when}: {await tab.evaluate(WRONG)}") from None


async def test_below_where_there_is_room(
    visitor: Visitor, battery: Battery, screenshots: Path | None
) -> None:
    tab = await visitor.open("about:blank", SIZE)
    await tab.go(battery.page("below"))
    before = await tab.evaluate(PLACES)
    await right(tab, "at first")
    if screenshots:
        await tab.screenshot(screenshots / f"below-{visitor.browser.name}.png")
    assert await tab.evaluate(PLACES) == before
    if shifts := await tab.evaluate("probe.shifts"):
        assert max(one["value"] for one in shifts) == 0, shifts
    for width in (900, 1100):
        await tab.evaluate(f"void (document.body.style.zoom = {width / 1100})")
        await right(tab, f"zoomed by {width} / 1100")
    await tab.evaluate("steps[0]()")
    await right(tab, "when words came later")
    if screenshots:
        await tab.screenshot(screenshots / f"below-{visitor.browser.name}-later.png")
    assert tab.console_errors == []
    await tab.close()


async def test_a_finger_needs_more_room(visitor: Visitor, battery: Battery) -> None:
    """What a finger hits beside the chip is not the site's either."""
    tab = await visitor.open("about:blank", SIZE)
    conditions = Conditions(visitor.browser, tab)
    await conditions.set("touch", on=True)
    await tab.go(battery.page("below"))
    await right(tab, "touched")
    assert await tab.evaluate(MISSED) == []
    await conditions.set("touch", on=False)
    await tab.close()
