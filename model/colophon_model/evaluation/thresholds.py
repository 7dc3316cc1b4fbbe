"""Bars for thresholds, and the threshold that pictures suggest for one.

It is set with room to spare, because a rate that just keeps the bar on the pictures that set it breaks it on
the next ones every second time: the research point aims at half of its rates; the label point lies in the
middle between the lowest threshold that keeps its bar and the highest that still finds enough AI pictures.
A picture is over a threshold when it is in one of its deliveries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, logit

from colophon_model.bar import MAX_FPR, MIN_GROUP, MIN_PRECISION, PREVALENCE
from colophon_model.evaluation.bounds import upper_bound
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Bools, Floats

_AIM = 0.5  # of the rates of the bar, when a threshold is set
_EDGE = 1e-9  # a score of exactly 0 or 1 has no finite logit
_STEP = 1e-6  # thresholds are rounded up to this


@dataclass(frozen=True, slots=True)
class Bar:
    """What a threshold has to show: pooled share, upper bound by source, and pictures of each and in all."""

    name: Literal["research", "label"]
    fpr: float
    upper: float
    group: int
    pooled: int
    precision: float | None = None


RESEARCH = Bar("research", 0.01, 0.02, 300, 1000)
LABEL = Bar("label", MAX_FPR, MAX_FPR, MIN_GROUP, MIN_GROUP, MIN_PRECISION)


def threshold(measured: Measured, score: Mapping[str, Floats], used: Bools, bar: Bar) -> float:
    """The threshold that the pictures ``used`` suggest for ``bar``; above 1 where no score keeps it."""
    worst = measured.worst(score)
    others = used & ~measured.ai & ~np.isnan(worst)
    limits = [_above(worst[others], math.floor(_AIM * bar.fpr * int(others.sum())))]
    for group in np.unique(measured.group[others]):
        mine = worst[others & (measured.group == group)]
        limits.append(_above(mine, _allowed(mine.size, _AIM * bar.upper)))
    lowest = max(limits)
    if bar.precision is None:
        return lowest
    highest = _finding(measured, score, used, hits_needed(bar.precision, bar.upper))
    return _middle(lowest, highest) if highest > lowest else lowest


def hits_needed(precision: float, mistaken: float, prevalence: float = PREVALENCE) -> float:
    """The share of AI pictures to be found for ``precision`` of the labels to be right (`bar`)."""
    return precision * mistaken * (1 - prevalence) / ((1 - precision) * prevalence)


def _finding(measured: Measured, score: Mapping[str, Floats], used: Bools, share: float) -> float:
    """The highest threshold that a ``share`` of the AI pictures cross in every delivery."""
    limits = []
    for name, cell in measured.cells.items():
        ai = score[name][(used & measured.ai)[cell.index]]
        judged = ai[~np.isnan(ai)]
        limits.append(float(np.quantile(judged, 1 - min(1.0, share))) if judged.size else 1.0)
    return min(limits, default=0.0)


def _middle(low: float, high: float) -> float:
    """Half-way between two scores on the scale of their logits."""
    logits = [logit(min(max(value, _EDGE), 1 - _EDGE)) for value in (low, high)]
    return float(expit(sum(logits) / 2))


def _above(score: Floats, allowed: int) -> float:
    """Just above the score that ``allowed`` of the pictures exceed."""
    if allowed >= score.size:
        return 0.0
    highest = float(np.sort(score)[::-1][allowed])
    return math.ceil((highest + _STEP / 10) / _STEP) * _STEP


def _allowed(count: int, upper: float) -> int:
    """How many of ``count`` may cross with the bound still at ``upper``; 0 where it is out of reach."""
    allowed = 0
    while upper_bound(allowed + 1, count) <= upper:
        allowed += 1
    return allowed
