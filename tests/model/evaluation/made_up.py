"""Made-up measurements whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from colophon_model.evaluation.measured import Cell, Measured


def gap_of(auc: float) -> float:
    """How far two unit normals must lie apart for this AUC."""
    return float(ndtri(auc) * np.sqrt(2))


def measured(
    gap: float,
    count: int = 4000,
    *,
    groups: int = 4,
    folds: int = 1,
    views: int = 1,
    conditions: Sequence[str] = ("native",),
    spread: float = 0.0,
    seed: int = 3,
) -> Measured:
    """Logits of both classes ``gap`` apart; the means of the ``groups`` of each differ by ``spread``."""
    rng = np.random.default_rng(seed)
    number = np.arange(count)
    ai, part = number % 2 == 0, number // 2 % groups
    group = np.where(ai, part, groups + part)
    own = rng.normal(0, spread, 2 * groups) if spread else np.zeros(2 * groups)
    names = [f"generator {n}" for n in range(groups)] + [f"source {n}" for n in range(groups)]
    cells = {
        name: Cell.of(number, rng.normal(0, 1, (count, views)) + (gap * ai + own[group])[:, None])
        for name in conditions
    }
    return Measured(ai, group, names, part % folds, cells)
