"""A pack of pictures whose origin is known: what is in it, and the groups that are never split.

A pack is a folder with ``manifest.csv`` (columns ``id, label, source, generator``; ``label`` is ``ai`` or
``real``), whose pictures are named by a column ``file`` or lie at ``<id>_whole.jpg``, ``<id>_crop.jpg`` and
``<id>_frame.jpg``. Without that file it is a folder of folders, ``ai/<generator>/...`` and
``other/<source>/...`` (or ``real/<source>/...``).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import numpy as np
from PIL import Image

from colophon_model.preprocess import Pixels

Kind = Literal["crop", "frame", "whole"]

MANIFEST = "manifest.csv"
COLUMNS = ("id", "label", "source", "generator")
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff"})
_CLASSES = {"ai": True, "real": False, "other": False}

# One generator under several names, or two repositories of one generator, are one group:
# a fold that has seen half of a family has seen the family.
FAMILIES = {
    "stable-diffusion-1.x(api,2022)": "stable-diffusion-1",
    "stable-diffusion 1.x-era (checkpoint unstated)": "stable-diffusion-1",
    "pixray-vqgan(simulacra)": "vqgan",
    "vqgan+clip(repo says)": "vqgan",
    "gemini-2.5-flash-image/nano-banana(+pro)": "nano-banana",
}


class PackRefused(Exception):
    """A folder is no pack that can be measured on. ``str(error)`` names the file, the line, the way out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One picture. ``group`` is the generator family of an AI picture, the source of any other."""

    id: str
    ai: bool
    source: str
    group: str
    has_whole: bool
    file: str | None = None

    def path(self, folder: Path, kind: Kind = "whole") -> Path:
        """Where one file of this picture lies in the pack's ``folder``."""
        return folder / (self.file if self.file and kind == "whole" else f"{self.id}_{kind}.jpg")


@dataclass(frozen=True, slots=True)
class Pack:
    """The pictures of a folder; ``sha256`` is of its ``manifest.csv``, or of the list of files."""

    folder: Path
    items: list[Item]
    sha256: str

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.resolve().name


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``. Raises PackRefused."""
    path = folder / MANIFEST
    if path.is_file():
        items, digest = read_manifest(folder), hashlib.sha256(path.read_bytes()).hexdigest()
    else:
        items = list(_of_folders(folder))
        digest = hashlib.sha256("\n".join(sorted(item.id for item in items)).encode()).hexdigest()
    for ai, name in ((True, "AI pictures"), (False, "other pictures")):
        if not any(item.ai is ai for item in items):
            raise PackRefused(
                f"{folder} has no {name}: a pack is a {MANIFEST} with labels ai and real, or the folders "
                "ai/GENERATOR/ and other/SOURCE/"
            )
    return Pack(folder, items, digest)


def read_manifest(folder: Path) -> list[Item]:
    """Every picture of ``manifest.csv`` in ``folder``, in the order of the file. Raises PackRefused."""
    with (folder / MANIFEST).open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise PackRefused(
                f"{folder / MANIFEST} has no column {missing[0]!r} (needed: {', '.join(COLUMNS)})"
            )
        return [_item(folder, row, rows.line_num) for row in rows]


def pixels(folder: Path, item: Item, kind: Kind) -> Pixels:
    """RGB pixels of one file of ``item``, for files that are upright sRGB without alpha already."""
    with Image.open(item.path(folder, kind)) as image:
        return np.asarray(image.convert("RGB"))


def limited(items: Iterable[Item], count: int) -> list[Item]:
    """At most ``count`` pictures: those that are there as a whole first, in turn from every group."""
    waiting: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: not item.has_whole):
        waiting.setdefault(f"{item.ai} {item.group}", []).append(item)
    turns = [(place, item) for group in waiting.values() for place, item in enumerate(group)]
    return [item for _, item in sorted(turns, key=lambda turn: (not turn[1].has_whole, turn[0]))[:count]]


def _item(folder: Path, row: dict[str, str], line: int) -> Item:
    if row["label"] not in _CLASSES:
        raise PackRefused(f"{folder / MANIFEST}, line {line}: label {row['label']!r} is neither ai nor real")
    ai = _CLASSES[row["label"]]
    group = FAMILIES.get(row["generator"], row["generator"]) if ai else row["source"]
    file = row.get("file") or None
    for name in filter(None, (row["id"], file)):
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise PackRefused(f"{folder / MANIFEST}, line {line}: {name!r} must be a path inside the pack")
    if "whole_width" in row:
        has_whole = bool(row["whole_width"])
    else:
        has_whole = file is not None or (folder / f"{row['id']}_whole.jpg").is_file()
    return Item(row["id"], ai, row["source"], group or row["source"], has_whole, file)


def _of_folders(folder: Path) -> Iterator[Item]:
    for label, ai in _CLASSES.items():
        for path in sorted((folder / label).glob("*/**/*")):
            if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink():
                inside = path.relative_to(folder).as_posix()
                source = inside.split("/")[1]
                group = FAMILIES.get(source, source) if ai else source
                yield Item(inside, ai, source, group, True, inside)
