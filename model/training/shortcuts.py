"""What else would tell the classes apart: simple statistics of what the net is given, under the same folds.

A statistic far from .5 means that content or history could explain a figure as well as traces do.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from colophon_model.preprocess import Pixels, native_crop
from training.data import Item, pixels
from training.metrics import Floats, Ints, auc_within_folds


def audit(folder: Path, items: Sequence[Item], fold: Ints) -> dict[str, float]:
    """AUC of each statistic of the native crop, higher meaning "more of it in AI pictures"."""
    rows = [_statistics(native_crop(pixels(folder, item, "crop"), 256, 8)) for item in items]
    ai = np.array([item.ai for item in items])
    return {name: auc_within_folds(np.array([r[name] for r in rows]), ai, fold) for name in rows[0]}


def _statistics(crop: Pixels) -> dict[str, float]:
    buffer = io.BytesIO()
    Image.fromarray(crop).save(buffer, "JPEG", quality=85)
    values = crop.astype(np.float64)
    return {
        "bytes at JPEG q85": float(buffer.tell()),
        "8-pixel grid": _grid(values[..., 1]),
        "saturation": float((values.max(2) - values.min(2)).mean()),
        "brightness": float(values.mean()),
    }


def _grid(green: Floats) -> float:
    """Steps across the borders of JPEG blocks against steps elsewhere."""
    steps = np.abs(np.diff(green, axis=1)).mean(0)
    border = np.arange(steps.size) % 8 == 7
    return float(steps[border].mean() / (steps[~border].mean() + 1e-9))
