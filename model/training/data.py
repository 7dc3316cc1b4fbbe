"""The picture pack: what is in it, its groups, and folds that never share a group.

The pack is a folder with ``manifest.csv`` (columns ``id, label, source, generator, whole_width`` are read)
and ``<id>_crop.jpg``, ``<id>_frame.jpg`` and, for some, ``<id>_whole.jpg``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Kind = Literal["crop", "frame", "whole"]

# One generator under several names, or two repositories of one generator, are one group:
# a fold that has seen half of a family has seen the family.
FAMILIES = {
    "stable-diffusion-1.x(api,2022)": "stable-diffusion-1",
    "stable-diffusion 1.x-era (checkpoint unstated)": "stable-diffusion-1",
    "pixray-vqgan(simulacra)": "vqgan",
    "vqgan+clip(repo says)": "vqgan",
    "gemini-2.5-flash-image/nano-banana(+pro)": "nano-banana",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One picture. ``group`` is the generator family of an AI picture, the source of any other."""

    id: str
    ai: bool
    source: str
    group: str
    has_whole: bool


def read_manifest(folder: Path) -> list[Item]:
    """Every picture of the pack, in the order of the file."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [_item(row) for row in csv.DictReader(file)]


def _item(row: dict[str, str]) -> Item:
    ai = row["label"] == "ai"
    group = FAMILIES.get(row["generator"], row["generator"]) if ai else row["source"]
    return Item(row["id"], ai, row["source"], group, bool(row["whole_width"]))


def pixels(folder: Path, item: Item, kind: Kind) -> NDArray[np.uint8]:
    """RGB pixels of one file of ``item``."""
    with Image.open(folder / f"{item.id}_{kind}.jpg") as image:
        return np.asarray(image.convert("RGB"))


def fold_of_group(items: Sequence[Item], count: int) -> dict[str, int]:
    """Each group's fold: heaviest group first into the emptiest fold, AI and other groups apart.

    A picture that is there as a whole weighs four: deliveries are measured on these, all folds need some.
    """
    folds: dict[str, int] = {}
    for ai in (True, False):
        filled = [0] * count
        weights: Counter[str] = Counter()
        for item in items:
            if item.ai is ai:
                weights[item.group] += 4 if item.has_whole else 1
        for group, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
            folds[group] = min(range(count), key=lambda fold: (filled[fold], fold))
            filled[folds[group]] += weight
    return folds


def sampling_weights(items: Sequence[Item]) -> NDArray[np.float64]:
    """How often to draw each picture: both classes alike, a group by the root of its size."""
    sizes = Counter(item.group for item in items)
    weights = np.array([1 / np.sqrt(sizes[item.group]) for item in items])
    ai = np.array([item.ai for item in items])
    for side in (ai, ~ai):
        weights[side] /= 2 * weights[side].sum()
    return weights
