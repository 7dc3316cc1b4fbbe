"""Perceptual hash: equal or near for copies of a picture that were scaled or compressed again."""

from __future__ import annotations

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

SIDE = 512  # pixels; only ever scaled down to it: scaling up moves the hash by up to 16 bits (facts 4.1)


def pdq(pixels: NDArray[np.uint8]) -> tuple[str, int]:
    """PDQ hash of sRGB pixels (height, width, 3): 64 hex digits, and quality 0 to 100.

    Hashes of quality 49 and below say little and match by chance (facts 4.1).
    """
    image = Image.fromarray(pixels)
    image.thumbnail((SIDE, SIDE))
    bits, quality = pdqhash.compute(np.asarray(image))
    return np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes().hex(), int(quality)
