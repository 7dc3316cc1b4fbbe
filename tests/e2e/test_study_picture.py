"""The picture of a study's own feed in docs/researchers.md: ``--screenshots docs`` draws it anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.e2e.study_feed import feeds, one_arm, visit
from tests.study.feed.folders import feed_csv, row

from colophon.browser import launch
from colophon.demo import pictures

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # it draws for the documentation; run with -m slow

DOCUMENT = (Path(__file__).parents[2] / "docs" / "researchers.md").read_text(encoding="utf-8")
SIZE = (640, 640)
MAX_BYTES = 300_000
CHIP = "document.querySelector('colophon-label:not([data-colophon-probe])').shadowRoot"
POSTS = (
    ("dunes", "studio_kept", "Cover of our next issue.", "ai", "ai_generated.metadata"),
    ("lake", "Mira Holm", "Up before everybody else.", "not_ai", ""),
)


def write(folder: Path) -> None:
    """Two posts with pictures of the demo."""
    rows = []
    for number, (name, author, caption, truth, label) in enumerate(POSTS, 1):
        getattr(pictures, name)().crop((0, 100, 1200, 800)).save(folder / f"{number}.jpg", quality=88)
        words = {"author": author, "caption": caption, "alt": "Dunes", "truth": truth, "label": label}
        rows.append(row(number, **words))
    (folder / "feed.csv").write_text(feed_csv(rows), encoding="utf-8")


async def test_a_post_with_its_label_open(screenshots: Path | None, tmp_path: Path) -> None:
    async with feeds(tmp_path) as served, await launch("chromium") as browser:
        write(served.folder)
        data = one_arm("picture", {"order": "fixed"})
        one = await visit(browser, await served.open({**data, "surveys": []}) + "&participant=a")
        await one.tab.resize(*SIZE)
        await one.agree()
        await one.view("feed")
        await one.painted(1)
        await one.js("void document.querySelector('.post').scrollIntoView()")
        await one.js(f"void {CHIP}.querySelector('.chip').click()")
        await one.tab.wait_for(f"{CHIP}.querySelector('[data-part=evidence]')?.hidden === false")
        await one.tab.wait_for("[...document.images].every(({ complete }) => complete)")
        file = (screenshots or tmp_path) / "study-feed.png"
        await one.tab.screenshot(file)
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=255).save(file, optimize=True)
    assert file.stat().st_size < MAX_BYTES
    assert f"]({file.name})" in DOCUMENT
