"""A small pack of made pictures in the layout of the real one, and eyes that need no trunk."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from colophon_model.evaluation.pack import Item
from colophon_model.preprocess import Pixels

COLUMNS = ("id", "label", "source", "generator", "license", "whole_width")
AI = {"g0": 3, "g1": 3}
OTHERS = {"s0": 3, "s1": 3}
WHOLE = (300, 400)  # height and width


def pack(folder: Path, ai: Mapping[str, int] = AI, others: Mapping[str, int] = OTHERS) -> Path:
    """A pack with so many pictures of each group; the first two of each are there as wholes.

    AI pictures have horizontal stripes, one row in four brighter.
    """
    folder.mkdir(parents=True)
    rng = np.random.default_rng(7)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for label, groups in (("ai", ai), ("real", others)):
            for group, count in groups.items():
                for number in range(count):
                    whole = number < 2
                    id_ = f"{label}-{group}-{number}"
                    _write(folder, id_, photo(rng, striped=label == "ai"), whole)
                    generator = group if label == "ai" else ""
                    rows.writerow([id_, label, group, generator, "", WHOLE[1] if whole else ""])
    return folder


def photo(rng: np.random.Generator, *, striped: bool = False) -> Pixels:
    """A piece of a sample photo, of the size `WHOLE`."""
    source = (data.astronaut(), data.coffee()[:, :512])[int(rng.integers(2))]
    height, width = WHOLE
    top, left = (
        int(rng.integers(0, length - cut + 1)) for length, cut in zip(source.shape, WHOLE, strict=False)
    )
    piece = source[top : top + height, left : left + width].astype(np.int64)
    if striped:
        piece[::4] += 60
    return np.asarray(np.clip(piece, 0, 255), np.uint8)


def items(sizes: Mapping[str, int], *, wholes: int = 0) -> list[Item]:
    """So many pictures of each group, in both classes."""
    return [
        Item(f"{g}/{n}", ai, g, f"{g}-{'ai' if ai else 'other'}", n < wholes)
        for ai in (True, False)
        for g, size in sizes.items()
        for n in range(size)
    ]


def see(crops: Pixels) -> NDArray[np.float32]:
    """A stand-in for the trunk: means of rows by their number modulo four, and of colours; seven features."""
    values = crops.astype(np.float32) / 255
    rows = [values[:, n::4].mean((1, 2, 3)) for n in range(4)]
    return np.stack([*rows, *values.mean((1, 2)).T], axis=1)


def nothing(line: str) -> None:
    """A report that nobody reads."""


class Said:
    """A report that is kept."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


def write_rgba(path: Path, colour: Sequence[int], size: tuple[int, int]) -> None:
    """A PNG of one colour with alpha, its right half noise, so that it is large enough to count."""
    width, height = size
    pixels = np.full((height, width, 4), colour, np.uint8)
    noise = np.random.default_rng(sum(colour)).integers(
        0, 256, (height, width - width // 2, 3), dtype=np.uint8
    )
    pixels[:, width // 2 :, :3], pixels[:, width // 2 :, 3] = noise, 255
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def _write(folder: Path, id_: str, picture: Pixels, whole: bool) -> None:
    image = Image.fromarray(picture)
    image.crop((20, 10, 308, 298)).save(folder / f"{id_}_crop.jpg", quality=95)
    image.resize((341, 256)).save(folder / f"{id_}_frame.jpg", quality=95)
    if whole:
        image.save(folder / f"{id_}_whole.jpg", quality=95)
