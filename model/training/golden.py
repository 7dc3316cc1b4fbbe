"""The picture of the self-test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from colophon_model.preprocess import Pixels


def golden(side: int = 288) -> Pixels:
    """A picture made by code, all in integers: waves of several lengths under a coarse noise."""
    y, x = np.mgrid[0:side, 0:side]
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 48, (side // 8, side // 8, 3)).repeat(8, 0).repeat(8, 1)
    waves = np.stack([(x * x // 37 + y * 3) % 160, (x * 2 + y * y // 53) % 160, (x * y // 29) % 160], 2)
    return (waves + noise).astype(np.uint8)


def save_golden(path: Path) -> Pixels:
    """Write the golden picture as PNG and return its pixels."""
    pixels = golden()
    Image.fromarray(pixels).save(path, optimize=True)
    return pixels
