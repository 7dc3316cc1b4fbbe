"""Photo-like pictures of feed size, made from a seed: smooth areas, edges and sensor-like noise."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

WIDTH, HEIGHT, QUALITY = 1080, 1350, 86  # a common rendition of a portrait post
NOISE = 7  # grey levels, standard deviation
FEED = ((1080, 1350), (750, 938), (640, 800))  # renditions of one post that sites serve, by width
FEED_QUALITY, FEED_NOISE = 80, 4


def photos(seed: int, count: int) -> list[bytes]:
    """``count`` different JPEG files of about 360 kB."""
    base = np.random.default_rng(seed)
    return [_photo(base, WIDTH, HEIGHT, NOISE, QUALITY) for _ in range(count)]


def feed_photos(seed: int, count: int) -> list[bytes]:
    """``count`` different JPEG files as a feed shows them: about 100 kB on average, a third 1080 x 1350."""
    base = np.random.default_rng(seed)
    return [_photo(base, *FEED[number % len(FEED)], FEED_NOISE, FEED_QUALITY) for number in range(count)]


def _photo(random: np.random.Generator, width: int, height: int, noise: float, quality: int) -> bytes:
    coarse = random.integers(0, 255, (9, 8, 3), dtype=np.uint8)
    smooth = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    pixels = np.asarray(smooth, dtype=np.int16) + random.normal(0, noise, (height, width, 1)).astype(np.int16)
    pixels[::97] //= 2
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return file.getvalue()
