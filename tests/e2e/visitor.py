"""A browser with the extension, paired with the server under test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.e2e.feed import Item
from tests.e2e.server import Colophon
from tests.e2e.sites import Internet

from colophon.browser import Browser, Tab, launch

PROBE = (Path(__file__).parent / "probe.js").read_text()
# one browser for all tests, so all of them share its event loop
IN_BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SIZE = (1280, 2400)  # of a page with a few posts: all are in view, so that every picture is looked at
HIGH = (1280, 8000)  # of a page with all of the world's items


@dataclass
class World:
    """The made-up internet, the server, and what is shown."""

    internet: Internet
    colophon: Colophon
    hosts: dict[str, int]
    items: list[Item]
    extension: Path


@dataclass
class Visitor:
    """A browser with the extension, paired."""

    world: World
    browser: Browser
    extension: str

    async def open(self, url: str, size: tuple[int, int] = SIZE) -> Tab:
        tab = await self.browser.open("about:blank")
        await tab.resize(*size)
        await tab.go(url)
        return tab


@asynccontextmanager
async def visit(
    world: World, name: str, dark: bool = False, system: bool = False, net_log: Path | None = None
) -> AsyncIterator[Visitor]:
    """A fresh browser that is paired with the server. ``system``, ``net_log``: see `launch`."""
    async with await launch(name, hosts=world.hosts, dark=dark, system=system, net_log=net_log) as browser:
        extension = await browser.install(world.extension)
        await browser.add_preload_script(PROBE)
        pairing, tokens = world.colophon.services.pairing, world.colophon.services.store.tokens
        before = await tokens.all()
        tab = await browser.open(f"{world.colophon.url}/pair#{await pairing.new_code()}")
        async with asyncio.timeout(20):
            while await tokens.all() == before:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await tab.close()
        yield Visitor(world, browser, extension)
