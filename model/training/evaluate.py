"""Figures of one run from held-out logits: no picture is judged by a net that knew its group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from colophon_model.aggregate import scores
from colophon_model.calibrate import fit_platt
from colophon_model.evaluation.bootstrap import interval
from colophon_model.evaluation.bounds import lower_bound, upper_bound
from colophon_model.evaluation.metrics import (
    Bools,
    Floats,
    Ints,
    auc,
    auc_within_folds,
    calibration_error,
    hits_at,
)
from colophon_model.evaluation.pack import Item
from training.views import PACK

AGGREGATE = "mean_prob"
RESEARCH_FPR, RESEARCH_UPPER = 0.01, 0.02  # facts, section 6.2, pooled


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition: numbers of the pictures in the pack and their held-out logits (pictures, views)."""

    index: Ints
    logits: Floats


@dataclass(frozen=True, slots=True)
class Held:
    """The held-out logits of a run, with what is known about the pictures."""

    ai: Bools
    group: Ints
    names: list[str]  # of the groups
    fold: Ints
    cells: dict[str, Cell]
    controls: dict[str, Floats]  # logits on PACK; NaN where a control had seen the picture

    @classmethod
    def read(cls, run: Path, items: Sequence[Item]) -> Held:
        """The run in folder ``run`` over the pictures ``items``."""
        with np.load(run / "logits.npz", allow_pickle=False) as data:
            arrays = {key: data[key] for key in data}
        cells = {
            key.removeprefix("logits/"): Cell(arrays[key.replace("logits/", "index/")], arrays[key])
            for key in arrays
            if key.startswith("logits/")
        }
        names = sorted({item.group for item in items})
        return cls(
            np.array([item.ai for item in items]),
            np.array([names.index(item.group) for item in items]),
            names,
            arrays["fold"],
            cells,
            {k.removeprefix("control/"): v for k, v in arrays.items() if k.startswith("control/")},
        )


def calibration(held: Held, but_for: int | None = None) -> tuple[float, float]:
    """Platt constants from the held-out logits of all conditions, each condition and class weighing the same.

    ``but_for`` leaves out a fold, so that its pictures can be scored by constants they had no part in.
    """
    logits, ai, weights = [], [], []
    for cell in held.cells.values():
        used = held.fold[cell.index] != but_for
        labels = held.ai[cell.index][used]
        views = cell.logits.shape[1]
        logits.append(cell.logits[used].ravel())
        ai.append(labels.repeat(views))
        share = np.where(labels, 1 / max(1, labels.sum()), 1 / max(1, (~labels).sum()))
        weights.append(share.repeat(views) * len(labels))
    w = np.concatenate(weights)
    return fit_platt(np.concatenate(logits), np.concatenate(ai), w / w.mean())


def slopes_but_for(held: Held) -> dict[int, float]:
    """Slope of the calibration with each fold left out. A sign that changes says how little it rests on."""
    return {int(fold): calibration(held, int(fold))[0] for fold in np.unique(held.fold)}


def served_scores(held: Held) -> dict[str, Floats]:
    """Scores by condition under the calibration that is shipped."""
    a, b = calibration(held)
    if a <= 0:
        raise ValueError(f"the held-out logits rank the wrong way round (slope {a:.4f}): nothing to release")
    return {name: scores(cell.logits, AGGREGATE, a, b) for name, cell in held.cells.items()}


def cross_scores(held: Held) -> dict[str, Floats]:
    """Scores by condition, each picture's under the calibration of the other folds."""
    constants = {int(fold): calibration(held, int(fold)) for fold in np.unique(held.fold)}
    result = {}
    for name, cell in held.cells.items():
        score = np.empty(len(cell.index))
        for fold, (a, b) in constants.items():
            here = held.fold[cell.index] == fold
            score[here] = scores(cell.logits[here], AGGREGATE, a, b)
        result[name] = score
    return result


def condition_figures(held: Held, cell: Cell, score: Floats, crossed: Floats) -> dict[str, Any]:
    """AUC with its interval, hits at fixed shares of mistakes, and calibration, under one condition.

    ``score`` is the one served; ``crossed``, from the calibration of the other folds, is used for the errors
    of the calibration alone: with a slope for each fold the ranking of some would be turned.
    """
    ai, fold, group = held.ai[cell.index], held.fold[cell.index], held.group[cell.index]

    def statistic(i: Ints) -> float:
        return auc_within_folds(score[i], ai[i], fold[i])

    low, high = interval(statistic, group, np.random.default_rng(1))
    return {
        "ai": int(ai.sum()),
        "other": int((~ai).sum()),
        "auc": statistic(np.arange(len(ai))),
        "auc_95": [low, high],
        "auc_by_fold": {int(f): _auc_or_none(score[fold == f], ai[fold == f]) for f in np.unique(held.fold)},
        "auc_by_view": [auc_within_folds(view, ai, fold) for view in cell.logits.T],
        "tpr_at_fpr_1": hits_at(score, ai, 0.01),
        "tpr_at_fpr_5": hits_at(score, ai, 0.05),
        "ece": calibration_error(crossed, ai),
        "brier": float(((crossed - ai) ** 2).mean()),
    }


def group_figures(held: Held, score: Floats) -> dict[str, float]:
    """AUC of every group on PACK against the other class of its fold, worst first."""
    figures = {}
    for number, name in enumerate(held.names):
        mine = held.group == number
        against = (held.fold == held.fold[mine][0]) & (held.ai != held.ai[mine][0])
        pair = (score[mine], score[against]) if held.ai[mine][0] else (score[against], score[mine])
        figures[name] = auc(*pair)
    return dict(sorted(figures.items(), key=lambda pair: pair[1]))


def control_figures(held: Held, score: Floats) -> dict[str, float]:
    """AUC of the controls on what they had not seen, and of the honest net on the same fold."""
    figures = {}
    for name, logits in held.controls.items():
        unseen = ~np.isnan(logits).any(1)
        mean = logits.mean(1)
        figures[name] = auc(mean[unseen & held.ai], mean[unseen & ~held.ai])
    first = held.fold == 0
    return figures | {"honest, fold 0": auc(score[first & held.ai], score[first & ~held.ai])}


def research_point(held: Held, score: dict[str, Floats]) -> dict[str, Any]:
    """The threshold that at most 1 % of the other pictures cross in their worst condition.

    It is given only if it tells something: the lower bound of the hits must lie above the upper bound of the
    mistakes. Otherwise ``threshold`` is None.
    """
    worst = np.zeros(len(held.ai))
    for name, cell in held.cells.items():
        np.maximum.at(worst, cell.index, score[name])
    other = np.sort(worst[~held.ai])[::-1]
    allowed = math.floor(RESEARCH_FPR * other.size)
    threshold = math.ceil((other[allowed] + 1e-9) * 1e4) / 1e4
    wrong = int((other >= threshold).sum())
    hits = int((score[PACK][held.ai] >= threshold).sum())
    bound, least = upper_bound(wrong, other.size), lower_bound(hits, int(held.ai.sum()))
    tpr = {n: float((score[n][held.ai[c.index]] >= threshold).mean()) for n, c in held.cells.items()}
    return {
        "threshold": threshold if bound <= RESEARCH_UPPER and least > bound else None,
        "candidate": threshold,
        "wrong": wrong,
        "n_real": int(other.size),
        "fpr": wrong / other.size,
        "fpr_upper95": bound,
        "tpr_lower95": least,
        "tpr_by_condition": tpr,
        "by_source": _by_source(held, worst, threshold),
    }


def _by_source(held: Held, worst: Floats, threshold: float) -> dict[str, dict[str, float]]:
    table = {}
    for number, name in enumerate(held.names):
        mine = (held.group == number) & ~held.ai
        if mine.any():
            wrong, count = int((worst[mine] >= threshold).sum()), int(mine.sum())
            table[name] = {"wrong": wrong, "n": count, "fpr_upper95": upper_bound(wrong, count)}
    return dict(sorted(table.items(), key=lambda row: -row[1]["fpr_upper95"]))


def _auc_or_none(score: Floats, ai: Bools) -> float | None:
    return auc(score[ai], score[~ai]) if ai.any() and (~ai).any() else None
