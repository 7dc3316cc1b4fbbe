"""Figures of scores. Comparisons stay inside a fold: other folds are other models."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BINS = 15


def auc(ai: Floats, other: Floats) -> float:
    """Chance that a picture of the first kind scores higher than one of the second; ties count half.

    NaN when one of the kinds has no picture.
    """
    if not ai.size or not other.size:
        return math.nan
    ordered = np.sort(other)
    below = np.searchsorted(ordered, ai, "left") + np.searchsorted(ordered, ai, "right")
    return float(below.sum() / (2 * ai.size * other.size))


def auc_within_folds(score: Floats, ai: Bools, fold: Ints) -> float:
    """AUC over the pairs whose two pictures were held out from the same model; NaN when there is none."""
    right = pairs = 0.0
    if fold.size and (fold == fold[0]).all():
        return auc(score[ai], score[~ai])
    for one in np.unique(fold):
        positive, negative = score[(fold == one) & ai], score[(fold == one) & ~ai]
        if count := positive.size * negative.size:
            right += auc(positive, negative) * count
            pairs += count
    return right / pairs if pairs else math.nan


def pairs_within_folds(ai: Bools, fold: Ints) -> int:
    """How many pairs `auc_within_folds` compares."""
    return sum(int(((fold == one) & ai).sum()) * int(((fold == one) & ~ai).sum()) for one in np.unique(fold))


def hits_at(score: Floats, ai: Bools, fpr: float) -> float:
    """Share of the AI pictures above the score that ``fpr`` of the others exceed; NaN without either."""
    other = np.sort(score[~ai])[::-1]
    if not other.size or not ai.any():
        return math.nan
    return float((score[ai] > other[math.floor(fpr * other.size)]).mean())


def even_weights(ai: Bools) -> Floats:
    """Weights that add up to 1 and give both classes the same say, however many pictures each has."""
    share = np.where(ai, 1 / max(1, int(ai.sum())), 1 / max(1, int((~ai).sum())))
    return np.asarray(share / share.sum())


def calibration_bins(
    score: Floats, ai: Bools, bins: int = BINS, weights: Floats | None = None
) -> list[tuple[float, float, float]]:
    """Mean score, share of AI pictures and weight of each of ``bins`` bins of equal mass, lowest first."""
    weights = np.full(score.size, 1 / score.size) if weights is None else weights / weights.sum()
    order = np.argsort(score, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    number = np.minimum((middle * bins).astype(np.int64), bins - 1)
    mass = np.bincount(number, weights[order], bins)
    means = np.bincount(number, (weights * score)[order], bins)
    shares = np.bincount(number, (weights * ai)[order], bins)
    kept = mass > 0
    mass, means, shares = mass[kept], means[kept], shares[kept]
    return list(zip((means / mass).tolist(), (shares / mass).tolist(), mass.tolist(), strict=True))


def calibration_error(score: Floats, ai: Bools, bins: int = BINS, weights: Floats | None = None) -> float:
    """Expected calibration error over bins of equal mass; NaN without pictures."""
    if not score.size:
        return math.nan
    return sum(abs(mean - share) * mass for mean, share, mass in calibration_bins(score, ai, bins, weights))


def calibration_noise(score: Floats, rng: np.random.Generator, rounds: int = 100) -> float:
    """The calibration error that scores which are right would show on as many pictures, on average.

    Bins of few pictures are never empty of error: a figure near this one is no sign of bad calibration.
    """
    drawn = [calibration_error(score, rng.random(score.size) < score) for _ in range(rounds)]
    return float(np.mean(drawn)) if score.size else math.nan


def brier(score: Floats, ai: Bools, weights: Floats | None = None) -> float:
    """Mean squared distance of the score from what the picture is (Brier 1950); NaN without pictures."""
    return float(np.average((score - ai) ** 2, weights=weights)) if score.size else math.nan


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Share of wrong answers among the pictures answered, as fewer are answered (El-Yaniv and Wiener 2010).

    ``coverage`` is a share of all pictures, those that a gate stopped included; ``area`` is the mean risk
    over the coverages reached, lower is better.
    """

    coverage: Floats
    risk: Floats
    area: float


def risk_coverage(score: Floats, ai: Bools, stopped: int = 0, points: int = 50) -> RiskCoverage:
    """The curve for answers at a score of .5, the surest first, both classes weighing the same."""
    weights = even_weights(ai)
    order = np.argsort(-np.abs(score - 0.5), kind="stable")
    wrong = (score >= 0.5) != ai
    said = np.cumsum(weights[order])
    risk = np.cumsum((weights * wrong)[order]) / said
    coverage = said * (score.size / (score.size + stopped))
    at = np.unique(np.linspace(0, score.size - 1, min(points, score.size)).round().astype(np.int64))
    return RiskCoverage(coverage[at], risk[at], float(np.average(risk, weights=weights[order])))
