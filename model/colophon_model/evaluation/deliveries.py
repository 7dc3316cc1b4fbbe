"""What happens to a picture on its way to a reader: resizing and re-encoding, the same for both classes.

The matrix is that of facts, section 7; names are those of the conditions in reports and manifests.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image

from colophon_model.preprocess import Pixels

Codec = Literal["JPEG", "WEBP"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way of delivery: ``scale``, at most ``longest`` pixels a side, ``trim`` off every edge, ``codec``.

    ``trim`` is (across, down) in pixels. Without a codec the pixels are handed on as they are.
    """

    name: str
    codec: Codec | None = None
    quality: int = 0
    longest: int | None = None
    scale: float = 1.0
    trim: tuple[int, int] = (0, 0)
    kernel: Image.Resampling = Image.Resampling.LANCZOS

    def __call__(self, pixels: Pixels) -> Pixels:
        """What the reader's browser decodes, of ``pixels`` (height, width, 3)."""
        if self.codec is None:
            return pixels
        image = Image.fromarray(pixels)
        if self.scale != 1:
            size = (max(1, round(image.width * self.scale)), max(1, round(image.height * self.scale)))
            image = image.resize(size, self.kernel)
        if self.longest is not None:
            image.thumbnail((self.longest, self.longest), self.kernel)
        across, down = self.trim
        if image.width > 2 * across and image.height > 2 * down:
            image = image.crop((across, down, image.width - across, image.height - down))
        return recode(image, self.codec, self.quality)


NATIVE = Delivery("native")
# A screenshot shows the picture at the page's own scale and is stored without loss, cut by hand (so that its
# edges lie on no grid of the file before) and encoded again by the site it is posted to.
SCREENSHOT = Delivery("screenshot", "JPEG", 85, scale=0.83, trim=(3, 5), kernel=Image.Resampling.BICUBIC)
DELIVERIES = (
    NATIVE,
    Delivery("1080 q70", "JPEG", 70, 1080),
    Delivery("768 q60", "JPEG", 60, 768),
    Delivery("512 q40", "JPEG", 40, 512),
    Delivery("50 % q90", "JPEG", 90, scale=0.5),
    Delivery("WebP q80", "WEBP", 80),
    SCREENSHOT,
)


def recode(image: Image.Image, codec: Codec, quality: int, subsampling: int = 2) -> Pixels:
    """The pixels of ``image`` after one encoding; ``subsampling`` is Pillow's (2 is 4:2:0), for JPEG only."""
    buffer = io.BytesIO()
    if codec == "JPEG":
        image.save(buffer, codec, quality=quality, subsampling=subsampling)
    else:
        image.save(buffer, codec, quality=quality, method=2)
    with Image.open(buffer) as decoded:
        return np.asarray(decoded.convert("RGB"))
