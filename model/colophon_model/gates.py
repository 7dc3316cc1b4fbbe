"""Pictures the detector does not judge, told by the file and by simple statistics (facts, section 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from PIL import Image, JpegImagePlugin

from colophon_model import content
from colophon_model.compression import quality_of_pixels, quality_of_tables
from colophon_model.manifest import Preprocess
from colophon_model.preprocess import Pixels
from colophon_model.sharpness import enlarged

MAX_ASPECT = 3.0
MIN_COLOURS = 64
MIN_QUALITY = 35
MAX_FLAT = 0.60  # share of the area; drawings, which have more, are told before


class Gate(StrEnum):
    """What keeps a picture from being judged."""

    TOO_SMALL = "too_small"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    FEW_COLOURS = "few_colours"
    MOSTLY_FLAT = "mostly_flat"
    GRAPHIC = "graphic"
    SCREENSHOT = "screenshot"
    HEAVY_JPEG = "heavy_jpeg"
    UPSCALED = "upscaled"
    ANIMATED = "animated"
    PALETTE = "palette"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a picture is not judged: ``text`` says so in English.

    For words in another language there are the ``gate`` and ``values``, which hold the limit that was passed.
    """

    gate: Gate
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What only the file tells: JPEG quality (1 to 100), a fixed set of colours, more than one picture."""

    jpeg_quality: int | None = None
    palette: bool = False
    animated: bool = False

    @classmethod
    def of(cls, image: Image.Image) -> FileFacts:
        """The facts of a file that Pillow has opened, of which no pixel need have been read."""
        tables = image.quantization if isinstance(image, JpegImagePlugin.JpegImageFile) else {}
        return cls(quality_of_tables(tables), image.mode == "P", getattr(image, "n_frames", 1) > 1)


def why_not(pixels: Pixels, how: Preprocess, facts: FileFacts | None = None) -> Stop | None:
    """Why ``pixels`` are not judged, or None. ``facts`` are those of the file, where the caller has them."""
    return _by_size(pixels, how) or _by_file(facts or FileFacts()) or _by_pixels(pixels)


def _by_size(pixels: Pixels, how: Preprocess) -> Stop | None:
    height, width = pixels.shape[:2]
    if min(height, width) < how.min_side:
        return Stop(Gate.TOO_SMALL, f"smaller than {how.min_side} px", {"limit": str(how.min_side)})
    if max(height, width) > MAX_ASPECT * min(height, width):
        return Stop(
            Gate.TOO_LONG, f"longer than {MAX_ASPECT:g} times its width", {"limit": f"{MAX_ASPECT:g}"}
        )
    if height * width > how.max_pixels:
        millions = f"{how.max_pixels / 1_000_000:g}"
        return Stop(Gate.TOO_MANY_PIXELS, f"more than {millions} million pixels", {"limit": millions})
    return None


def _by_file(facts: FileFacts) -> Stop | None:
    if facts.animated:
        return Stop(Gate.ANIMATED, "more than one picture in the file")
    if facts.palette:
        return Stop(Gate.PALETTE, "a fixed set of colours")
    if facts.jpeg_quality is not None and facts.jpeg_quality < MIN_QUALITY:
        return _heavy()
    return None


def _by_pixels(pixels: Pixels) -> Stop | None:
    if _few_colours(pixels):
        return Stop(Gate.FEW_COLOURS, "too few colours for a photo")
    seen = content.measure(pixels)
    if seen.drawn > content.MAX_DRAWN:
        if seen.lines > content.SCREEN_LINES:
            return Stop(Gate.SCREENSHOT, "a screenshot, not a photo")
        return Stop(Gate.GRAPHIC, "a drawing or a diagram, not a photo")
    if seen.flat > MAX_FLAT:
        return Stop(Gate.MOSTLY_FLAT, "mostly flat areas")
    quality = quality_of_pixels(pixels)
    if quality is not None and quality < MIN_QUALITY:
        return _heavy()
    if enlarged(pixels):
        return Stop(Gate.UPSCALED, "enlarged from a smaller picture, or out of focus")
    return None


def _heavy() -> Stop:
    return Stop(Gate.HEAVY_JPEG, f"compressed below JPEG quality {MIN_QUALITY}", {"limit": str(MIN_QUALITY)})


def _few_colours(pixels: Pixels) -> bool:
    squares = content.blocks(pixels)
    corners = squares[:, 0, :, 0].reshape(-1, 3)
    if len(np.unique(content.packed(corners))) >= MIN_COLOURS:
        return False  # the usual case, decided on one pixel of each block
    return len(np.unique(content.packed(squares.reshape(-1, 3)))) < MIN_COLOURS
