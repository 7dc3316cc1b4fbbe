"""The figures of one condition from scores alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.bootstrap import ROUNDS, interval
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import (
    Bools,
    Floats,
    Ints,
    RiskCoverage,
    auc_within_folds,
    brier,
    calibration_bins,
    calibration_error,
    calibration_noise,
    even_weights,
    hits_at,
    pairs_within_folds,
    risk_coverage,
)

CURVE_POINTS = 120
HISTOGRAM_BINS = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """What was found under one way of delivery. Figures are of the pictures that no gate stopped.

    ``ece`` and ``brier`` give both classes the same say; ``ece_noise`` is the error that right scores would
    show on as many pictures. ``pairs`` are those whose order the AUC is of (inside folds), ``generators`` the
    AI pictures by generator. ``bins`` holds mean score, share of AI pictures and weight. ``roc`` holds
    pairs (share of the others over a threshold, share of the AI pictures over it). ``stopped`` counts by
    gate and group.
    """

    ai: int
    other: int
    pairs: int
    generators: dict[str, int]
    auc: float
    auc_95: tuple[float, float]
    auc_by_view: list[float]
    auc_by_fold: dict[str, float]
    hits_at_1: float
    hits_at_5: float
    ece: float
    ece_noise: float
    brier: float
    bins: list[tuple[float, float, float]]
    risk: RiskCoverage
    roc: list[tuple[float, float]]
    histogram: dict[str, list[float]]
    stopped_ai: int
    stopped_other: int
    stopped: dict[str, dict[str, int]]


def condition(
    measured: Measured, cell: Cell, score: Floats, crossed: Floats | None = None, rounds: int = ROUNDS
) -> Condition:
    """The figures of ``cell`` under ``score`` (pictures,), NaN where a gate stopped the picture.

    ``crossed`` are scores from a calibration that the picture had no part in, where there are such: the
    errors of the calibration are told from them, everything else from ``score``.
    """
    kept = ~np.isnan(score)
    numbers = cell.index[kept]
    ai, fold, group = measured.ai[numbers], measured.fold[numbers], measured.group[numbers]
    judged, probability = score[kept], (score if crossed is None else crossed)[kept]
    stopped_ai = measured.ai[cell.index[~kept]]
    rng = np.random.default_rng(1)

    def statistic(i: Ints) -> float:
        return auc_within_folds(judged[i], ai[i], fold[i])

    return Condition(
        ai=int(ai.sum()),
        other=int((~ai).sum()),
        pairs=pairs_within_folds(ai, fold),
        generators=dict(Counter(measured.names[number] for number in group[ai]).most_common()),
        auc=statistic(np.arange(ai.size)),
        auc_95=interval(statistic, group, rng, rounds),
        auc_by_view=[auc_within_folds(view, ai, fold) for view in cell.logits[kept].T],
        auc_by_fold={
            str(f): auc_within_folds(judged[fold == f], ai[fold == f], fold[fold == f])
            for f in np.unique(fold)
        },
        hits_at_1=hits_at(judged, ai, 0.01),
        hits_at_5=hits_at(judged, ai, 0.05),
        ece=calibration_error(probability, ai, weights=even_weights(ai)),
        ece_noise=calibration_noise(probability, rng),
        brier=brier(probability, ai, even_weights(ai)),
        bins=calibration_bins(probability, ai, weights=even_weights(ai)),
        risk=risk_coverage(judged, ai, int((~kept).sum())),
        roc=roc(judged, ai),
        histogram=histogram(judged, ai),
        stopped_ai=int(stopped_ai.sum()),
        stopped_other=int((~stopped_ai).sum()),
        stopped=_stopped(measured, cell),
    )


def roc(score: Floats, ai: Bools, points: int = CURVE_POINTS) -> list[tuple[float, float]]:
    """The curve from (0, 0) to (1, 1), thinned to about ``points`` thresholds."""
    thresholds = np.unique(score)[::-1]
    at = np.unique(np.linspace(0, thresholds.size - 1, min(points, thresholds.size)).round().astype(int))
    wrong, hit = np.sort(score[~ai]), np.sort(score[ai])
    curve = [
        (
            float(1 - np.searchsorted(wrong, t, "left") / max(1, wrong.size)),
            float(1 - np.searchsorted(hit, t, "left") / max(1, hit.size)),
        )
        for t in thresholds[at]
    ]
    return [(0.0, 0.0), *curve]


def histogram(score: Floats, ai: Bools, bins: int = HISTOGRAM_BINS) -> dict[str, list[float]]:
    """Share of each class in bins of equal width between the lowest and the highest score."""
    edges = np.linspace(float(score.min()), max(float(score.max()), float(score.min()) + 1e-6), bins + 1)
    shares = {
        name: (np.histogram(score[kind], edges)[0] / max(1, int(kind.sum()))).tolist()
        for name, kind in (("ai", ai), ("other", ~ai))
    }
    return {"edges": edges.tolist(), **shares}


def _stopped(measured: Measured, cell: Cell) -> dict[str, dict[str, int]]:
    counts: Counter[tuple[str, str]] = Counter(
        (str(gate), measured.names[measured.group[number]])
        for gate, number in zip(cell.stop, cell.index, strict=True)
        if gate
    )
    table: dict[str, dict[str, int]] = {}
    for (gate, group), count in counts.most_common():
        table.setdefault(gate, {})[group] = count
    return table
