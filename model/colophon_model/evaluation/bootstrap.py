"""How sure a figure is: whole sources and generators are drawn, because pictures of one source agree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from colophon_model.evaluation.metrics import Floats, Ints

ROUNDS = 1000


def interval(
    statistic: Callable[[Ints], float], groups: Ints, rng: np.random.Generator, rounds: int = ROUNDS
) -> tuple[float, float]:
    """95 % cluster bootstrap interval: groups (a source, a generator) are drawn, then pictures in them."""
    return middle_95(draws(statistic, groups, rng, rounds))


def draws(
    statistic: Callable[[Ints], float], groups: Ints, rng: np.random.Generator, rounds: int = ROUNDS
) -> Floats:
    """``statistic`` of the picture numbers drawn in each round; NaN where it could not be told."""
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    values = np.empty(rounds)
    for round_ in range(rounds):
        drawn = [members[i] for i in rng.integers(len(members), size=len(members))]
        values[round_] = statistic(np.concatenate([rng.choice(m, m.size) for m in drawn]))
    return values


def middle_95(values: Floats) -> tuple[float, float]:
    """The interval between the 2.5 and 97.5 percentiles, NaN left out; NaN when nothing is left."""
    known = values[~np.isnan(values)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
