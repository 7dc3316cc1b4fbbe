"""The right-click menu on a picture: in Firefox the real one, with the question that the browser asks.

Chromium opens its menu where no driver sees it; there a page of the extension does what the menu does. The
answer to the browser's question is given before, and the right to run on the page, which comes with a click,
is not there.
"""

from __future__ import annotations

import asyncio
import json

from tests.e2e.inside import Inside, InsideChromium, InsideFirefox, click
from tests.e2e.visitor import Visitor

from colophon.browser import Tab

SECONDS = 10.0
ITEM = "Check this image"
MENU = "document.getElementById('contentAreaContextMenu')"
CHOOSE = """(async (address, url) => {
  const { check } = await import("/background/check.js");
  const tabs = await chrome.tabs.query({});
  // the address of a page is told only where the extension may run
  const tab = tabs.find((one) => one.url === address) ?? tabs.findLast((one) => !one.url);
  const item = Object.assign(document.createElement("button"), { id: "item", textContent: "Check" });
  item.onclick = () => void check({ url, tab, frameId: 0 });
  document.querySelector("h1").before(item);
})(%s, %s)"""
FOUND = f"[...{MENU}.querySelectorAll('menuitem')].filter((one) => one.label === %s)"


async def check(
    visitor: Visitor, inside: Inside, tab: Tab, at: str, *, host: str = "", allow: bool = True
) -> None:
    """Choose "Check this image" on the element that the expression ``at`` gives.

    ``host`` is what the browser will ask about, "" for nothing.
    """
    box = f"(() => {{ const {{ x, y, width, height }} = ({at}).getBoundingClientRect();"
    x, y = await tab.evaluate(f"{box} return [x + width / 2, y + height / 2]; }})()")
    await tab.show()
    await tab.click(x, y, button=2)
    if isinstance(inside, InsideFirefox):
        await _in_firefox(visitor, inside, host, allow)
    else:
        assert isinstance(inside, InsideChromium)
        await _in_chromium(inside, tab, at, host if allow else "")


async def choose(visitor: Visitor, label: str) -> None:
    """Choose an item of the menu that is opening: Firefox only."""
    async with asyncio.timeout(SECONDS):
        while await visitor.browser.system(f"{MENU}.state") != "open":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    found = FOUND % json.dumps(label)
    assert await visitor.browser.system(f"{found}.length") == 1
    await visitor.browser.system(f"{found}[0].doCommand()")
    await visitor.browser.system(f"void {MENU}.hidePopup()")


async def _in_firefox(visitor: Visitor, inside: InsideFirefox, host: str, allow: bool) -> None:
    await choose(visitor, ITEM)
    if host:
        await inside.answer(host, "button" if allow else "secondaryButton")


async def _in_chromium(inside: InsideChromium, tab: Tab, at: str, host: str) -> None:
    if host:
        await inside.allow(host)
    is_image = f"({at}) instanceof HTMLImageElement"
    url, address = await tab.evaluate(f"[{is_image} ? ({at}).currentSrc : null, location.href]")
    ours = await inside.open("help.html")
    await ours.evaluate(CHOOSE % (json.dumps(address), json.dumps(url)))
    await click(ours, "#item")
    await tab.show()
