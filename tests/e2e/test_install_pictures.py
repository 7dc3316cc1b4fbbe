"""The pictures of docs/install.md, from the real browsers: ``--screenshots docs/install`` writes them anew.

Without it the same pages are opened all the same: what the guide tells people to press has to be there.
"""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from tests.e2e.feed import Item, jpeg
from tests.e2e.hosted import HOST, TEXT, Guest, guest_of, hosted
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World

from colophon.browser import Browser, Tab, launch
from colophon.cli.extension import extension_folder
from colophon.cli.extension_package import pack

pytestmark = [*IN_BROWSER, pytest.mark.slow]  # it draws for the guide; run with -m slow

GUIDE = (Path(__file__).parent.parent.parent / "docs" / "install.md").read_text(encoding="utf-8")
MAX_BYTES = 150_000
COLOURS = 128
SEED = 970
MARKED = "'outline:3px solid #b45309;outline-offset:-3px'"
MANAGER = "document.querySelector('extensions-manager').shadowRoot"
LIST = f"{MANAGER}.querySelector('extensions-item-list').shadowRoot"
TOOLBAR = f"{MANAGER}.querySelector('extensions-toolbar').shadowRoot"

# true once an element is painted at the same place in two frames
RESTS = """(async (element) => {
  const top = () => element.getBoundingClientRect().top;
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(top())));
  const before = await frame();
  return before > 50 && before === await frame();
})"""


async def keep(tab: Tab, folder: Path | None, name: str, tmp_path: Path) -> None:
    """Take the picture; write it for the guide if pictures are wanted, with few colours."""
    file = (folder or tmp_path) / f"{name}.png"
    await tab.screenshot(file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < MAX_BYTES
    assert f"install/{name}.png" in GUIDE


def told(words: str) -> str:
    """Words of a browser that the guide repeats."""
    assert f"*{words.replace('…', '...')}*" in GUIDE, f"the guide does not say {words!r}"
    return words


@asynccontextmanager
async def page(browser: Browser, url: str, width: int, height: int) -> AsyncIterator[Tab]:
    tab = await browser.open(url)
    await tab.resize(width, height)
    yield tab
    await tab.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def guest(world: World, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guest]:
    async with (
        hosted(tmp_path_factory.mktemp("guide")) as server,
        guest_of(world, server, "chromium") as guest,
    ):
        yield guest


@pytest.mark.parametrize("name", ["chromium"])
async def test_loading_in_chromium(name: str, screenshots: Path | None, tmp_path: Path) -> None:
    async with (
        await launch(name, size=(900, 700)) as browser,
        page(browser, "chrome://extensions", 900, 420) as tab,
    ):
        mode, load = (f"{TOOLBAR}.querySelector('{id}')" for id in ("#devMode", "#loadUnpacked"))
        await tab.wait_for(f"{mode} !== null")
        assert told("Developer mode") in await tab.evaluate(f"{TOOLBAR}.textContent")
        await tab.evaluate(f"void {mode}.click()")
        await tab.wait_for(f"{RESTS}({load})")
        assert await tab.evaluate(f"{load}.textContent.trim()") == told("Load unpacked")
        for button in (mode, load):
            await tab.evaluate(f"void ({button}.style.cssText = {MARKED})")
        await keep(tab, screenshots, "chromium-load", tmp_path)
        for button in (mode, load):
            await tab.evaluate(f"void ({button}.style.cssText = '')")
        [package] = [one.path for one in pack(extension_folder(), tmp_path) if name in one.path.name]
        with zipfile.ZipFile(package) as archive:
            archive.extractall(tmp_path / "Colophon")
        await browser.install(tmp_path / "Colophon")
        await tab.show()
        await tab.wait_for(f"{LIST}.querySelector('extensions-item') !== null")
        await tab.resize(900, 640)
        await keep(tab, screenshots, "chromium-loaded", tmp_path)


@pytest.mark.parametrize("name", ["firefox"])
async def test_loading_in_firefox(name: str, screenshots: Path | None, tmp_path: Path) -> None:
    address = "about:debugging#/runtime/this-firefox"
    assert f"`{address}`" in GUIDE
    async with (
        await launch(name, size=(900, 600), system=True) as browser,
        page(browser, address, 900, 420) as tab,
    ):
        button = "document.querySelector('.qa-temporary-extension-install-button')"
        await tab.wait_for(f"{button} !== null")
        assert await tab.evaluate(f"{button}.textContent.trim()") == told("Load Temporary Add-on…")
        await tab.evaluate(f"void ({button}.style.cssText = {MARKED})")
        await keep(tab, screenshots, "firefox-load", tmp_path)
        assert "The file need not be unpacked." in GUIDE
        [package] = [one.path for one in pack(extension_folder(), tmp_path) if name in one.path.name]
        await browser.install(package)
        await tab.wait_for("document.body.innerText.includes('colophon@')")


@pytest.mark.parametrize("name", ["chromium"])
async def test_the_first_page(name: str, guest: Guest, screenshots: Path | None, tmp_path: Path) -> None:
    address = f"chrome-extension://{guest.visitor.extension}/pages/welcome.html"
    async with page(guest.visitor.browser, address, 760, 560) as tab:
        await tab.wait_for("document.querySelector('h1').textContent")
        assert told("Allow Colophon on the supported sites") in await tab.evaluate(
            "document.body.textContent"
        )
        await keep(tab, screenshots, "welcome", tmp_path)


@pytest.mark.parametrize("name", ["chromium"])
async def test_joining(name: str, guest: Guest, screenshots: Path | None, tmp_path: Path) -> None:
    browser, link = guest.visitor.browser, await guest.hosted.invite()
    async with page(browser, link, 820, 700) as tab:
        await tab.wait_for(f"{TEXT}.includes('Join {HOST}')")
        await keep(tab, screenshots, "invitation", tmp_path)
    options = await guest.options()
    await options.resize(820, 560)
    assert told("Use another server") in await options.evaluate(TEXT)
    await guest.look_at(options, link)
    await options.wait_for(f"{TEXT}.includes('Join {HOST}?')")
    await options.evaluate("document.getElementById('another').scrollIntoView()")
    assert await options.evaluate("document.getElementById('join-yes').textContent") == told("Join")
    await keep(options, screenshots, "join", tmp_path)
    await guest.inside.agree(options, "#join-yes", HOST)
    await options.wait_for(f"{TEXT}.includes('Connected to {HOST}')")
    await options.close()
    feed, item = FEEDS["mastodon"], Item("guide", jpeg(SEED), "ai_generated.creator", caption="Made with AI.")
    tab = await guest.visitor.open(guest.visitor.world.internet.publish(feed, [item], "?guide"), (640, 900))
    await wait_for(guest.visitor, tab, feed, [item])
    popup = f"chrome-extension://{guest.visitor.extension}/pages/popup.html"
    async with page(browser, popup, 360, 480) as shown:
        found = await shown.evaluate(f"chrome.tabs.query({{ url: '{feed.url}*' }})")
        await shown.go(f"{popup}?tab={found[-1]['id']}")
        await shown.wait_for(f"{TEXT}.includes('Connected to {HOST}') && {TEXT}.includes('Creator says')")
        height = await shown.evaluate("document.querySelector('main').getBoundingClientRect().height")
        await shown.resize(360, round(height))
        await keep(shown, screenshots, "popup", tmp_path)
    await tab.close()
