"""All figures of one set of scores: by condition, by group, at the shipped thresholds, and controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bootstrap import ROUNDS
from colophon_model.evaluation.conditions import Condition, condition
from colophon_model.evaluation.controls import ROUNDS as SHUFFLES
from colophon_model.evaluation.controls import Shuffled, shuffled
from colophon_model.evaluation.groups import ROUNDS as GROUP_ROUNDS
from colophon_model.evaluation.groups import Group, groups
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Floats
from colophon_model.evaluation.rates import Crossing, crossings


@dataclass(frozen=True, slots=True)
class Figures:
    """``conditions`` and ``groups`` worst first; ``points`` by operating point that has a threshold.

    ``unmeasured`` names conditions in which a class has no judged picture.
    """

    conditions: dict[str, Condition]
    groups: list[Group]
    points: dict[str, dict[str, Crossing]]
    shuffled: dict[str, Shuffled]
    unmeasured: list[str]


def figures(
    measured: Measured,
    score: Mapping[str, Floats],
    thresholds: Mapping[str, float | None],
    crossed: Mapping[str, Floats] | None = None,
    rounds: int = ROUNDS,
) -> Figures:
    """The figures of ``score`` by condition (pictures,), NaN where a gate stopped a picture.

    ``crossed``: see `conditions.condition`. ``rounds`` is that of the bootstrap of a condition; others take
    fewer.
    """
    usable = [name for name in measured.cells if _both_classes(measured, name, score[name])]
    table = {
        name: condition(
            measured, measured.cells[name], score[name], crossed[name] if crossed else None, rounds
        )
        for name in usable
    }
    return Figures(
        dict(sorted(table.items(), key=lambda row: row[1].auc)),
        groups(measured, {name: score[name] for name in usable}, min(rounds, GROUP_ROUNDS)),
        {n: crossings(measured, score, t) for n, t in thresholds.items() if t is not None},
        {name: _shuffled(measured, name, score[name], min(rounds, SHUFFLES)) for name in usable},
        [name for name in measured.cells if name not in table],
    )


def _both_classes(measured: Measured, name: str, score: Floats) -> bool:
    ai = measured.ai[measured.cells[name].index[~np.isnan(score)]]
    return bool(ai.any() and not ai.all())


def _shuffled(measured: Measured, name: str, score: Floats, rounds: int) -> Shuffled:
    judged = ~np.isnan(score)
    index = measured.cells[name].index[judged]
    return shuffled(score[judged], measured.ai[index], measured.group[index], measured.fold[index], rounds)
