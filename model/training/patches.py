"""Random patches for training: one chain of resizing and encoding for both classes."""

from __future__ import annotations

import numpy as np
from PIL import Image

from colophon_model.evaluation.deliveries import Codec, recode
from colophon_model.preprocess import Pixels

_KERNELS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)


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
            image = Image.fromarray(recode(image, codec, quality, subsampling))
    return np.asarray(image)
