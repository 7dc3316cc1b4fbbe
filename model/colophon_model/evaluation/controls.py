"""What the same scores would give if they knew nothing: labels shuffled, many times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bootstrap import middle_95
from colophon_model.evaluation.metrics import Bools, Floats, Ints, auc_within_folds

ROUNDS = 500


@dataclass(frozen=True, slots=True)
class Shuffled:
    """AUC under shuffled labels: its mean and where 95 % of the rounds lie.

    By picture the labels of single pictures are exchanged; by group those of whole sources and generators,
    which is what a model knows that has learned sources alone. ``as_high`` is the share of the rounds by
    group whose AUC is at least the one found.
    """

    found: float
    by_picture: float
    by_picture_95: tuple[float, float]
    by_group: float
    by_group_95: tuple[float, float]
    as_high: float


def shuffled(score: Floats, ai: Bools, group: Ints, fold: Ints, rounds: int = ROUNDS) -> Shuffled:
    """The control on judged pictures (pictures,). Labels are exchanged inside a fold only."""
    rng = np.random.default_rng(1)
    found = auc_within_folds(score, ai, fold)
    single, whole = np.empty(rounds), np.empty(rounds)
    for round_ in range(rounds):
        single[round_] = auc_within_folds(score, _by_picture(ai, fold, rng), fold)
        whole[round_] = auc_within_folds(score, _by_group(ai, group, fold, rng), fold)
    return Shuffled(
        found,
        float(np.nanmean(single)),
        middle_95(single),
        float(np.nanmean(whole)) if not np.isnan(whole).all() else float("nan"),
        middle_95(whole),
        float((whole[~np.isnan(whole)] >= found).mean()) if not np.isnan(whole).all() else float("nan"),
    )


def _by_picture(ai: Bools, fold: Ints, rng: np.random.Generator) -> Bools:
    labels = ai.copy()
    for one in np.unique(fold):
        labels[fold == one] = rng.permutation(labels[fold == one])
    return labels


def _by_group(ai: Bools, group: Ints, fold: Ints, rng: np.random.Generator) -> Bools:
    labels = ai.copy()
    for one in np.unique(fold):
        here = fold == one
        _names, first, place = np.unique(group[here], return_index=True, return_inverse=True)
        labels[here] = rng.permutation(ai[here][first])[place]
    return labels
