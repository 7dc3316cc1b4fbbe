"""Photo-like pictures of feed size, made from a seed: smooth areas, edges and sensor-like noise."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

WIDTH, HEIGHT, QUALITY = 1080, 1350, 86  # a common rendition of a portrait post


def photos(seed: int, count: int) -> list[bytes]:
    """``count`` different JPEG files of about 200 kB."""
    base = np.random.default_rng(seed)
    return [_photo(base) for _ in range(count)]


def _photo(random: np.random.Generator) -> bytes:
    coarse = random.integers(0, 255, (9, 8, 3), dtype=np.uint8)
    smooth = Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    pixels = np.asarray(smooth, dtype=np.int16) + random.normal(0, 7, (HEIGHT, WIDTH, 1)).astype(np.int16)
    pixels[::97] //= 2
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
