"""Platt scaling: from a raw logit to a score that means something on the set it was fitted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROUNDS = 100
_TOLERANCE = 1e-10


def sigmoid(logit: ArrayLike) -> Floats:
    """The logistic function without overflow at either end."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(logit, dtype=np.float64))))


def platt(logit: ArrayLike, a: float, b: float) -> Floats:
    """Score 0 to 1 of ``logit``: ``sigmoid(a * logit + b)``."""
    return sigmoid(a * np.asarray(logit, dtype=np.float64) + b)


def fit_platt(logits: ArrayLike, ai: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Slope and offset of `platt` by weighted maximum likelihood with Platt's smoothed targets.

    ``ai`` is 1 for an AI picture and 0 for any other. The logits must come from pictures, sources and
    generators that the model has not seen. Raises ValueError when a class is absent or the fit does not end.
    """
    x = np.asarray(logits, dtype=np.float64)
    positive = np.asarray(ai, dtype=bool)
    count = int(positive.sum())
    if count == 0 or count == positive.size:
        raise ValueError("calibration needs pictures of both classes")
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=np.float64)
    target = np.where(positive, (count + 1) / (count + 2), 1 / (positive.size - count + 2))
    design = np.stack([x, np.ones_like(x)], 1)
    parameters = np.zeros(2)
    for _ in range(_ROUNDS):
        p = sigmoid(design @ parameters)
        gradient = design.T @ (w * (p - target))
        hessian = (design * (w * p * (1 - p))[:, None]).T @ design + 1e-12 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        parameters = parameters - step / max(
            1.0, float(np.abs(step).max())
        )  # at most 1 per round: no overshoot
        if np.abs(step).max() < _TOLERANCE:
            return float(parameters[0]), float(parameters[1])
    raise ValueError("calibration did not settle")
