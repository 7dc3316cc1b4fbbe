"""Hiding an image in a frame: there, not in the page around it; copies of it go everywhere on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from tests.e2e.battery import Battery
from tests.e2e.inside import Inside, InsideFirefox, look_inside
from tests.e2e.menu import choose
from tests.e2e.reading import SECONDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.browser import Tab

pytestmark = IN_BROWSER

STATUS = """[document, frames[0].document].map((one) => {
  const state = one.querySelector("colophon-label")?.dataset.colophonState;
  return state ? JSON.parse(state).status : "";
}).join()"""
# where in the page the middle of the picture in the frame is
POINT = """(() => {
  const both = [document.querySelector("iframe"), frames[0].document.images[0]];
  const [frame, picture] = both.map((one) => one.getBoundingClientRect());
  return [frame.x + picture.x + picture.width / 2, frame.y + picture.y + picture.height / 2];
})()"""
THERE = "frames[0].document.images[0].src"
HIDE = f"void frames[0].dispatchEvent(new CustomEvent('colophon-hide', {{ detail: {THERE} }}))"


@dataclass
class Framed:
    visitor: Visitor
    battery: Battery

    async def open(self) -> Tab:
        """A page with an image and one in a frame, both labelled."""
        tab = await self.visitor.open(self.battery.page("frames"), (1100, 900))
        await tab.wait_for(f"{STATUS} === 'labelled,labelled'", SECONDS)
        return tab

    async def hide(self, tab: Tab) -> None:
        """Choose "Hide and get help" on the image in the frame: in Firefox from the real menu."""
        inside = await look_inside(self.visitor)
        if isinstance(inside, InsideFirefox):
            await tab.show()
            x, y = await tab.evaluate(POINT)
            await tab.click(x, y, button=2)
            await choose(self.visitor, "Hide and get help")
        else:
            await tab.evaluate(HIDE)
        await (await inside.opened("help.html")).close()
        await tab.show()

    async def show_again(self) -> None:
        options = await (await look_inside(self.visitor)).open("options.html")
        await options.wait_for("document.getElementById('hidden-count').textContent === 'Hidden: 1'")
        await options.evaluate("chrome.storage.local.set({ hidden: [] })")
        await options.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def framed(visitor: Visitor, inside: Inside) -> AsyncIterator[Framed]:
    options = await inside.open("options.html")
    await options.evaluate("chrome.storage.local.set({ hidden: [] })")  # of earlier tests
    await options.close()
    async with Battery().serve() as battery:
        yield Framed(visitor, battery)


async def test_an_image_in_a_frame_is_hidden_there(framed: Framed) -> None:
    tab = await framed.open()
    await framed.hide(tab)
    await tab.wait_for(f"{STATUS} === 'labelled,hidden'", SECONDS)
    await tab.reload()
    await tab.wait_for(f"{STATUS} === 'labelled,hidden'", SECONDS)  # and stays so
    await framed.show_again()
    assert tab.console_errors == []
    await tab.close()


async def test_copies_of_it_in_the_page_are_hidden_too(framed: Framed) -> None:
    tab = await framed.open()
    await tab.evaluate(f"void (document.images[0].src = {THERE})")
    await tab.wait_for("document.images[0].complete", SECONDS)
    await tab.wait_for(f"{STATUS} === 'labelled,labelled'", SECONDS)
    await framed.hide(tab)
    await tab.wait_for(f"{STATUS} === 'hidden,hidden'", SECONDS)
    await framed.show_again()
    await tab.close()
