"""What a picture goes through in training: one chain of resizing and encoding for both classes.

Facts, section 5, point 6: random kernels, JPEG and WebP, sometimes twice, flips.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from colophon_model.evaluation.deliveries import Codec, recode
from colophon_model.preprocess import Pixels, view
from training.views import VIEWS

Chain = Callable[[Pixels, int, np.random.Generator], Pixels]

_KERNELS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
_EDGE = 0.12  # of the width or height, at most, off an edge of the frame
_LEAST = 128  # pixels a side of a reduced frame


def random_patch(pixels: Pixels, size: int, rng: np.random.Generator) -> Pixels:
    """A random patch of ``size`` after a random resize, flip and up to two encodings.

    The scale goes from 0.56 to 1.15 for every picture, so that the smallest ones (256 px) take part in the
    same range: a narrower range for them would tell the classes apart.
    """
    side = min(round(size / rng.uniform(0.5625, 1.15)), *pixels.shape[:2])
    top, left = (int(rng.integers(0, length - side + 1)) for length in pixels.shape[:2])
    image = Image.fromarray(pixels[top : top + side, left : left + side])
    return np.asarray(_sent(image.resize((size, size), _kernel(rng)), rng))


def random_frame(pixels: Pixels, size: int, rng: np.random.Generator) -> Pixels:
    """The whole frame less a random edge, resized, flipped and encoded, then squashed to ``size``."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = rng.uniform(0, _EDGE, 4)
    image = Image.fromarray(pixels).crop(
        (int(width * left), int(height * top), width - int(width * right), height - int(height * bottom))
    )
    scale = rng.uniform(0.7, 1.0)
    reduced = (max(_LEAST, int(image.width * scale)), max(_LEAST, int(image.height * scale)))
    sent = _sent(image.resize(reduced, _kernel(rng)), rng)
    return np.asarray(sent.resize((size, size), Image.Resampling.BILINEAR))


CHAINS: tuple[Chain, ...] = (random_patch, random_frame)


def plain(pixels: Pixels, place: int) -> Pixels:
    """The view of number ``place`` as it is served."""
    return view(VIEWS[place], pixels)


def _kernel(rng: np.random.Generator) -> Image.Resampling:
    return _KERNELS[rng.integers(len(_KERNELS))]


def _sent(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for chance in (0.85, 0.3):
        if rng.random() < chance:
            codec: Codec = "WEBP" if rng.random() < 0.25 else "JPEG"
            quality, subsampling = int(rng.integers(30, 96)), int(rng.choice([0, 2]))
            image = Image.fromarray(recode(image, codec, quality, subsampling))
    return image
