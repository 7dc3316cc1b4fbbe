"""Platt constants for pictures as they are delivered: slope from all conditions, offset for the worst.

Facts, section 6.1: the intercept by minimax over the deliveries, checked with each left out in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from colophon_model.aggregate import scores
from colophon_model.calibrate import fit_platt
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import Bools, Floats, calibration_error, even_weights

_SPAN = 12.0  # how far from the pooled offset the best one is looked for, in logits
_EDGE = 1e-7  # a score of exactly 0 or 1 has no finite loss


class NotCalibrated(Exception):
    """The logits do not support a calibration. ``str(error)`` says why."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """``sigmoid(a * logit + b)``, and the mean log loss by condition, both classes with the same say."""

    a: float
    b: float
    loss: dict[str, float]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One condition under constants it had a part in, and under those of the other conditions alone."""

    loss_with: float
    loss_without: float
    ece_with: float
    ece_without: float


def fit(measured: Measured, aggregate: str, used: Bools | None = None, but_for: str | None = None) -> Fitted:
    """Constants from the pictures ``used`` (all if not given) under all conditions except ``but_for``.

    Each condition and each class weighs the same. Raises NotCalibrated when a class is absent or the logits
    rank the wrong way round.
    """
    cells = {
        name: part
        for name, cell in measured.cells.items()
        if name != but_for and (part := _judged(measured, cell, used)) is not None
    }
    if not cells:
        raise NotCalibrated("there is no condition with judged pictures of both classes")
    a, b = _pooled(list(cells.values()), aggregate)
    if a <= 0:
        raise NotCalibrated(f"the logits rank the wrong way round (slope {a:.4f})")

    def losses(offset: float) -> dict[str, float]:
        return {name: _loss(scores(x, aggregate, a, offset), ai) for name, (x, ai) in cells.items()}

    found = minimize_scalar(
        lambda offset: max(losses(offset).values()), bounds=(b - _SPAN, b + _SPAN), method="bounded"
    )
    return Fitted(a, float(found.x), losses(float(found.x)))


def left_out(measured: Measured, aggregate: str) -> dict[str, LeftOut]:
    """Each condition with and without a part in the constants; empty when there is one condition only."""
    everything = fit(measured, aggregate)
    table = {}
    for name in everything.loss if len(everything.loss) > 1 else ():
        part = _judged(measured, measured.cells[name], None)
        others = fit(measured, aggregate, but_for=name)
        if part is not None:
            loss, error = zip(*(_errors(part, aggregate, one) for one in (everything, others)), strict=True)
            table[name] = LeftOut(*loss, *error)
    return table


def _judged(measured: Measured, cell: Cell, used: Bools | None) -> tuple[Floats, Bools] | None:
    kept = ~np.isnan(cell.logits).any(1)
    if used is not None:
        kept &= used[cell.index]
    ai = measured.ai[cell.index[kept]]
    return (cell.logits[kept], ai) if ai.any() and not ai.all() else None


def _pooled(parts: Sequence[tuple[Floats, Bools]], aggregate: str) -> tuple[float, float]:
    """Constants for what they are applied to: the mean over the views, or each view (`aggregate.scores`)."""
    if aggregate == "mean_logit":
        parts = [(x.mean(1, keepdims=True), ai) for x, ai in parts]
    views = [x.shape[1] for x, _ in parts]
    weights = np.concatenate([even_weights(ai).repeat(v) for (_, ai), v in zip(parts, views, strict=True)])
    return fit_platt(
        np.concatenate([x.ravel() for x, _ in parts]),
        np.concatenate([ai.repeat(v) for (_, ai), v in zip(parts, views, strict=True)]),
        weights / weights.mean(),
    )


def _errors(part: tuple[Floats, Bools], aggregate: str, fitted: Fitted) -> tuple[float, float]:
    score = scores(part[0], aggregate, fitted.a, fitted.b)
    return _loss(score, part[1]), calibration_error(score, part[1], weights=even_weights(part[1]))


def _loss(score: Floats, ai: Bools) -> float:
    right = np.where(ai, score, 1 - score).clip(_EDGE, None)
    return float(-(even_weights(ai) * np.log(right)).sum())
