from __future__ import annotations

from pathlib import Path

from PIL import Image

from colophon.demo.sheet import GAP, fold


def test_posts_lie_side_by_side_and_whole(tmp_path: Path) -> None:
    colours = [(10 * n, 100, 200) for n in range(8)]
    page = Image.new("RGB", (50, 20 + 80 * 2))
    for number, colour in enumerate(colours):
        page.paste(colour, (0, 20 + 20 * number, 50, 40 + 20 * number))
    path = tmp_path / "page.png"
    page.save(path)
    fold(path, [(10 + 10 * n, 20 + 10 * n) for n in range(8)], scale=2)
    with Image.open(path) as sheet:
        assert sheet.size == (4 * 50 + 5 * GAP, 40 + 2 * GAP)
        for number, colour in enumerate(colours):
            x, y = GAP + (number // 2) * (50 + GAP) + 25, GAP + (number % 2) * 20 + 10
            assert sheet.getpixel((x, y)) == colour
