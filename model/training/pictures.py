"""The pictures of one or more packs, and how much each counts."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colophon_model.evaluation.metrics import Bools
from colophon_model.evaluation.pack import MANIFEST, Item, Kind, Pack, pixels, read_manifest, read_pack
from colophon_model.preprocess import Pixels


@dataclass(frozen=True, slots=True)
class Pictures:
    """Several packs as one; picture numbers run through all of them."""

    packs: tuple[Pack, ...]

    @classmethod
    def read(cls, folders: Sequence[Path]) -> Pictures:
        """The packs in ``folders``; the first must hold both classes. Raises PackRefused."""
        first, *more = folders
        return cls((read_pack(first), *map(_of_any_class, more)))

    @property
    def items(self) -> list[Item]:
        """All pictures in order."""
        return [item for pack in self.packs for item in pack.items]

    @property
    def ai(self) -> Bools:
        """Which of them are AI pictures."""
        return np.array([item.ai for item in self.items], dtype=bool)

    def decode(self, kind: Kind) -> Iterator[Pixels]:
        """One file of every picture, in order."""
        for pack in self.packs:
            for item in pack.items:
                yield pixels(pack.folder, item, kind)

    def wholes(self) -> Iterator[tuple[int, Pixels]]:
        """Number and pixels of every picture that is there as a whole."""
        number = 0
        for pack in self.packs:
            for item in pack.items:
                if item.has_whole:
                    yield number, pixels(pack.folder, item, "whole")
                number += 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Pictures of one source: how many, from where, under which licence, as the pack's manifest says."""

    source: str
    ai: bool
    pictures: int
    repository: str
    licence: str


def origins(packs: Sequence[Pack]) -> list[Origin]:
    """Every source of ``packs``, AI pictures first."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for pack in packs:
        with (pack.folder / MANIFEST).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                stated = row.get("source_repo", ""), row.get("license", "")
                counts[row["label"], row["source"], *stated] += 1
    return [
        Origin(source, label == "ai", count, repository, licence)
        for (label, source, repository, licence), count in sorted(counts.items())
    ]


def _of_any_class(folder: Path) -> Pack:
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    return Pack(folder, read_manifest(folder), digest)


def weights(items: Sequence[Item], balance: float, labels: Bools | None = None) -> NDArray[np.float64]:
    """How much each picture counts: both classes alike, a group by its size to the power 1 - ``balance``.

    ``labels`` are taught instead of the pictures' own classes in a control.
    """
    names = [(item.ai, item.group) for item in items]
    sizes = Counter(names)
    each = np.array([sizes[name] ** -balance for name in names])
    ai = np.array([item.ai for item in items]) if labels is None else labels
    for side in (ai, ~ai):
        each[side] /= 2 * each[side].sum()
    return each
