"""Files of every kind that readers send: photos in all formats, real cases, broken files."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from tests.bench.photos import feed_photos

from colophon.images import sniff

MAX_BYTES = 1_000_000  # of a case file: larger ones would make the rest of the mix a side dish
CASE_KINDS = ("c2pa", "meta")
IMAGE_ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".dng"}
BOXED = {sniff.AVIF, sniff.HEIC}


@dataclass(frozen=True)
class Kind:
    """A kind of file, how often it is sent (a weight), and the files."""

    name: str
    weight: float
    files: tuple[bytes, ...]


def kinds(cases: Path | None) -> list[Kind]:
    """All kinds; those of ``cases`` where that folder is there."""
    photos = feed_photos(7, 12)
    found = [
        Kind("JPEG", 60, tuple(photos)),
        *(Kind(name, weight, tuple(_saved(photos[:4], name))) for name, weight in FORMATS.items()),
        Kind("broken", 4, tuple(_broken(photos[0]))),
    ]
    if cases is not None:
        found += [Kind(name, 6, tuple(_cases(cases / name))) for name in CASE_KINDS]
    return [kind for kind in found if kind.files]


FORMATS = {"PNG": 6, "WEBP": 12, "GIF": 2, "AVIF": 4}


class Unseen:
    """Copies of files that were never sent before: marked behind the end, where no reader of pixels looks."""

    def __init__(self, kinds: list[Kind], seed: int) -> None:
        self._kinds = kinds
        self._random = random.Random(seed)
        self._numbers = itertools.count()
        self._run = os.urandom(8)

    def next(self) -> tuple[str, bytes]:
        """A kind by its weight, and a copy of one of its files."""
        kind = self._random.choices(self._kinds, [kind.weight for kind in self._kinds])[0]
        mark = self._run + next(self._numbers).to_bytes(8, "big")
        return kind.name, marked(self._random.choice(kind.files), mark)


def marked(data: bytes, mark: bytes) -> bytes:
    """``data`` with ``mark`` behind its end: as a box that readers skip where the file is made of boxes."""
    if sniff.media_type_of(data) in BOXED:
        return data + (len(mark) + 8).to_bytes(4, "big") + b"free" + mark
    return data + mark


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()


def _saved(photos: list[bytes], name: str) -> Iterator[bytes]:
    for photo in photos:
        file = io.BytesIO()
        image = Image.open(io.BytesIO(photo)).resize((640, 800))
        (image.quantize(64) if name == "GIF" else image).save(file, name)
        yield file.getvalue()


def _broken(photo: bytes) -> Iterator[bytes]:
    yield photo[: len(photo) // 2]
    yield photo[:300]
    yield b"not an image at all"
    yield b"\x89PNG\r\n\x1a\n" + bytes(2000)
    yield bytes(byte ^ 0x5A if 2000 < place < 4000 else byte for place, byte in enumerate(photo))


def _cases(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in IMAGE_ENDINGS and path.stat().st_size <= MAX_BYTES:
            yield path.read_bytes()
