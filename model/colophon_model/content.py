"""Whether a picture is a photo-like one or was drawn by a program: three statistics of its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colophon_model.preprocess import Pixels

_Plane = NDArray[np.int16]

BLOCK = 8  # pixels: the block of JPEG, which keeps flat areas flat
FLAT_RANGE = 2  # levels between the darkest and the lightest pixel of a flat block
LINE = 32  # pixels: length of an edge that counts as straight
_STEP = 12  # levels across an edge
_EVEN = 3  # levels by which the step may change from pixel to pixel along a straight edge
_SAMPLE = 500_000  # pixels looked at, so that the cost is the same for a large picture

# Logistic regression on whole pictures of godot-screens, memegen and metadata-extractor and on crops of
# imagenet1k and clothing-phone, each also at lower JPEG quality; checked on the other sources of the pack.
DRAWN = (4.0, 4.0, 2.0)
MAX_DRAWN = 5.5
SCREEN_LINES = 2.0  # per mille: above it the drawing has the straight borders of an interface


@dataclass(frozen=True, slots=True)
class Content:
    """What the pixels look like.

    ``flat``: share of blocks without texture, 0 to 1. ``level``: share of blocks that are flat and have the
    one commonest colour, 0 to 1: a background, and not a sky, whose colour changes. ``lines``: in how many of
    1,000 places an even edge along a row or a column begins.
    """

    flat: float
    level: float
    lines: float

    @property
    def drawn(self) -> float:
        """How much it looks drawn by a program: more than `MAX_DRAWN` is a drawing or a screenshot."""
        flat, level, lines = DRAWN
        return flat * self.flat + level * math.sqrt(self.level) + lines * math.log1p(self.lines)


def measure(pixels: Pixels) -> Content:
    """The statistics of ``pixels`` (height, width, 3), sides of at least 8 px."""
    squares = blocks(pixels)
    green = squares[..., 1]  # most of the luminance, without the cost of converting
    flat = green.max((1, 3)) - green.min((1, 3)) <= FLAT_RANGE
    colours = packed(squares[:, BLOCK // 2, :, BLOCK // 2][flat])
    commonest = int(np.unique(colours, return_counts=True)[1].max(initial=0))
    plane = np.ascontiguousarray(pixels[..., 1])
    lines = _edges(plane) + _edges(plane.T)
    return Content(float(flat.mean()), commonest / flat.size, 1000 * lines)


def blocks(pixels: Pixels) -> Pixels:
    """Blocks of the picture, evenly spread, shape (rows, `BLOCK`, columns, `BLOCK`, 3)."""
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    whole = pixels[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    step = max(1, math.ceil(math.sqrt(rows * columns * BLOCK**2 / _SAMPLE)))
    return whole[::step, :, ::step]


def packed(colours: Pixels) -> NDArray[np.uint32]:
    """Each colour of ``colours`` (..., 3) as one number."""
    return colours.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)


def _edges(plane: Pixels) -> float:
    """Share of places in which an even edge between a row and the next goes on for `LINE` pixels."""
    every = math.ceil(plane.size / _SAMPLE)
    upper, lower = plane[:-1:every].astype(np.int16), plane[1::every].astype(np.int16)
    step: _Plane = lower - upper
    runs = (np.abs(step[:, 1:]) >= _STEP) & (np.abs(np.diff(step, axis=1)) <= _EVEN)
    length = 1
    while length < LINE:
        runs = runs[:, :-length] & runs[:, length:]
        length *= 2
    return float(runs.mean()) if runs.size else 0.0
