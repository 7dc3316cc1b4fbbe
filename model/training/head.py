"""The head: a linear logistic regression on the trunk's features. Convex: it has one answer and no seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from colophon_model.evaluation.metrics import Bools, Floats

Features = NDArray[np.float32]

_LEAST_SPREAD = 1e-3  # a feature that never changes is not blown up
_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Head:
    """Logit of features (..., n): ``features @ slope + offset``."""

    slope: Floats
    offset: float

    def __call__(self, features: Features) -> Floats:
        """Logits (...,), higher for AI."""
        return np.asarray(features.astype(np.float64) @ self.slope + self.offset)


def fit(features: Features, ai: Bools, weights: Floats, decay: float) -> Head:
    """The head of least weighted log loss plus ``decay`` / 2 times the squared norm of its slope.

    ``features`` (samples, n) are brought to mean 0 and spread 1 first; the slope is given for them as they
    were. Raises ValueError when the fit does not settle.
    """
    middle, spread = features.mean(0), features.std(0) + _LEAST_SPREAD
    scaled = (features - middle) / spread
    sign = np.where(ai, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slope = parameters[:-1]
        margin = (scaled @ slope.astype(np.float32) + parameters[-1]) * sign
        pull = -share * sign / (1 + np.exp(np.clip(margin, -50, 50)))
        value = float((share * np.logaddexp(0, -margin)).sum() + decay / 2 * slope @ slope)
        return value, np.append(scaled.T @ pull.astype(np.float32) + decay * slope, pull.sum())

    found = minimize(
        loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}
    )
    if not found.success:
        raise ValueError(f"the head did not settle: {found.message}")
    slope = found.x[:-1] / spread
    return Head(slope, float(found.x[-1] - middle @ slope))
