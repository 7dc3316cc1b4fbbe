"""The photo's colours for its reconstruction: small nets lose some, and a detector would learn that first."""

from __future__ import annotations

import numpy as np
from PIL import Image

from training.pseudo.pairs import Pixels

CELL = 8  # pixels; what is coarser is taken from the photo, what is finer stays the net's


def with_tone_of(photo: Pixels, made: Pixels) -> Pixels:
    """``made`` (height, width, 3) plus its difference to ``photo``, averaged over cells and made smooth."""
    difference = photo.astype(np.float32) - made
    height, width = photo.shape[:2]
    cells = (max(1, round(width / CELL)), max(1, round(height / CELL)))
    planes = [
        Image.fromarray(difference[..., colour])
        .resize(cells, Image.Resampling.BOX)
        .resize((width, height), Image.Resampling.BICUBIC)
        for colour in range(3)
    ]
    toned = np.clip(made + np.stack([np.asarray(plane) for plane in planes], axis=2), 0, 255)
    result: Pixels = np.rint(toned).astype(np.uint8)
    return result
