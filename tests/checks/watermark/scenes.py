"""Pictures with the colours and the coarse and fine texture of photographs, drawn from noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scene(seed: int, width: int = 1024, height: int = 1024) -> NDArray[np.uint8]:
    """Noise of every scale, the coarse ones stronger; colours vary from place to place."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for octave in range(1, 9):
        cells = random.normal(0, 60 / octave, (2**octave, 2**octave, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(cells[..., channel]).resize((width, height), Image.Resampling.BICUBIC)
            total[..., channel] += np.asarray(layer)
    return np.clip(128 + total, 0, 255).astype(np.uint8)
