"""Logits that came with a model: of pictures its own trainer held out, fold by fold.

They let anybody make a model's figures again without the pictures. A folder that has them holds
``held_out.npz`` (`Measured.save`, with logits also where a gate would stop the picture), ``squares.npz``
(the same when the model was given nothing but central squares of one size) and ``statistics.npz``: for each
condition plain statistics of these squares (pictures, kinds).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from colophon_model.evaluation.audited import Audited, audited
from colophon_model.evaluation.bootstrap import ROUNDS
from colophon_model.evaluation.calibration import Fitted, fit
from colophon_model.evaluation.figures import figures
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import Floats, Ints
from colophon_model.evaluation.operating import Point, crossed_scores, point
from colophon_model.evaluation.rates import CANDIDATE, one_percent
from colophon_model.evaluation.shortcuts import NAMES
from colophon_model.evaluation.thresholds import LABEL, RESEARCH

LOGITS, SQUARES, STATISTICS = "held_out.npz", "squares.npz", "statistics.npz"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was held out, as it lies in a model's folder."""

    measured: Measured
    squares: Measured
    statistics: Mapping[str, Floats]

    @classmethod
    def read(cls, folder: Path) -> HeldOut:
        """The logits in ``folder``. Raises FileNotFoundError where there are none."""
        with np.load(folder / STATISTICS, allow_pickle=False) as data:
            statistics = {name: data[name] for name in data}
        return cls(Measured.read(folder / LOGITS), Measured.read(folder / SQUARES), statistics)

    def served(self) -> Measured:
        """As the slot would have it: no logits where a gate stops the picture."""
        return self._changed(
            lambda cell: replace(cell, logits=np.where((cell.stop == "")[:, None], cell.logits, np.nan))
        )

    def ungated(self) -> Measured:
        """As if there were no gates: every picture counts."""
        return self._changed(lambda cell: Cell.of(cell.index, cell.logits))

    def without(self, group: str) -> HeldOut:
        """Everything but one group."""
        number = self.measured.names.index(group)
        kept = {name: self.measured.group[c.index] != number for name, c in self.measured.cells.items()}
        return HeldOut(
            _without(self.measured, number),
            _without(self.squares, number),
            {name: rows[kept[name]] for name, rows in self.statistics.items()},
        )

    def _changed(self, change: Callable[[Cell], Cell]) -> Measured:
        cells = {name: change(cell) for name, cell in self.measured.cells.items()}
        return replace(self.measured, cells=cells)


def _without(measured: Measured, number: int) -> Measured:
    cells = {}
    for name, cell in measured.cells.items():
        kept = measured.group[cell.index] != number
        cells[name] = Cell(cell.index[kept], cell.logits[kept], cell.stop[kept])
    return replace(measured, cells=cells)


@dataclass(frozen=True, slots=True)
class Results:
    """All that is said of a model from its held-out logits."""

    all_pictures: Audited
    equal_squares: Audited
    served: Audited
    calibration: Fitted
    points: list[Point]


def results(held: HeldOut, aggregate: str, rounds: int = ROUNDS) -> Results:
    """The figures of ``held``. Raises NotCalibrated where the logits rank the wrong way round."""
    served = held.served()
    return Results(
        table(held, held.ungated(), aggregate, rounds),
        table(held, held.squares, aggregate, rounds),
        table(held, served, aggregate, rounds),
        fit(served, aggregate),
        [point(served, aggregate, bar) for bar in (RESEARCH, LABEL)],
    )


def table(held: HeldOut, measured: Measured, aggregate: str, rounds: int = ROUNDS) -> Audited:
    """The figures of ``measured``, one way to look at ``held``, and the audit of its squares beside them."""
    constants = fit(measured, aggregate)
    score = measured.scores(aggregate, constants.a, constants.b)
    found = figures(
        measured,
        score,
        {CANDIDATE: one_percent(measured, score)},
        crossed_scores(measured, aggregate),
        rounds,
    )
    plain = {name: _rows(held, name, measured.cells[name].index) for name in found.conditions}
    return audited(measured, score, found, plain, rounds)


def _rows(held: HeldOut, name: str, index: Ints) -> list[dict[str, float]]:
    """Statistics of the pictures ``index``; those of a condition are in the order of its whole pictures."""
    place = {int(number): row for row, number in enumerate(held.measured.cells[name].index)}
    rows = held.statistics[name][[place[int(number)] for number in index]]
    return [dict(zip(NAMES, row, strict=True)) for row in rows.tolist()]
