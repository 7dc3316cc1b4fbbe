from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.certificate import tls_context
from tests.e2e.feed import Item, made, real
from tests.e2e.server import Colophon
from tests.e2e.sites import Internet

from colophon.browser import Browser, Tab, launch
from colophon.browser.extension import observable_copy
from colophon.config import Config

ROOT = Path(__file__).parent.parent.parent
PROBE = (Path(__file__).parent / "probe.js").read_text()
# one browser for all tests, so all of them share its event loop
IN_BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SIZE = (1280, 8000)  # every post is in view, so that every picture is looked at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="write pictures of the test pages to this folder")


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


def case_folder() -> Path | None:
    folder = Path(os.environ.get("COLOPHON_CASES", ROOT / ".." / "shared")).resolve() / "cases"
    return folder if folder.is_dir() else None


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder, cases = tmp_path_factory.mktemp("world"), case_folder()
    config = Config(data=folder / "data", port=0, trust=cases / "c2pa" / "trust" if cases else None)
    config.data.mkdir()
    items = [*made(), *(real(cases) if cases else ())]
    extension = observable_copy(ROOT / "extension", folder / "extension")
    internet, colophon = Internet(), Colophon(config)
    async with internet.serve(tls_context(folder)) as hosts:
        await colophon.start()
        yield World(internet, colophon, hosts, items, extension)
        await colophon.stop()


@asynccontextmanager
async def visit(world: World, name: str, dark: bool = False) -> AsyncIterator[Visitor]:
    """A fresh browser that is paired with the server."""
    async with await launch(name, hosts=world.hosts, dark=dark) as browser:
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


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["chromium", "firefox"])
async def visitor(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Visitor]:
    async with visit(world, request.param) as visitor:
        yield visitor


@pytest.fixture
def screenshots(request: pytest.FixtureRequest) -> Path | None:
    folder: Path | None = request.config.getoption("--screenshots", None)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
