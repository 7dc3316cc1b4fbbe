"""Two models on the same pictures: is the difference of their AUCs more than the choice of pictures?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bootstrap import ROUNDS, draws, middle_95
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Floats, Ints, auc_within_folds


@dataclass(frozen=True, slots=True)
class Difference:
    """AUC of the first model, of the second, and the first minus the second, on ``pictures`` both judged.

    ``difference_95`` is a paired cluster bootstrap interval: each round draws sources and generators once
    and scores both models on them.
    """

    pictures: int
    first: float
    second: float
    difference: float
    difference_95: tuple[float, float]

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out 0."""
        low, high = self.difference_95
        return low > 0 or high < 0


def compare(
    measured: Measured,
    first: Mapping[str, Floats],
    second: Mapping[str, Floats],
    rounds: int = ROUNDS,
) -> dict[str, Difference]:
    """Every condition in which both judged pictures of both classes.

    Scores (pictures,) are in the order of the condition's cell, NaN where a picture was not judged.
    """
    found = {}
    for name, cell in measured.cells.items():
        if name in first and name in second:
            both = ~np.isnan(first[name]) & ~np.isnan(second[name])
            ai = measured.ai[cell.index[both]]
            if ai.any() and not ai.all():
                found[name] = _difference(
                    measured, cell.index[both], first[name][both], second[name][both], rounds
                )
    return found


def _difference(measured: Measured, index: Ints, one: Floats, two: Floats, rounds: int) -> Difference:
    ai, fold, group = measured.ai[index], measured.fold[index], measured.group[index]

    def aucs(i: Ints) -> tuple[float, float]:
        return auc_within_folds(one[i], ai[i], fold[i]), auc_within_folds(two[i], ai[i], fold[i])

    def statistic(i: Ints) -> float:
        left, right = aucs(i)
        return left - right

    left, right = aucs(np.arange(ai.size))
    drawn = draws(statistic, group, np.random.default_rng(1), rounds)
    return Difference(int(ai.size), left, right, left - right, middle_95(drawn))
