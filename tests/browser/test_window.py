"""One start per browser: what the driver can do is shown on one small page."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from colophon.browser import installed, launch
from colophon.errors import BrowserError

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><title>page</title><button onclick="this.textContent = 'pressed'">press</button>
<script>console.error("from the page"); document.body.append(window.before)</script>"""
MANIFEST = {
    "manifest_version": 3,
    "name": "driver test",
    "version": "1",
    "browser_specific_settings": {"gecko": {"id": "driver@test.invalid"}},
    "content_scripts": [{"matches": ["http://127.0.0.1/*"], "js": ["content.js"]}],
}


@pytest.fixture
def extension(tmp_path: Path) -> Path:
    folder = tmp_path / "extension"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "content.js").write_text("document.documentElement.dataset.extension = 'here'")
    return folder


async def test_drives_a_page(name: str, extension: Path, tmp_path: Path) -> None:
    app = web.Application()

    async def page(request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app.router.add_get("/", page)
    async with TestServer(app) as server, await launch(name, dark=True) as browser:
        assert browser.version.split(".")[0].isdigit()
        await browser.install(extension)
        await browser.add_preload_script("() => { window.before = 'ran before the page' }")
        tab = await browser.open(str(server.make_url("/")))
        assert await tab.wait_for("document.documentElement.dataset.extension") == "here"
        assert "ran before the page" in await tab.evaluate("document.body.textContent")
        assert await tab.evaluate("Promise.resolve({a: [1, 'x', null]})") == {"a": [1, "x", None]}
        assert await tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True
        assert any("from the page" in text for text in tab.console_errors)

        await tab.resize(400, 300)
        assert await tab.evaluate("[innerWidth, innerHeight]") == [400, 300]
        await tab.press("Tab", "Enter")
        assert await tab.evaluate("document.querySelector('button').textContent") == "pressed"
        await tab.screenshot(tmp_path / "page.png")
        with Image.open(tmp_path / "page.png") as picture:
            assert picture.size == (400, 300)

        with pytest.raises(BrowserError, match=r"in the page: Error: boom"):
            await tab.evaluate("(() => { throw new Error('boom') })()")
        with pytest.raises(BrowserError, match=r"waited 0\.1 s for window\.never"):
            await tab.wait_for("window.never", seconds=0.1)
        assert await tab.evaluate("1 + 1") == 2


async def test_nothing_runs_on_after_close(
    name: str, short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(short_folder))
    async with await launch(name):
        assert _processes_with(short_folder)
    async with asyncio.timeout(10):  # Chromium's crash handler follows on its own, within a second
        while _processes_with(short_folder):  # noqa: ASYNC110  processes of others send no event
            await asyncio.sleep(0.05)
    assert not _names(short_folder)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Chromium keeps a socket in there, whose path may have 107 characters at most."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _processes_with(folder: Path) -> list[str]:
    """The processes whose environment names the folder."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if str(folder) in environ.read_text(errors="replace"):
                found.append(environ.parent.name)
    return found


@pytest.mark.parametrize("program", ["chromium", "firefox"])
async def test_names_the_package_when_absent(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(
        BrowserError, match=rf"{program}.* is not installed; on Debian: apt-get install {program}"
    ):
        await launch(program)
    assert installed() == []


async def test_a_window_needs_a_screen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(BrowserError, match="no screen"):
        await launch(name, headless=False)


async def test_installed() -> None:
    assert installed() == ["chromium", "firefox"]


async def test_unknown_browser() -> None:
    with pytest.raises(BrowserError, match="unknown browser 'lynx'; known: chromium, firefox"):
        await launch("lynx")
