"""The feed, the server and the browsers of one measurement; the server has looked at every picture before."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.bench.feed.site import pictures, serving
from tests.e2e.server import Colophon

from colophon.browser import Browser, launch
from colophon.config import Config

EXTENSION = Path(__file__).parent.parent.parent.parent / "extension"
CHECKS = ("metadata", "registry")  # what the server looks at makes no difference to the page
SIZE = (1280, 900)


@dataclass
class World:
    """``browsers`` by arm: one with the extension, paired, and one without."""

    url: str
    colophon: Colophon
    browsers: dict[bool, Browser]


@asynccontextmanager
async def world(name: str) -> AsyncIterator[World]:
    """Everything for one kind of browser."""
    files = pictures()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="colophon-feed-")))
        colophon = Colophon(Config(data=folder, port=0, trust=None, checks=CHECKS))
        await colophon.start()
        stack.push_async_callback(colophon.stop)
        for file in files:
            await colophon.services.pipeline.findings(file, sha256(file).hexdigest())
        url = await stack.enter_async_context(serving(files))
        browsers = {
            extended: await stack.enter_async_context(await launch(name, size=SIZE, system=True))
            for extended in (True, False)
        }
        await browsers[True].install(EXTENSION)
        await _pair(browsers[True], colophon)
        yield World(url, colophon, browsers)


async def _pair(browser: Browser, colophon: Colophon) -> None:
    tokens = colophon.services.store.tokens
    tab = await browser.open(f"{colophon.url}/pair#{await colophon.services.pairing.new_code()}")
    end = time.monotonic() + 20
    while not await tokens.all():
        if time.monotonic() > end:
            raise RuntimeError("the browser did not pair with the server within 20 s")
        await asyncio.sleep(0.05)
    await tab.close()
