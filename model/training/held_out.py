"""Logits of pictures whose source or generator the net has not seen, through the views that are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from colophon_model.evaluation.deliveries import DELIVERIES
from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.metrics import Bools, Floats, Ints
from colophon_model.evaluation.pack import Item, pixels
from colophon_model.preprocess import view
from training.data import sampling_weights
from training.fit import Pixels, Recipe, logits, train
from training.network import Network
from training.views import FOLDS, PACK, VIEWS

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """Pictures under one condition: numbers in the pack, and views (pictures, views, side, side, 3)."""

    condition: str
    index: Ints
    crops: Pixels


def folds(items: Sequence[Item]) -> Ints:
    """The fold of every picture; a source or a generator family lies in one fold."""
    of_group = fold_of_group(items, FOLDS)
    return np.array([of_group[item.group] for item in items])


def random_folds(items: Sequence[Item], seed: int) -> Ints:
    """Folds that ignore sources and generators: for the size of the illusion only."""
    return np.random.default_rng(seed).permutation(np.arange(len(items)) % FOLDS)


def deliver(folder: Path, items: Sequence[Item]) -> Iterator[Delivered]:
    """Every condition in turn."""
    crops = [
        [view(VIEWS[0], pixels(folder, i, "crop")), view(VIEWS[1], pixels(folder, i, "frame"))] for i in items
    ]
    yield Delivered(PACK, np.arange(len(items)), np.array(crops))
    index = np.array([number for number, item in enumerate(items) if item.has_whole])
    whole = [pixels(folder, items[number], "whole") for number in index]
    for delivery in DELIVERIES:
        sent = map(delivery, whole)
        yield Delivered(delivery.name, index, np.array([[view(v, s) for v in VIEWS] for s in sent]))


def fit_without(
    fold: int, of: Ints, pool: Pixels, items: Sequence[Item], ai: Bools, recipe: Recipe, report: Report
) -> Network:
    """A net that has not seen ``fold``; fold -1 leaves nothing out."""
    seen = np.flatnonzero(of != fold)
    weights = sampling_weights([items[int(i)] for i in seen])
    return train(pool[seen], ai[seen], weights, recipe, report)


def apply(nets: Sequence[Network], of: Ints, delivered: Delivered) -> Floats:
    """Logits (pictures, views), each from the net that has not seen the picture's fold; NaN without one."""
    result = np.full(delivered.crops.shape[:2], np.nan)
    for fold, net in enumerate(nets):
        here = of[delivered.index] == fold
        result[here] = logits(net, delivered.crops[here])
    return result
