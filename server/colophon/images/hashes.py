"""Perceptual hash: equal or near for copies of a picture that were scaled or compressed again."""

from __future__ import annotations

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

SIDE = 512  # pixels; only ever scaled down to it: scaling up moves the hash by up to 16 bits (facts 4.1)
HASH_BYTES = 32
NEAR = 31  # bits: up to this distance two hashes count as a match (ThreatExchange, pdq/README)
FLOOR = 50  # quality below which a hash says little and matches by chance (facts 4.1)


def pdq(pixels: NDArray[np.uint8]) -> tuple[str, int]:
    """PDQ hash of sRGB pixels (height, width, 3): 64 hex digits, and quality 0 to 100.

    Hashes of quality below `FLOOR` say little and match by chance (facts 4.1).
    """
    code, quality = pdq_code(thumbnail(pixels))
    return code.tobytes().hex(), quality


def thumbnail(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture scaled down to at most `SIDE` pixels on its longer side; never scaled up."""
    image = Image.fromarray(pixels)
    image.thumbnail((SIDE, SIDE))
    return np.asarray(image)


def pdq_code(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    """PDQ hash of pixels (height, width, 3) as they are, not scaled: 32 bytes, and quality 0 to 100."""
    bits, quality = pdqhash.compute(np.ascontiguousarray(pixels))
    return np.packbits(np.asarray(bits, dtype=np.uint8)), int(quality)
