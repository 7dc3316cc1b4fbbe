"""The part of a set in which simple statistics do not tell the classes apart (facts, section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

from colophon_model.evaluation.bootstrap import ROUNDS, interval
from colophon_model.evaluation.metrics import Bools, Floats, Ints, auc
from colophon_model.evaluation.shortcuts import Audit, audit_of

FEWEST = 30  # pairs: below that an audit within bounds is chance
MOST = 2000  # pictures of each class: the work grows with the square
_STEPS = 100  # numbers of pairs that are tried


@dataclass(frozen=True, slots=True)
class Matched:
    """AUC on ``pairs`` of an AI picture and another one alike in every statistic, and their own audit."""

    pairs: int
    auc: float
    auc_95: tuple[float, float]
    audit: Audit


def matched(
    rows: Sequence[Mapping[str, float]], score: Floats, ai: Bools, group: Ints, rounds: int = ROUNDS
) -> Matched | None:
    """The most pairs, closest first, whose audit stays within bounds; None for fewer than `FEWEST`.

    ``rows`` are the statistics of the judged pictures (pictures,), ``score`` what the model gave them. Pairs
    are those of least total distance between ranks; no picture is in two.
    """
    one, two = pairs(rows, ai)
    for count in range(len(one), FEWEST - 1, -max(1, len(one) // _STEPS)):
        kept = np.concatenate([one[:count], two[:count]])
        audit = audit_of([rows[i] for i in kept], ai[kept])
        if not audit.void:
            return _figures(kept, count, audit, score, ai, group, rounds)
    return None


def pairs(rows: Sequence[Mapping[str, float]], ai: Bools) -> tuple[Ints, Ints]:
    """Numbers of the AI pictures and of their partners, the closest pair first.

    Of a class with more than `MOST` pictures, so many are drawn, always the same.
    """
    ranks = np.stack([rankdata([r[name] for r in rows]) / len(rows) for name in rows[0]], 1)
    first, second = _drawn(np.flatnonzero(ai)), _drawn(np.flatnonzero(~ai))
    distance = np.zeros((first.size, second.size))
    for rank in ranks.T:
        np.maximum(distance, np.abs(rank[first][:, None] - rank[second]), out=distance)
    left, right = linear_sum_assignment(distance)
    order = np.argsort(distance[left, right], kind="stable")
    return first[left[order]], second[right[order]]


def _drawn(numbers: Ints) -> Ints:
    return numbers if numbers.size <= MOST else np.random.default_rng(1).choice(numbers, MOST, replace=False)


def _figures(
    kept: Ints, count: int, audit: Audit, score: Floats, ai: Bools, group: Ints, rounds: int
) -> Matched:
    values, labels = score[kept], ai[kept]

    def statistic(i: Ints) -> float:
        return auc(values[i][labels[i]], values[i][~labels[i]])

    bounds = interval(statistic, group[kept], np.random.default_rng(1), rounds)
    return Matched(count, statistic(np.arange(kept.size)), bounds, audit)
