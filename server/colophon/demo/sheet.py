"""A long page as a sheet of columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

COLUMNS = 4
GAP = 16  # pixels


def fold(path: Path, posts: Sequence[tuple[float, float]], scale: float = 1.0) -> None:
    """Cut the picture of a page between posts and lay the parts side by side.

    ``posts`` are top and bottom of each post in CSS pixels, in order; ``scale`` is pixels per CSS pixel.
    """
    with Image.open(path) as opened:
        page = opened.convert("RGB")
    rows = [(round(top * scale), min(round(bottom * scale), page.height)) for top, bottom in posts]
    each = -(-len(rows) // COLUMNS)
    columns = [rows[i : i + each] for i in range(0, len(rows), each)]
    parts = [page.crop((0, column[0][0], page.width, column[-1][1])) for column in columns]
    width = sum(part.width for part in parts) + GAP * (len(parts) + 1)
    sheet = Image.new("RGB", (width, max(part.height for part in parts) + 2 * GAP), "#c9ccd0")
    x = GAP
    for part in parts:
        sheet.paste(part, (x, GAP))
        x += part.width + GAP
    sheet.save(path)
