"""What else would tell the classes apart: simple statistics of a picture, where no trace of AI is looked for.

A statistic far from .5 means that content, shape or history could explain a figure as well as traces do
(facts, section 7: outside .45 to .55 the table beside it is void).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from colophon_model.evaluation.metrics import Bools, Floats, Ints, auc_within_folds
from colophon_model.preprocess import Pixels

LOW, HIGH = 0.45, 0.55
NAMES = ("bytes per pixel at JPEG q85", "8-pixel grid", "saturation", "brightness")  # of `statistics`


@dataclass(frozen=True, slots=True)
class Audit:
    """AUC of every statistic, higher meaning "more of it in AI pictures".

    ``outside`` names the statistics that alone tell the classes apart, farthest from .5 first; where there is
    one, the figures of the same pictures are ``void``.
    """

    auc: dict[str, float]
    outside: list[str]
    void: bool

    @classmethod
    def of(cls, auc: dict[str, float]) -> Audit:
        """The audit of these AUCs; one that could not be told counts as out of bounds."""
        outside = [name for name, value in auc.items() if not LOW <= value <= HIGH]
        outside.sort(key=lambda name: -abs(auc[name] - 0.5))
        return cls(auc, outside, bool(outside))


def audit_of(rows: Sequence[Mapping[str, float]], ai: Bools, fold: Ints | None = None) -> Audit:
    """The audit of one set of pictures from the statistics of each; comparisons stay inside a fold."""
    fold = np.zeros(len(rows), dtype=np.int64) if fold is None else fold
    return Audit.of({name: auc_within_folds(np.array([r[name] for r in rows]), ai, fold) for name in rows[0]})


def statistics(crop: Pixels) -> dict[str, float]:
    """Statistics of pixels (height, width, 3) that no difference of size can explain."""
    buffer = io.BytesIO()
    Image.fromarray(crop).save(buffer, "JPEG", quality=85)
    values = crop.astype(np.float64)
    found = (
        buffer.tell() / (crop.shape[0] * crop.shape[1]),
        _grid(values[..., 1]),
        float((values.max(2) - values.min(2)).mean()),
        float(values.mean()),
    )
    return dict(zip(NAMES, found, strict=True))


def shape_statistics(whole: Pixels, suffix: str) -> dict[str, float]:
    """Statistics of a whole file: its format, its size and its shape."""
    height, width = whole.shape[:2]
    return {
        "PNG file": float(suffix.lower() == ".png"),
        "WebP file": float(suffix.lower() == ".webp"),
        "shorter side": float(min(height, width)),
        "pixels": float(height * width),
        "squareness": min(height, width) / max(height, width),
    }


def _grid(green: Floats) -> float:
    """Steps across the borders of JPEG blocks against steps elsewhere."""
    steps = np.abs(np.diff(green, axis=1)).mean(0)
    border = np.arange(steps.size) % 8 == 7
    return float(steps[border].mean() / (steps[~border].mean() + 1e-9))
