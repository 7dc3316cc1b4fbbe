"""A browser comes to the sample feed: extension loaded, paired with the server, page open."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from colophon.browser import Browser, Tab
from colophon.demo.stage import Stage
from colophon.errors import BrowserError

PAIRING_SECONDS = 20.0


async def visit(browser: Browser, stage: Stage, extension: Path) -> Tab:
    """Load the extension, pair it, open the feed. Raises BrowserError when the extension does not pair."""
    await browser.install(extension)
    tab = await browser.start_tab()
    before = len(await stage.services.store.tokens.all())
    await tab.go(await stage.pairing_link())
    end = time.monotonic() + PAIRING_SECONDS
    while len(await stage.services.store.tokens.all()) == before:
        if time.monotonic() > end:
            said = await tab.evaluate("document.querySelector('[role=status]')?.textContent")
            raise BrowserError(
                f"the extension did not pair within {PAIRING_SECONDS:g} s; its page says: {said}"
            )
        await asyncio.sleep(0.05)
    await tab.go(stage.feed)
    return tab
