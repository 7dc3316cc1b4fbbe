"""Every adapter on pages in its site's markup: what is read around each picture, and where no chip stands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e import markup
from tests.e2e.feed import Item, png
from tests.e2e.inside import look_inside
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab
from colophon.errors import BrowserError

pytestmark = IN_BROWSER

# its own data says that it was made with AI: whatever is looked at gets a chip
PICTURE = Item(
    "made", png(90, parameters="a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Model: x")
)
CHIPS = """probe.pictures().map((picture) => {
  const { x, y, right, bottom } = picture.getBoundingClientRect();
  return probe.hosts(document).filter((host) => {
    const chip = host.shadowRoot.querySelector(".chip")?.getBoundingClientRect();
    return chip && chip.x >= x && chip.right <= right && chip.y >= y && chip.bottom <= bottom;
  }).length;
})"""
READ = """probe.pictures().map((picture) => {
  picture.dispatchEvent(new Event("colophon-read", { bubbles: true, composed: true }));
  return JSON.parse(picture.dataset.colophonRead);
})"""


async def chips(tab: Tab, expected: list[int]) -> list[int]:
    """How many chips stand on each picture, once they are as expected or time is up."""
    wanted = json.dumps(expected, separators=(",", ":"))
    with suppress(BrowserError):
        await tab.wait_for(f"JSON.stringify({CHIPS}) === '{wanted}'", seconds=SECONDS)
    found: list[int] = await tab.evaluate(CHIPS)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(visitor: Visitor) -> AsyncIterator[Tab]:
    """One after the other in one tab: to open one takes longer than the page."""
    tab = await visitor.open("about:blank", (1280, 3000))
    yield tab
    await tab.close()


@pytest.mark.parametrize("page", markup.pages(), ids=lambda page: page.name)
async def test_a_page(page: markup.Page, visitor: Visitor, tab: Tab, screenshots: Path | None) -> None:
    internet = visitor.world.internet
    await tab.go(internet.show(page, PICTURE))
    expected = [int(picture.expect is not None) for picture in page.pictures]
    assert await chips(tab, expected) == expected
    read = await tab.evaluate(READ)
    if screenshots:
        await tab.screenshot(screenshots / f"adapter-{page.name}-{visitor.browser.name}.png")
    for picture, got in zip(page.pictures, read, strict=True):
        shown = got and {name: got["platformLabel" if name == "label" else name] for name in markup.NOTHING}
        assert shown == picture.expect, picture.address
    silent = {picture.address for picture in page.pictures if picture.expect is None}
    assert not silent & set(internet.fetched), "asked for what nobody looks at"


async def test_the_popup_is_told_how_well_the_adapter_fits(visitor: Visitor) -> None:
    if visitor.browser.name == "firefox":
        pytest.skip("its pages cannot be opened in this session")
    page = next(page for page in markup.pages() if page.name == "facebook-feed")
    picture = markup.Picture("https://pbs.twimg.com/media/Gstrange?name=small", None)
    strange = markup.PAGE.format(name="x", body=f'<main><img src="{picture.address}"></main>')
    other = markup.Page("x", "https://x.com/i/strange", strange, (picture,))
    tabs = [await visitor.open(visitor.world.internet.show(one, PICTURE)) for one in (other, page)]
    await tabs[1].wait_for("probe.hosts(document).length === 5")
    popup = await (await look_inside(visitor)).open("popup.html")
    ask = "import('/pages/frames.js').then(({ reportOf }) => reportOf(tab.id))"
    report = f"chrome.tabs.query({{ url: '%s*' }}).then(([tab]) => {ask})"
    fits, misses = [(await popup.evaluate(report % one.url))["doctor"] for one in (page, other)]
    assert (fits["site"], fits["state"], fits["missing"]) == ("facebook", "fits", [])
    assert fits["inPosts"] == fits["pictures"] - 1  # one stands beside the feed
    assert (misses["site"], misses["state"], misses["inPosts"]) == ("x", "misses", 0)
    for tab in (popup, *tabs):
        await tab.close()
