"""Folds that never share a source or a generator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from colophon_model.evaluation.metrics import Ints
from colophon_model.evaluation.pack import Item


def fold_of_group(items: Sequence[Item], count: int) -> dict[str, int]:
    """Each group's fold: heaviest group first into the emptiest fold, AI and other groups apart.

    A picture that is there as a whole weighs four: deliveries are measured on these, all folds need some.
    """
    folds: dict[str, int] = {}
    for ai in (True, False):
        weights: Counter[str] = Counter()
        for item in items:
            if item.ai is ai:
                weights[item.group] += 4 if item.has_whole else 1
        folds |= _spread(weights, count)
    return folds


def folds_of(ai: Sequence[bool], group: Sequence[str], count: int) -> Ints:
    """The fold of every picture, from its class and group alone."""
    folds: dict[tuple[bool, str], int] = {}
    for kind in (True, False):
        weights = Counter(name for name, one in zip(group, ai, strict=True) if one == kind)
        folds |= {(kind, name): fold for name, fold in _spread(weights, count).items()}
    return np.array([folds[bool(one), name] for name, one in zip(group, ai, strict=True)], dtype=np.int64)


def _spread(weights: Counter[str], count: int) -> dict[str, int]:
    filled = [0] * count
    folds = {}
    for group, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        folds[group] = min(range(count), key=lambda fold: (filled[fold], fold))
        filled[folds[group]] += weight
    return folds
