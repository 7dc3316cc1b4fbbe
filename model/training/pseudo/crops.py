"""Random crops of the pack's non-AI pictures for training the reconstructing nets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.pack import Item, pixels
from training.pseudo.halves import FOLDS, half_of

Pixels = NDArray[np.uint8]
CROP_SHARE = 0.7  # the rest come from the reduced frame


def others(items: Sequence[Item]) -> list[Item]:
    """The pictures that no AI made, in the order of the pack."""
    return [item for item in items if not item.ai]


def in_half(items: Sequence[Item], half: str) -> list[Item]:
    """The non-AI pictures whose folds lie in ``half``; no source is in both halves."""
    fold = fold_of_group(items, FOLDS)
    return [item for item in others(items) if half_of(fold[item.group]) == half]


@dataclass(frozen=True, slots=True)
class Pool:
    """Decoded pictures, crop and frame of each, and how often each is drawn."""

    pictures: Sequence[tuple[Pixels, Pixels]]
    chances: NDArray[np.float64]

    @classmethod
    def read(cls, folder: Path, items: Sequence[Item]) -> Pool:
        """Every picture of ``items``, a source drawn by the root of its size."""
        sizes = Counter(item.source for item in items)
        weights = np.array([sizes[item.source] ** -0.5 for item in items])
        pictures = [(pixels(folder, item, "crop"), pixels(folder, item, "frame")) for item in items]
        return cls(pictures, weights / weights.sum())

    def draw(self, count: int, side: int, rng: np.random.Generator) -> Pixels:
        """``count`` random crops (count, side, side, 3), half of them mirrored."""
        chosen = rng.choice(len(self.pictures), count, p=self.chances)
        return np.stack([self._crop(int(number), side, rng) for number in chosen])

    def _crop(self, number: int, side: int, rng: np.random.Generator) -> Pixels:
        picture = self.pictures[number][int(rng.random() >= CROP_SHARE)]
        top, left = (int(rng.integers(0, length - side + 1)) for length in picture.shape[:2])
        crop = picture[top : top + side, left : left + side]
        return crop[:, ::-1] if rng.random() < 0.5 else crop
