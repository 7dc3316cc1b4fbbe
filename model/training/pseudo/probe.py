"""A linear probe: logistic regression on standardised statistics, both classes weighing the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.pseudo.pairs import Floats

RIDGE = 3.0  # against weights in units of one standard deviation; fixed beforehand
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Probe:
    """Scores rows of statistics: higher for what resembles the second class."""

    mean: Floats
    scale: Floats
    weights: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Logits (without offset) of ``rows`` (n, statistics)."""
        scores: Floats = np.clip((rows - self.mean) / self.scale, -5, 5) @ self.weights
        return scores


def fit(first: Floats, second: Floats) -> Probe:
    """The probe that tells ``second`` (n, statistics) from ``first``, by Newton's method."""
    rows = np.concatenate([first, second])
    label = np.repeat([0.0, 1.0], [len(first), len(second)])
    share = np.repeat(
        [len(rows) / (2 * len(first)), len(rows) / (2 * len(second))], [len(first), len(second)]
    )
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    inputs = np.column_stack([np.clip((rows - mean) / scale, -5, 5), np.ones(len(rows))])
    ridge = np.full(inputs.shape[1], RIDGE)
    ridge[-1] = 0
    weights = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (share * (label - chance)) - ridge * weights
        curvature = (inputs.T * (share * chance * (1 - chance))) @ inputs + np.diag(ridge + 1e-6)
        step = np.linalg.solve(curvature, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return Probe(mean, scale, weights[:-1])
