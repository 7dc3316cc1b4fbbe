"""What stands beside the planned comparisons: each without its baseline, and for whom there is no value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis import welch
from colophon.study.analysis.attrition import attrition
from colophon.study.analysis.estimate import Estimate
from colophon.study.analysis.sample import Sample
from colophon.study.report.cells import shown
from colophon.study.report.compare import people
from colophon.study.report.contrasts import Comparison
from colophon.study.report.data import Data
from colophon.study.report.exclusions import exclusions
from colophon.study.spec.study import Study


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A comparison with its baseline (ANCOVA), beside the same without: no test of its own."""

    test: str
    adjusted: Estimate
    without: Estimate


@dataclass(frozen=True, slots=True)
class Missing:
    """How many of those kept have no value of an outcome, by level; None: between 1 and 9."""

    test: str
    kept: dict[str, int | None]
    missing: dict[str, int | None]
    p: float | None  # that as many of each level have one


def adjustments(study: Study, data: Data, found: list[Comparison]) -> list[Adjustment]:
    """Of comparisons of people by `ols` with a baseline that have a result."""
    kept, _ = exclusions(study, data)
    table = []
    for one in found:
        if one.by != "ols" or one.test.covariate != "baseline" or not isinstance(one.effect, Estimate):
            continue
        arms = people(study, data, kept, one.test)
        try:
            plain = welch.difference(Sample.of(arms.arm(0)), Sample.of(arms.arm(1)), study.analysis.alpha)
        except Undetermined:
            continue
        table.append(Adjustment(one.test.name, one.effect, plain))
    return table


def missing(study: Study, data: Data, found: list[Comparison]) -> list[Missing]:
    """Of comparisons of levels drawn by participant that have a result."""
    kept, _ = exclusions(study, data)
    table = []
    for one in found:
        if one.effect is None or study.factor(one.test.factor).unit != "participant":
            continue
        drawn = data.people.levels[one.test.factor]
        stay = [int(np.count_nonzero(kept & (drawn == level))) for level in one.test.contrast]
        told = [arm.n or 0 for arm in one.arms]
        left = [all - known for all, known in zip(stay, told, strict=True)]
        names = one.test.contrast
        table.append(
            Missing(
                one.test.name,
                {name: shown(n) for name, n in zip(names, stay, strict=True)},
                {name: shown(n) for name, n in zip(names, left, strict=True)},
                attrition(told, stay),
            )
        )
    return table
