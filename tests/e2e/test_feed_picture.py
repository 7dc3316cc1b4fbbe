"""The picture in README.md, from the sample feed: ``--screenshots docs`` draws it anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from colophon.browser import launch
from colophon.browser.extension import observable_copy
from colophon.config import Config
from colophon.demo.stage import Stage, set_stage
from colophon.demo.visit import visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # it draws for the README; run with -m slow

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SIZE = (600, 820)
GUTTER = 24  # pixels between the light half and the dark one
MAX_BYTES = 500_000
POST = 2  # a creator's own words, which the card quotes
LABEL = f"document.querySelectorAll('article')[{POST}].querySelector('colophon-label')?.shadowRoot"
NEXT = f"document.querySelectorAll('article')[{POST + 1}].querySelector('colophon-label')"


async def half(stage: Stage, extension: Path, dark: bool, file: Path) -> None:
    """The feed with an open card."""
    async with await launch("chromium", dark=dark) as browser:
        tab = await visit(browser, stage, extension)
        await tab.resize(*SIZE)
        await tab.evaluate(f"document.getElementById('post-{POST}').scrollIntoView()")
        await tab.wait_for(f"{LABEL} && {NEXT} && true", seconds=60)
        await tab.evaluate(f"{LABEL}.querySelector('.chip').click()")
        await tab.wait_for(f"{LABEL}.querySelector('[data-part=evidence]')?.hidden === false")
        assert "“I made this with AI”" in await tab.evaluate(f"{LABEL}.querySelector('.card').innerText")
        await tab.screenshot(file)


async def test_the_feed_in_light_and_dark(screenshots: Path | None, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "lists").mkdir()  # given and empty: nothing is downloaded
    extension = observable_copy(ROOT / "extension", tmp_path / "extension")
    halves = [tmp_path / "light.png", tmp_path / "dark.png"]
    async with set_stage(Config(data=tmp_path / "data", port=0, trust=tmp_path / "lists")) as stage:
        for file in halves:
            await half(stage, extension, file.stem == "dark", file)
    pictures = [Image.open(file).convert("RGB") for file in halves]
    whole = Image.new("RGB", (sum(one.width for one in pictures) + GUTTER, pictures[0].height), "#c9cdd2")
    whole.paste(pictures[0], (0, 0))
    whole.paste(pictures[1], (pictures[0].width + GUTTER, 0))
    file = (screenshots or tmp_path) / "feed.png"
    whole.save(file, optimize=True)
    assert file.stat().st_size < MAX_BYTES
    assert f"docs/{file.name}" in README
