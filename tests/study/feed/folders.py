"""Folders of feeds, as researchers write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from tests.pictures import picture

from colophon.study.feed.lines import COLUMNS

HOSTED = {"feed": "hosted", "id": "small-study"}


def row(number: int, **other: Any) -> dict[str, Any]:
    line = {
        "item": f"item_{number}",
        "picture": f"{number}.jpg",
        "author": "Ana",
        "caption": f"Words {number}",
    }
    return line | {"alt": f"A thing, number {number}", "truth": "ai" if number % 2 else "not_ai"} | other


def feed_csv(rows: list[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(folder: Path, rows: list[dict[str, Any]], side: int = 64) -> Path:
    """``feed.csv`` and a picture for each number."""
    folder.mkdir(exist_ok=True)
    (folder / "feed.csv").write_text(feed_csv(rows), encoding="utf-8")
    for number, _ in enumerate(rows, 1):
        (folder / f"{number}.jpg").write_bytes(picture(number, side=side))
    return folder
