"""The flip test: whether what is said of a picture holds on copies that anybody might have made of it.

The same photo went from 0.48 to 0.80 on a resize and from 0.41 to 0.93 at JPEG quality 40 with a published
model (facts on the detector, section 6.5).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from colophon_model.preprocess import Pixels

QUALITY = 75
SCALE = 0.8


def copies(pixels: Pixels) -> Iterator[Pixels]:
    """``pixels`` (height, width, 3) at JPEG quality `QUALITY`, and at `SCALE` times the size."""
    image = Image.fromarray(pixels)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    with Image.open(buffer) as compressed:
        yield np.asarray(compressed.convert("RGB"))
    size = (max(1, round(image.width * SCALE)), max(1, round(image.height * SCALE)))
    yield np.asarray(image.resize(size, Image.Resampling.LANCZOS))
