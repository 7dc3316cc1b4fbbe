"""Thresholds that a measurement supports, and what is missing where it supports none.

The research point: at most 1 % of the other pictures cross it, and at most 2 % of every source by its upper
bound (facts, section 6.2). The label point: at most 0.1 % of every source by its upper bound, and nine
labels in ten right where 2 % of the pictures are AI (specification, section 9).

No picture is counted by a calibration or a threshold that its own source or generator had a part in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from colophon_model.bar import PREVALENCE, expected_precision
from colophon_model.evaluation.bounds import lower_bound
from colophon_model.evaluation.calibration import NotCalibrated, fit
from colophon_model.evaluation.folds import folds_of
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Bools, Floats, Ints
from colophon_model.evaluation.rates import Rate, by_group
from colophon_model.evaluation.thresholds import Bar, threshold
from colophon_model.manifest import GroupRate, OperatingPoint

FOLDS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold from all pictures, and what it let through on pictures that had no part in theirs.

    ``threshold`` is the ``candidate`` when nothing is ``missing``, else None. ``hits`` are shares of AI
    pictures by condition. ``missing`` says in sentences what the bar asks for and the pictures do not show.
    """

    bar: Bar
    candidate: float | None
    pooled: Rate
    groups: dict[str, Rate]
    hits: dict[str, float]
    missing: list[str]

    @property
    def threshold(self) -> float | None:
        """The threshold that may be used, or None."""
        return None if self.missing else self.candidate

    def stated(self, measured_on: str = "", date: str = "") -> OperatingPoint:
        """The point as a manifest holds it; ``measured_on`` names the pack, ``date`` is ISO 8601."""
        return OperatingPoint(
            name=self.bar.name,
            threshold=self.threshold,
            fpr=self.pooled.fpr if self.pooled.n else None,
            fpr_upper95=self.pooled.upper95,
            n_real=self.pooled.n,
            tpr_by_condition=self.hits,
            groups={
                name: GroupRate(n=rate.n, wrong=rate.wrong, upper95=rate.upper95)
                for name, rate in self.groups.items()
            },
            measured_on=measured_on,
            date=date,
        )


def point(measured: Measured, aggregate: str, bar: Bar) -> Point:
    """The threshold of ``bar``. Raises NotCalibrated when there is no calibration to measure it under."""
    fold = cross_folds(measured)
    fitted = fit(measured, aggregate)
    everything = np.ones(measured.ai.size, dtype=bool)
    candidate = threshold(measured, measured.scores(aggregate, fitted.a, fitted.b), everything, bar)
    over = np.zeros(measured.ai.size, dtype=bool)
    judged = np.zeros(measured.ai.size, dtype=bool)
    hit = {name: np.zeros(cell.index.size, dtype=bool) for name, cell in measured.cells.items()}
    for one in np.unique(fold):
        own = fit(measured, aggregate, fold != one)
        score = measured.scores(aggregate, own.a, own.b)
        limit = threshold(measured, score, fold != one, bar)
        here, worst = fold == one, measured.worst(score)
        over[here], judged[here] = worst[here] >= limit, ~np.isnan(worst[here])
        for name, cell in measured.cells.items():
            mine = fold[cell.index] == one
            hit[name][mine] = score[name][mine] >= limit
    other = np.flatnonzero(judged & ~measured.ai)
    rates = by_group(measured, other, over[other])
    pooled = Rate.of(int(over[other].sum()), other.size)
    hits = _hits(measured, hit)
    chance = _hit_bound(measured, hit)
    found = Point(bar, candidate if candidate <= 1 else None, pooled, rates, hits, [])
    return replace(found, missing=_missing(found, chance))


def cross_folds(measured: Measured) -> Ints:
    """The folds that scores are crossed over: of the models where there are several, else of groups.

    Raises NotCalibrated when a class has one group only.
    """
    if np.unique(measured.fold).size > 1:
        return measured.fold
    names = [measured.names[number] for number in measured.group]
    kinds = {ai: np.unique(measured.group[measured.ai == ai]).size for ai in (True, False)}
    if min(kinds.values()) < 2:
        raise NotCalibrated(
            f"{kinds[True]} generator(s) and {kinds[False]} source(s) of other pictures: two of each "
            "are needed, so that no picture is judged by constants its own group had a part in"
        )
    return folds_of(measured.ai.tolist(), names, min(FOLDS, *kinds.values()))


def crossed_scores(measured: Measured, aggregate: str) -> dict[str, Floats]:
    """Scores by condition, each picture's under the calibration of the other folds."""
    fold = cross_folds(measured)
    result = {name: np.full(cell.index.size, np.nan) for name, cell in measured.cells.items()}
    for one in np.unique(fold):
        own = fit(measured, aggregate, fold != one)
        for name, score in measured.scores(aggregate, own.a, own.b).items():
            mine = fold[measured.cells[name].index] == one
            result[name][mine] = score[mine]
    return result


def _hits(measured: Measured, hit: Mapping[str, Bools]) -> dict[str, float]:
    table = {}
    for name, cell in measured.cells.items():
        ai = measured.ai[cell.index] & (cell.stop == "")
        if ai.any():
            table[name] = float(hit[name][ai].mean())
    return table


def _hit_bound(measured: Measured, hit: Mapping[str, Bools]) -> float:
    """Lower bound of the share of AI pictures hit, in the condition with the lowest one."""
    bounds = [
        lower_bound(int(hit[name][ai].sum()), int(ai.sum()))
        for name, cell in measured.cells.items()
        if (ai := measured.ai[cell.index] & (cell.stop == "")).any()
    ]
    return min(bounds, default=0.0)


def _missing(found: Point, chance: float) -> list[str]:
    bar, pooled = found.bar, found.pooled
    said = []
    if found.candidate is None:
        said.append("no score below 1 keeps the bar")
    if pooled.n < bar.pooled:
        lacking = bar.pooled - pooled.n
        said.append(f"{pooled.n} other pictures, {bar.pooled:,} are needed: {lacking:,} are missing")
    if pooled.n and pooled.fpr > bar.fpr:
        said.append(f"{pooled.wrong} of {pooled.n} other pictures cross it, at most {bar.fpr:.1%} may")
    if bar.precision is not None and (right := expected_precision(found.stated())) < bar.precision:
        said.append(
            f"{right:.0%} of its labels would be right with {PREVALENCE:.0%} AI pictures in a feed, "
            f"{bar.precision:.0%} are needed"
        )
    if bar.precision is None and chance <= pooled.upper95:
        said.append(
            f"the share of AI pictures over it (at least {chance:.1%}) does not clear that of the others "
            f"(at most {pooled.upper95:.1%})"
        )
    return said + [lack for name, rate in found.groups.items() if (lack := _missing_of(bar, name, rate))]


def _missing_of(bar: Bar, name: str, rate: Rate) -> str | None:
    if rate.n < bar.group:
        there = "1 picture" if rate.n == 1 else f"{rate.n:,} pictures"
        return f"{name}: {there}, {bar.group:,} are needed: {bar.group - rate.n:,} are missing"
    if rate.upper95 > bar.upper:
        bound = f"upper bound {rate.upper95:.2%}, at most {bar.upper:.1%} may"
        return f"{name}: {rate.wrong} of {rate.n} cross it ({bound})"
    return None
