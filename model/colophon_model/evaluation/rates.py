"""How many other pictures cross a threshold, group by group, with exact upper bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bounds import upper_bound
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Bools, Floats, Ints

ANY = "in any delivery"
CANDIDATE = "candidate"  # no point of the model: see `one_percent`


@dataclass(frozen=True, slots=True)
class Rate:
    """``wrong`` of ``n`` other pictures cross the threshold; ``upper95`` is one-sided (Clopper-Pearson)."""

    n: int
    wrong: int
    upper95: float

    @classmethod
    def of(cls, wrong: int, n: int) -> Rate:
        """The rate with its bound."""
        return cls(n, wrong, upper_bound(wrong, n))

    @property
    def fpr(self) -> float:
        """The share itself; NaN without pictures."""
        return self.wrong / self.n if self.n else float("nan")


@dataclass(frozen=True, slots=True)
class Crossing:
    """One condition at one threshold: the others pooled and by source, and the share of AI pictures hit."""

    pooled: Rate
    groups: dict[str, Rate]
    hits: float


def crossings(measured: Measured, score: Mapping[str, Floats], threshold: float) -> dict[str, Crossing]:
    """Every condition, and `ANY`: a picture counts there when it crosses under one condition at least."""
    rows = {
        name: _crossing(measured, cell.index, score[name], score[name] >= threshold)
        for name, cell in measured.cells.items()
    }
    worst = measured.worst(score)
    everything = np.arange(measured.ai.size)
    return rows | {ANY: _crossing(measured, everything, worst, worst >= threshold)}


def one_percent(measured: Measured, score: Mapping[str, Floats]) -> float:
    """The score that at most 1 % of the other pictures reach in their worst delivery; NaN without any."""
    worst = measured.worst(score)
    other = np.sort(worst[~measured.ai & ~np.isnan(worst)])[::-1]
    return float(np.nextafter(other[other.size // 100], 2)) if other.size else float("nan")


def by_group(measured: Measured, index: Ints, crossed: Bools) -> dict[str, Rate]:
    """Rates of the other pictures ``index`` (pictures,) by source, the highest bound first."""
    table = {}
    for number in np.unique(measured.group[index][~measured.ai[index]]):
        mine = (measured.group[index] == number) & ~measured.ai[index]
        table[measured.names[number]] = Rate.of(int(crossed[mine].sum()), int(mine.sum()))
    return dict(sorted(table.items(), key=lambda row: (-row[1].upper95, row[0])))


def _crossing(measured: Measured, index: Ints, score: Floats, crossed: Bools) -> Crossing:
    judged = ~np.isnan(score)
    index, crossed = index[judged], crossed[judged]
    ai = measured.ai[index]
    hits = float(crossed[ai].mean()) if ai.any() else float("nan")
    pooled = Rate.of(int(crossed[~ai].sum()), int((~ai).sum()))
    return Crossing(pooled, by_group(measured, index, crossed), hits)
