"""What happens to a picture on its way to a reader: resizing and re-encoding, the same for both classes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Codec = Literal["JPEG", "WEBP"]

_KERNELS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way of delivery: longest side at most ``longest`` pixels, then ``codec`` at ``quality``."""

    name: str
    longest: int
    quality: int
    codec: Codec = "JPEG"

    def __call__(self, pixels: Pixels) -> Pixels:
        """What the reader's browser decodes."""
        image = Image.fromarray(pixels)
        image.thumbnail((self.longest, self.longest), Image.Resampling.LANCZOS)
        return _recode(image, self.codec, self.quality, subsampling=2)


DELIVERIES = (
    Delivery("1080 q70", 1080, 70),
    Delivery("768 q60", 768, 60),
    Delivery("512 q40", 512, 40),
    Delivery("1280 WebP q80", 1280, 80, "WEBP"),
)


def random_patch(pixels: Pixels, size: int, rng: np.random.Generator) -> Pixels:
    """A random patch of ``size`` after a random resize, flip and up to two encodings.

    The scale goes from 0.56 to 1.15 for every picture, so that the smallest ones (256 px) take part in the
    same range: a narrower range for them would tell the classes apart.
    """
    side = min(round(size / rng.uniform(0.5625, 1.15)), *pixels.shape[:2])
    top, left = (int(rng.integers(0, length - side + 1)) for length in pixels.shape[:2])
    image = Image.fromarray(pixels[top : top + side, left : left + side])
    image = image.resize((size, size), _KERNELS[rng.integers(len(_KERNELS))])
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for chance in (0.85, 0.3):
        if rng.random() < chance:
            codec: Codec = "WEBP" if rng.random() < 0.25 else "JPEG"
            quality, subsampling = int(rng.integers(30, 96)), int(rng.choice([0, 2]))
            image = Image.fromarray(_recode(image, codec, quality, subsampling))
    return np.asarray(image)


def _recode(image: Image.Image, codec: Codec, quality: int, subsampling: int) -> Pixels:
    buffer = io.BytesIO()
    if codec == "JPEG":
        image.save(buffer, codec, quality=quality, subsampling=subsampling)
    else:
        image.save(buffer, codec, quality=quality, method=2)
    with Image.open(buffer) as decoded:
        return np.asarray(decoded.convert("RGB"))
