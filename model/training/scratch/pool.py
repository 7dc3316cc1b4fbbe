"""Training patches made beforehand: of every picture, and of photos beside their reconstructions."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colophon_model.evaluation.metrics import Bools, Ints
from colophon_model.evaluation.pack import Item, pixels
from colophon_model.preprocess import Pixels
from training.augment import random_patch
from training.pictures import weights
from training.pseudo.pairs import pair

PATCH, CUT = 144, 128  # pixels; each step cuts a new CUT out of a PATCH, which shifts the JPEG grid
CROP_SHARE = 0.6  # the rest come from the reduced frame: the view of the whole picture
PSEUDO_SHARE = 0.4  # of what is drawn, where there are reconstructions


@dataclass(frozen=True, slots=True)
class Pool:
    """``patches`` (samples, variants, side, side, 3), their classes, and how often each is drawn."""

    patches: Pixels
    ai: Bools
    chances: NDArray[np.float64]

    def draw(self, count: int, rng: np.random.Generator) -> tuple[Pixels, Bools]:
        """Random cuts of random patches, with their classes."""
        chosen = rng.choice(len(self.patches), count, p=self.chances)
        variants = rng.integers(self.patches.shape[1], size=count)
        corners = rng.integers(PATCH - CUT + 1, size=(count, 2))
        cuts = [
            self.patches[i, v, top : top + CUT, left : left + CUT]
            for i, v, (top, left) in zip(chosen, variants, corners, strict=True)
        ]
        return np.stack(cuts), self.ai[chosen]


def make(folder: Path, items: Sequence[Item], variants: int, seed: int, workers: int) -> Pixels:
    """Patches of every picture, shape (pictures, variants, side, side, 3)."""
    work = partial(_patches, folder, variants, seed)
    with ProcessPoolExecutor(workers) as processes:
        return np.stack(list(processes.map(work, enumerate(items), chunksize=16)))


def make_pairs(
    folder: Path, items: Sequence[Item], reconstructions: Path, variants: int, seed: int
) -> tuple[Pixels, Pixels]:
    """Photos and reconstructions (pictures, variants, side, side, 3) of ``items``, one chain for both."""
    photos, pseudo = [], []
    with np.load(reconstructions) as made:
        for number, item in enumerate(items):
            rng = np.random.default_rng([seed, number])
            crop, other = pixels(folder, item, "crop"), made[item.id]
            pairs = [pair(crop, other, _chain, rng) for _ in range(variants)]
            photos.append(np.stack([one for one, _ in pairs]))
            pseudo.append(np.stack([two for _, two in pairs]))
    return np.stack(photos), np.stack(pseudo)


def pool(
    patches: Pixels, items: Sequence[Item], ai: Bools, used: Ints, pairs: tuple[Pixels, Pixels] | None = None
) -> Pool:
    """The pool of the pictures ``used``, with ``pairs`` beside them where there are any.

    Pairs may have another number of variants: with them every patch is a sample of its own.
    """
    chances = weights([items[int(i)] for i in used], balance=0.5)
    if pairs is None:
        return Pool(patches[used], ai[used], chances)
    photos, pseudo = pairs
    each = PSEUDO_SHARE / (len(photos) + len(pseudo))
    parts = (
        (patches[used], ai[used], chances * (1 - PSEUDO_SHARE)),
        (photos, np.zeros(len(photos), bool), np.full(len(photos), each)),
        (pseudo, np.ones(len(pseudo), bool), np.full(len(pseudo), each)),
    )
    return Pool(
        np.concatenate([shots.reshape(-1, 1, *shots.shape[2:]) for shots, _, _ in parts]),
        np.concatenate([classes.repeat(shots.shape[1]) for shots, classes, _ in parts]),
        np.concatenate([shares.repeat(shots.shape[1]) / shots.shape[1] for shots, _, shares in parts]),
    )


def _patches(folder: Path, variants: int, seed: int, numbered: tuple[int, Item]) -> Pixels:
    index, item = numbered
    rng = np.random.default_rng([seed, index])
    files = [pixels(folder, item, "crop"), pixels(folder, item, "frame")]
    return np.stack(
        [random_patch(files[int(rng.random() >= CROP_SHARE)], PATCH, rng) for _ in range(variants)]
    )


def _chain(photo: Pixels, rng: np.random.Generator) -> Pixels:
    return random_patch(photo, PATCH, rng)
