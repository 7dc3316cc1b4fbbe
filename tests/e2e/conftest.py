from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.certificate import tls_context
from tests.e2e.feed import made, real
from tests.e2e.inside import Inside, look_inside, undo_choices
from tests.e2e.reading import Shown, wait_for
from tests.e2e.server import Colophon
from tests.e2e.sites import FEEDS, Feed, Internet
from tests.e2e.visitor import HIGH, Visitor, World, visit

from colophon.browser import Tab
from colophon.browser.extension import observable_copy
from colophon.config import Config

ROOT = Path(__file__).parent.parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="write pictures of the test pages to this folder")


_CONNECTIONS: list[str] = []


def _note_connection(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        _CONNECTIONS.append(str(address[0] if isinstance(address, tuple) else address))


sys.addaudithook(_note_connection)


@pytest.fixture(scope="session")
def connections() -> list[str]:
    """Where this process, and with it the server, connected to so far."""
    return _CONNECTIONS


def case_folder() -> Path | None:
    folder = Path(os.environ.get("COLOPHON_CASES", ROOT / ".." / "shared")).resolve() / "cases"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def no_waiting() -> Iterator[None]:
    """Beside other tests nothing is ever spare: a slow check takes its turn with all else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("colophon.slow.NICE", 0)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory, no_waiting: None) -> AsyncIterator[World]:
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


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["chromium", "firefox"])
async def visitor(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Visitor]:
    """One browser of each kind, for all tests that need no start of their own."""
    async with visit(world, request.param, system=True) as visitor:
        yield visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def inside(visitor: Visitor) -> Inside:
    return await look_inside(visitor)


@pytest_asyncio.fixture(loop_scope="session")
async def undone(inside: Inside) -> AsyncIterator[None]:
    """What a test chooses as a reader is undone after it."""
    yield
    await undo_choices(inside)


@dataclass
class Page:
    """One site with every item on it, all looked at."""

    visitor: Visitor
    feed: Feed
    tab: Tab
    posts: dict[str, Shown]


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=FEEDS)
async def page(
    visitor: Visitor, request: pytest.FixtureRequest, screenshots: Path | None
) -> AsyncIterator[Page]:
    feed, items = FEEDS[request.param], visitor.world.items
    tab = await visitor.open(visitor.world.internet.publish(feed, items), HIGH)
    posts = await wait_for(visitor, tab, feed, items)
    yield Page(visitor, feed, tab, posts)
    if screenshots:
        await tab.resize(640, 1800)
        await tab.screenshot(screenshots / f"{feed.name}-{visitor.browser.name}.png")
    await tab.close()


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest) -> Path | None:
    folder: Path | None = request.config.getoption("--screenshots", None)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
