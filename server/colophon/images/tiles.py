"""Tile hashes: coarse codes of a picture's structure, tile by tile, by which a local change is noticed.

Luminance is brought to a square canvas, so that the codes do not depend on size or shape, and cut into
tiles. Of each tile the lowest spatial frequencies (DCT-II) and the steps of the mean to the next tiles are
kept, each as one of four levels. That is as little as tells edits from copies: what can be drawn back from it
is the composition in blurred patches. Twelve cosines, twice as fine, drew back faces one could recognise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.images.frame import WHOLE, Box

Floats = NDArray[np.float32]

GRID = 16  # tiles along each side of the canvas
TILE = 8  # canvas pixels along each side of a tile
CANVAS = GRID * TILE
ORDERS = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0))  # of the cosines kept, downwards and across
FEATURES = len(ORDERS) + 2  # and the steps of the mean to the right and downwards
BITS = 2  # per feature
SIZE = GRID * GRID * FEATURES * BITS // 8  # bytes
CONTRAST = 50.0  # grey levels of standard deviation a picture is brought to
LEAST_CONTRAST = 12.0  # pictures with less are amplified no further: it would be noise
MARGIN = 0.25  # of a picture's height and width: as far as any crop's tiles go beyond it
COVERED = 0.85  # of a tile's width or height, from which it counts as seen

# Boundaries of the four levels in grey levels at standard contrast, and what a feature in each is on average
# (half of all features are weak). A third bit per feature told edits from copies no better.
EDGES = np.array([-1.5, 0, 1.5], np.float32)
LOWER = np.array([-np.inf, *EDGES], np.float32)
UPPER = np.array([*EDGES, np.inf], np.float32)
MIDDLE = np.array([-7, -0.4, 0.4, 7], np.float32)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A channel of a picture, resampled: ``values`` (CANVAS, CANVAS); ``rows`` and ``columns`` (GRID,) say
    which tiles it covers."""

    values: Floats
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(GRID, GRID): which tiles the picture covers."""
        return self.rows[:, None] & self.columns[None]


@dataclass(frozen=True, slots=True)
class Plane:
    """One channel of a picture as a summed-area table (Crow 1984), from which a canvas is quickly made for
    any box. The outermost pixels go on for `MARGIN` beyond the picture."""

    sums: NDArray[np.float64]
    size: tuple[int, int]  # height and width
    margins: tuple[int, int]

    @classmethod
    def of(cls, channel: NDArray[np.uint8]) -> Plane:
        """From the values (height, width) of a channel."""
        down, across = (math.ceil(length * MARGIN) for length in channel.shape)
        wide = np.pad(channel.astype(np.float64), ((down, down), (across, across)), mode="edge")
        sums = np.pad(wide, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
        return cls(sums, (channel.shape[0], channel.shape[1]), (down, across))

    def canvas(self, box: Box) -> Canvas:
        """Lay the picture over the part ``box`` of the canvas; each canvas pixel is the mean of its area."""
        down = self._cuts(0, box.top, box.bottom)
        across = self._cuts(1, box.left, box.right)
        sums = _between(_between(self.sums, down).T, across).T
        areas = np.outer(np.diff(down), np.diff(across))
        means = np.diff(np.diff(sums, axis=0), axis=1) / np.maximum(areas, 1e-9)
        return Canvas(
            means.astype(np.float32), _tiles_within(box.top, box.bottom), _tiles_within(box.left, box.right)
        )

    def _cuts(self, axis: int, start: float, end: float) -> NDArray[np.float64]:
        """Where the canvas's lines (CANVAS + 1,) run in the table; ``start`` and ``end`` are fractions of
        the canvas. What lies beyond the margin has no area."""
        cuts = (np.arange(CANVAS + 1) / CANVAS - start) / (end - start) * self.size[axis]
        return np.clip(cuts + self.margins[axis], 0, self.sums.shape[axis] - 1)


def luminance(pixels: NDArray[np.uint8]) -> Plane:
    """Rec. 601 luma of sRGB pixels (height, width, 3)."""
    return Plane.of(np.asarray(Image.fromarray(pixels).convert("L")))


def contrast_gain(values: Floats) -> np.float32:
    """What brings luminance to standard contrast."""
    return np.float32(CONTRAST / max(float(values.std()), LEAST_CONTRAST))


def features(values: Floats) -> Floats:
    """(GRID, GRID, FEATURES) of a canvas (CANVAS, CANVAS): amplitudes in its own grey levels.

    The steps of the last column and row, beyond which there is no tile, are 0.
    """
    basis = _cosines()
    tiles = values.reshape(GRID, TILE, GRID, TILE)
    spectrum = np.einsum("va,iajb->ivjb", basis, tiles, optimize=True) @ basis.T / TILE
    kept = [spectrum[:, v, :, u] for v, u in ORDERS]
    mean = spectrum[:, 0, :, 0]
    right, below = np.zeros_like(mean), np.zeros_like(mean)
    right[:, :-1] = np.diff(mean, axis=1)
    below[:-1] = np.diff(mean, axis=0)
    return np.stack([*kept, right, below], axis=-1)


def levels(luma: Plane) -> NDArray[np.uint8]:
    """The level, 0 to 3, of each feature (GRID, GRID, FEATURES) of a whole picture."""
    values = luma.canvas(WHOLE).values
    return np.searchsorted(EDGES, features(values) * contrast_gain(values), side="right").astype(np.uint8)


def pack(found: NDArray[np.uint8]) -> bytes:
    """Levels (GRID, GRID, FEATURES) as `SIZE` bytes."""
    return pack_bits(found, BITS)


def unpack(data: bytes) -> NDArray[np.uint8]:
    """The inverse of `pack`. Raises ValueError when there are not `SIZE` bytes."""
    if len(data) != SIZE:
        raise ValueError(f"tile hashes are {SIZE} bytes, these are {len(data)}")
    return unpack_bits(data, BITS).reshape(GRID, GRID, FEATURES)


def pack_bits(found: NDArray[np.uint8], bits: int) -> bytes:
    """Levels below 2 ** ``bits``, of any shape, without gaps."""
    return np.packbits(np.unpackbits(found.reshape(-1, 1), axis=1)[:, -bits:]).tobytes()


def unpack_bits(data: bytes, bits: int) -> NDArray[np.uint8]:
    """The inverse of `pack_bits`, flat."""
    weights = 1 << np.arange(bits - 1, -1, -1, dtype=np.uint8)
    found = np.unpackbits(np.frombuffer(data, np.uint8)).reshape(-1, bits) @ weights
    return np.asarray(found, dtype=np.uint8)


def _between(sums: NDArray[np.float64], cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of a summed-area table, interpolated at ``cuts``."""
    rows = np.minimum(cuts.astype(np.intp), len(sums) - 2)
    part = (cuts - rows)[:, None]
    between: NDArray[np.float64] = sums[rows] * (1 - part) + sums[rows + 1] * part
    return between


def _tiles_within(start: float, end: float) -> NDArray[np.bool_]:
    tiles = np.arange(GRID + 1) / GRID
    seen = np.minimum(tiles[1:], end) - np.maximum(tiles[:-1], start)
    return np.asarray(seen >= COVERED / GRID)


@cache
def _cosines() -> Floats:
    """The first three rows (3, TILE) of the orthonormal DCT-II."""
    sample, order = np.arange(TILE), np.arange(3)[:, None]
    rows = np.sqrt(2 / TILE) * np.cos(np.pi * (2 * sample + 1) * order / (2 * TILE))
    rows[0] = np.sqrt(1 / TILE)
    basis: Floats = rows.astype(np.float32)
    return basis
