"""How well each generator and each source does against the other class, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bootstrap import middle_95
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Bools, Floats, Ints, auc_within_folds, pairs_within_folds

ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Group:
    """One generator against all other pictures, or one source against all AI pictures, inside its folds.

    ``pictures`` were judged in one condition at least. ``auc`` is by condition, ``mean`` over the conditions,
    each weighing as many pairs as it compares (a condition with a handful of pictures says little), and
    ``mean_95`` its interval by cluster bootstrap: pictures of the group and whole groups of the other class
    are drawn.
    """

    name: str
    ai: bool
    pictures: int
    auc: dict[str, float]
    mean: float
    mean_95: tuple[float, float]


def groups(measured: Measured, score: Mapping[str, Floats], rounds: int = ROUNDS) -> list[Group]:
    """Every group that has a judged picture, the lowest mean AUC first."""
    rng = np.random.default_rng(1)
    rows = [_group(measured, number, score, rng, rounds) for number in range(len(measured.names))]
    return sorted((row for row in rows if row.auc), key=lambda row: row.mean)


def _group(
    measured: Measured, number: int, score: Mapping[str, Floats], rng: np.random.Generator, rounds: int
) -> Group:
    ai = measured.is_ai(number)
    mine = measured.group == number
    against = (measured.ai != ai) & np.isin(measured.fold, np.unique(measured.fold[mine]))
    cells = {name: _spread(measured, name, values) for name, values in score.items()}
    everything = np.flatnonzero(mine | against)
    found = {
        name: value
        for name, values in cells.items()
        if not np.isnan(value := _auc(measured, values, everything))
    }
    pairs = np.array([_pairs(measured, cells[name], everything) for name in found], dtype=np.float64)
    members = [np.flatnonzero(measured.group == g) for g in np.unique(measured.group[against])]
    own = np.flatnonzero(mine)
    drawn = np.empty(rounds)
    for round_ in range(rounds):
        others = [
            rng.choice(members[i], members[i].size) for i in rng.integers(len(members), size=len(members))
        ]
        chosen = np.concatenate([rng.choice(own, own.size), *others])
        drawn[round_] = _mean([_auc(measured, cells[name], chosen) for name in found], pairs)
    judged = int((mine & np.any([~np.isnan(values) for values in cells.values()], axis=0)).sum())
    mean = _mean(list(found.values()), pairs)
    return Group(measured.names[number], ai, judged, found, mean, middle_95(drawn))


def _spread(measured: Measured, name: str, score: Floats) -> Floats:
    """Scores by picture of the whole set; NaN where the condition lacks the picture."""
    values = np.full(measured.ai.size, np.nan)
    values[measured.cells[name].index] = score
    return values


def _auc(measured: Measured, values: Floats, numbers: Ints) -> float:
    known = numbers[~np.isnan(values[numbers])]
    ai: Bools = measured.ai[known]
    return auc_within_folds(values[known], ai, measured.fold[known])


def _pairs(measured: Measured, values: Floats, numbers: Ints) -> int:
    """How many pairs of an AI picture and another one are compared."""
    known = numbers[~np.isnan(values[numbers])]
    return pairs_within_folds(measured.ai[known], measured.fold[known])


def _mean(values: list[float], weights: Floats) -> float:
    known = ~np.isnan(values)
    if not known.any() or not weights[known].sum():
        return float("nan")
    return float(np.average(np.array(values)[known], weights=weights[known]))
