"""From the output tensor of one picture's views to one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from colophon_model.calibrate import Floats, platt, sigmoid
from colophon_model.manifest import Calibration, OutputSpec, Preprocess

_EDGE = 1e-7  # a probability of exactly 0 or 1 has no finite logit


def view_logits(output: NDArray[Any], spec: OutputSpec) -> Floats:
    """One AI logit per view, higher for AI, from an output of shape (views, values) or (views,)."""
    values = np.asarray(output, dtype=np.float64).reshape(output.shape[0], -1)
    column = values[:, spec.ai_index]
    match spec.kind:
        case "logit" | "score_llr":
            logit = column
        case "prob":
            p = column.clip(_EDGE, 1 - _EDGE)
            logit = np.log(p / (1 - p))
        case "softmax2":
            logit = column - values[:, 1 - spec.ai_index]
    return np.asarray(logit if spec.higher_is_ai else -logit)


def score(logits: Floats, how: Preprocess, calibration: Calibration | None) -> float:
    """Score 0 to 1 of one picture from its views' logits, calibrated where there is a calibration."""
    return float(scores(logits[None], how.aggregate, *_constants(calibration))[0])


def scores(logits: Floats, aggregate: str, a: float = 1.0, b: float = 0.0) -> Floats:
    """Scores of many pictures from logits of shape (pictures, views)."""
    if aggregate == "mean_logit":
        return platt(logits.mean(1), a, b)
    return np.asarray(sigmoid(a * logits + b).mean(1))


def _constants(calibration: Calibration | None) -> tuple[float, float]:
    return (calibration.a, calibration.b) if calibration else (1.0, 0.0)
