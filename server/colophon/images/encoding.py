"""How a file stores its pixels, as far as its header says: nothing is decoded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from colophon.images import sniff

_FORMATS = {sniff.JPEG: "JPEG", sniff.PNG: "PNG", sniff.WEBP: "WEBP", sniff.AVIF: "AVIF", sniff.GIF: "GIF"}
_MOVING = frozenset({sniff.PNG, sniff.WEBP, sniff.AVIF, sniff.GIF})  # a JPEG's further pictures are no frames

# The luminance table of ITU-T T.81, annex K.1, which the library of the Independent JPEG Group scales.
_LUMINANCE = np.array([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
])  # fmt: skip
_QUALITIES = np.arange(1, 101)
_SCALES = np.where(_QUALITIES < 50, 5000 // _QUALITIES, 200 - 2 * _QUALITIES)
_TABLES = ((_LUMINANCE * _SCALES[:, None] + 50) // 100).clip(1, 255)  # one row for each quality


@dataclass(frozen=True, slots=True)
class Encoding:
    """``jpeg_quality`` (1 to 100) is None for other formats; ``animated`` means more than one frame."""

    jpeg_quality: int | None = None
    palette: bool = False
    animated: bool = False


def encoding_of(data: bytes, media_type: str) -> Encoding:
    """What the header of a file of this type says; what cannot be read counts as not there."""
    try:
        with Image.open(io.BytesIO(data), formats=(_FORMATS[media_type],)) as image:
            return Encoding(
                jpeg_quality=_quality(image) if media_type == sniff.JPEG else None,
                palette=image.mode == "P",
                animated=media_type in _MOVING and getattr(image, "is_animated", False),
            )
    except Exception:  # headers raise whatever the damage leads to, and types we do not decode have no opener
        return Encoding()


def _quality(image: Image.Image) -> int | None:
    """The quality whose table is nearest to the file's own for luminance; other encoders have others."""
    tables: dict[int, Sequence[int]] = getattr(image, "quantization", {})
    if 0 not in tables:
        return None
    distance = np.abs(_TABLES - np.array(tables[0])).sum(axis=1)
    return int(_QUALITIES[distance.argmin()])
