"""The demo with a person: a window with the feed, or words on how to get there by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from colophon.browser import Browser, launch
from colophon.demo.stage import Stage
from colophon.demo.visit import visit
from colophon.errors import BrowserError

Say = Callable[[str], None]
BY_HAND = """To do it by hand:
  1. Chromium, Chrome, Edge: open chrome://extensions, switch on "Developer mode", press "Load unpacked"
     and choose {extension}
     Firefox: open about:debugging#/runtime/this-firefox, press "Load Temporary Add-on..."
     and choose {extension}/manifest.json
  2. Connect it: open {pair}  (works once, for {minutes} minutes)
  3. Open the sample feed: {feed}"""


async def show(stage: Stage, browsers: list[str], extension: Path, headless: bool, say: Say) -> None:
    """Open the feed in the first of ``browsers`` that starts, until it is closed; else say how to."""
    browser = await _first(browsers, headless, say)
    if browser is None:
        minutes = stage.services.config.limits.pairing_seconds // 60
        link = await stage.pairing_link()
        say(BY_HAND.format(extension=extension, pair=link, feed=stage.feed, minutes=minutes))
        say("Ctrl-C stops the server.")
        await asyncio.Event().wait()
        return
    async with browser:
        await visit(browser, stage, extension)
        say(f"The sample feed is open in {browser.name} {browser.version}: {stage.feed}")
        say("Close the browser or press Ctrl-C to stop.")
        await browser.wait_closed()


async def _first(names: list[str], headless: bool, say: Say) -> Browser | None:
    for name in names:
        try:
            return await launch(name, headless=headless)
        except BrowserError as error:
            say(f"{name}: {error}")
    return None
