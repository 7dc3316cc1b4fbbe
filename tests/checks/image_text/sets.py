"""The pictures that figures are measured on: whole pictures and frames of the shared set, in two halves."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image
from tests.checks.image_text import notes

from colophon.checks.image_text import ImageTextCheck
from colophon.checks.image_text.reader import Reader
from colophon.checks.image_text.search import areas, at_reading_size
from colophon.images.picture import Picture

MAX_PIXELS = 40_000_000


def images() -> Path:
    """The folder of pictures beside the case files (``COLOPHON_CASES``); it may be absent."""
    default = Path(__file__).parents[4] / "shared"
    return Path(os.environ.get("COLOPHON_CASES", default)).resolve() / "images"


def wholes(folder: Path, half: notes.Half | None = None) -> list[Path]:
    """Whole pictures, all or one half."""
    found = sorted(folder.rglob("*_whole.jpg"))
    return found if half is None else found[half == "held_out" :: 2]


def others(folder: Path, count: int) -> list[Path]:
    """``count`` pictures without a note: every whole one, and frames from all sources."""
    frames = sorted(folder.rglob("*_frame.jpg"))
    rest = count - len(wholes(folder))
    return wholes(folder) + frames[:: len(frames) // rest][:rest]


def with_notes(folder: Path, half: notes.Half, count: int) -> Iterator[tuple[Path, notes.Note, Picture]]:
    """``count`` pictures with a note, each from another whole picture of the half."""
    paths = wholes(folder, half)
    random.Random(f"pictures, {half}").shuffle(paths)
    for path, note in zip(paths, notes.notes(half, count), strict=False):
        with Image.open(path) as whole:
            yield path, note, Picture.of(notes.drawn(whole, note), MAX_PIXELS)


def photos_without_text(folder: Path, reader: Reader) -> Iterator[Image.Image]:
    """Whole photos at reading size in which no line can be read, filter or not."""
    for path in wholes(folder / "real"):
        with Image.open(path) as photo:
            picture = at_reading_size(photo.convert("RGB"))
        parts = ((picture.crop((0, a.top, picture.width, a.bottom)), a) for a in areas(*picture.size))
        if not any(reader.lines(part, area.scale) for part, area in parts):
            yield picture


def passes_filter(picture: Image.Image, reader: Reader) -> bool:
    """Whether any area of ``picture`` is read at all."""
    parts = ((picture.crop((0, a.top, picture.width, a.bottom)), a) for a in areas(*picture.size))
    return any(reader.hint(part, area.hint) for part, area in parts)


def called_disclosure(check: ImageTextCheck, paths: Iterable[Path]) -> dict[str, list[str]]:
    """Of pictures that disclose nothing those that the check says do, with the words it read."""
    found = {p: check.look(Picture.of(p.read_bytes(), MAX_PIXELS)).evidence for p in paths}
    return {p.name: [str(e.details["quote"]) for e in evidence] for p, evidence in found.items() if evidence}
