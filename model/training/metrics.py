"""Figures with their uncertainty. Comparisons stay inside a fold: other folds are other models."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def auc(ai: Floats, other: Floats) -> float:
    """Chance that a picture of the first kind scores higher than one of the second; ties count half."""
    ordered = np.sort(other)
    below = np.searchsorted(ordered, ai, "left") + np.searchsorted(ordered, ai, "right")
    return float(below.sum() / (2 * ai.size * other.size))


def auc_within_folds(score: Floats, ai: Bools, fold: Ints) -> float:
    """AUC over the pairs whose two pictures were held out from the same model; NaN when there is none."""
    right = pairs = 0.0
    for one in np.unique(fold):
        positive, negative = score[(fold == one) & ai], score[(fold == one) & ~ai]
        if count := positive.size * negative.size:
            right += auc(positive, negative) * count
            pairs += count
    return right / pairs if pairs else math.nan


def interval(
    statistic: Callable[[Ints], float], groups: Ints, rng: np.random.Generator, rounds: int = 1000
) -> tuple[float, float]:
    """95 % cluster bootstrap interval: groups (a source, a generator) are drawn, then pictures in them."""
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    values = []
    for _ in range(rounds):
        drawn = [members[i] for i in rng.integers(len(members), size=len(members))]
        values.append(statistic(np.concatenate([rng.choice(m, m.size) for m in drawn])))
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def upper_bound(events: int, trials: int, error: float = 0.05) -> float:
    """One-sided Clopper-Pearson upper bound of a rate."""
    return 1.0 if events >= trials else _solve(lambda p: _at_most(events, trials, p) - error)


def lower_bound(events: int, trials: int, error: float = 0.05) -> float:
    """One-sided Clopper-Pearson lower bound of a rate."""
    return 0.0 if events <= 0 else 1 - upper_bound(trials - events, trials, error)


def calibration_error(score: Floats, ai: Bools, bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(score, kind="stable")
    parts = np.array_split(order, bins)
    gaps = [abs(score[part].mean() - ai[part].mean()) * part.size for part in parts if part.size]
    return float(sum(gaps) / score.size)


def _at_most(events: int, trials: int, p: float) -> float:
    logs = [
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * math.log(p)
        + (trials - k) * math.log1p(-p)
        for k in range(events + 1)
    ]
    return math.fsum(map(math.exp, logs))


def _solve(decreasing: Callable[[float], float]) -> float:
    low, high = 1e-12, 1 - 1e-12
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if decreasing(middle) > 0 else (low, middle)
    return high
