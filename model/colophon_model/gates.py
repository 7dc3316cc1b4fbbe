"""Pictures the detector does not judge, told by simple statistics of the pixels (facts, section 6.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from colophon_model.manifest import Preprocess
from colophon_model.preprocess import Pixels

MAX_ASPECT = 3.0
MIN_COLOURS = 64
MAX_FLAT = 0.40  # share of the area
_BLOCK = 8  # pixels: the block of JPEG, which keeps flat areas flat
_FLAT_RANGE = 2  # levels between the darkest and the lightest pixel of a flat block
_SAMPLE = 1_000_000  # pixels looked at, so that the gates cost the same for a large picture


class Gate(StrEnum):
    """What keeps a picture from being judged."""

    TOO_SMALL = "too_small"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    FEW_COLOURS = "few_colours"
    MOSTLY_FLAT = "mostly_flat"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a picture is not judged: ``text`` says so in English.

    For words in another language there are the ``gate`` and ``values``, which hold the limit that was passed.
    """

    gate: Gate
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def why_not(pixels: Pixels, how: Preprocess) -> Stop | None:
    """Why ``pixels`` are not judged, or None."""
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
    blocks = _blocks(pixels)
    if _few_colours(blocks):
        return Stop(Gate.FEW_COLOURS, "too few colours for a photo")
    if _flat_share(blocks) > MAX_FLAT:
        return Stop(Gate.MOSTLY_FLAT, "mostly flat areas")
    return None


def _blocks(pixels: Pixels) -> Pixels:
    """Blocks of the picture, evenly spread, shape (rows, block, columns, block, 3)."""
    rows, columns = pixels.shape[0] // _BLOCK, pixels.shape[1] // _BLOCK
    whole = pixels[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK, 3)
    step = math.ceil(math.sqrt(rows * columns * _BLOCK**2 / _SAMPLE))
    return whole[::step, :, ::step]


def _few_colours(blocks: Pixels) -> bool:
    corners = blocks[:, 0, :, 0].reshape(-1, 3)
    if len(np.unique(_packed(corners))) >= MIN_COLOURS:
        return False  # the usual case, decided on one pixel of each block
    return len(np.unique(_packed(blocks.reshape(-1, 3)))) < MIN_COLOURS


def _packed(colours: Pixels) -> NDArray[np.uint32]:
    """Each colour as one number."""
    return colours.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)


def _flat_share(blocks: Pixels) -> float:
    green = blocks[..., 1]  # most of the luminance, without the cost of converting
    spread = green.max((1, 3)) - green.min((1, 3))
    return float((spread <= _FLAT_RANGE).mean())
