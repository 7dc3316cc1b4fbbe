"""Tile hashes: coarse codes of a picture's structure, tile by tile, by which a local change is noticed.

Luminance is brought to a square canvas, so that the codes do not depend on size or shape, and cut into
tiles. Of each tile the lowest spatial frequencies (DCT-II) and the steps of the mean to the next tiles are
kept, each as one of eight levels: enough to notice that something else stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from colophon.images.frame import WHOLE, Box

Floats = NDArray[np.float32]

GRID = 16  # tiles along each side of the canvas
TILE = 16  # canvas pixels along each side of a tile
CANVAS = GRID * TILE
ORDERS = tuple((v, u) for v in range(4) for u in range(4) if 0 < u + v <= 4)
FEATURES = len(ORDERS) + 2  # and the steps of the mean to the right and downwards
BITS = 3  # per feature
SIZE = GRID * GRID * FEATURES * BITS // 8  # bytes
CONTRAST = 50.0  # grey levels of standard deviation a picture is brought to
LEAST_CONTRAST = 12.0  # pictures with less are amplified no further: it would be noise
COVERED = 0.85  # of a tile's width or height, from which it counts as seen

# Level boundaries, in grey levels of amplitude at standard contrast.
EDGES = np.array([-12.0, -4.0, -1.5, 0.0, 1.5, 4.0, 12.0], np.float32)
LOWER = np.concatenate([[-np.inf], EDGES]).astype(np.float32)
UPPER = np.concatenate([EDGES, [np.inf]]).astype(np.float32)
MIDDLE = np.array([-18.0, -7.0, -2.5, -0.6, 0.6, 2.5, 7.0, 18.0], np.float32)


def luminance(pixels: NDArray[np.uint8]) -> Floats:
    """Rec. 601 luma (height, width) of sRGB pixels (height, width, 3), 0 to 255."""
    return pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture's luminance, resampled: ``values`` (CANVAS, CANVAS); ``rows`` and ``columns`` (GRID,) say
    which tiles it covers."""

    values: Floats
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]

    @classmethod
    def of(cls, luma: Floats, box: Box) -> Canvas:
        """Lay a picture's luminance (height, width) over the part ``box`` of the canvas."""
        height, width = luma.shape
        down, rows = _resampling(height, box.top, box.bottom)
        across, columns = _resampling(width, box.left, box.right)
        return cls(down @ luma @ across.T, rows, columns)

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(GRID, GRID): which tiles the picture covers."""
        return self.rows[:, None] & self.columns[None]


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


def levels(luma: Floats) -> NDArray[np.uint8]:
    """The level, 0 to 7, of each feature (GRID, GRID, FEATURES) of a picture's luminance (height, width)."""
    values = Canvas.of(luma, WHOLE).values
    return np.searchsorted(EDGES, features(values) * contrast_gain(values), side="right").astype(np.uint8)


def pack(found: NDArray[np.uint8]) -> bytes:
    """Levels (GRID, GRID, FEATURES) as `SIZE` bytes."""
    bits = np.unpackbits(found.reshape(-1, 1), axis=1)[:, -BITS:]
    return np.packbits(bits).tobytes()


def unpack(data: bytes) -> NDArray[np.uint8]:
    """The inverse of `pack`. Raises ValueError when there are not `SIZE` bytes."""
    if len(data) != SIZE:
        raise ValueError(f"tile hashes are {SIZE} bytes, these are {len(data)}")
    bits = np.unpackbits(np.frombuffer(data, np.uint8)).reshape(-1, BITS)
    weights = 1 << np.arange(BITS - 1, -1, -1, dtype=np.uint8)
    return (bits @ weights).astype(np.uint8).reshape(GRID, GRID, FEATURES)


def _resampling(length: int, start: float, end: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Weights (CANVAS, length) of each source pixel's share of a canvas line (area averaging; the outermost
    pixel goes on beyond the picture), and which tiles are covered. ``start`` and ``end`` are fractions of
    the canvas."""
    cuts = (np.arange(CANVAS + 1) / CANVAS - start) / (end - start) * length
    source = np.arange(length)
    share = np.minimum(cuts[1:, None], source + 1) - np.maximum(cuts[:-1, None], source)
    weights = np.maximum(share, 0)
    weights[:, 0] += np.diff(np.minimum(cuts, 0))
    weights[:, -1] += np.diff(np.maximum(cuts, length))
    tiles = np.arange(GRID + 1) / GRID
    seen = np.minimum(tiles[1:], end) - np.maximum(tiles[:-1], start)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32), seen >= COVERED / GRID


@cache
def _cosines() -> Floats:
    """The first four rows (4, TILE) of the orthonormal DCT-II."""
    sample, order = np.arange(TILE), np.arange(4)[:, None]
    rows = np.sqrt(2 / TILE) * np.cos(np.pi * (2 * sample + 1) * order / (2 * TILE))
    rows[0] = np.sqrt(1 / TILE)
    return rows.astype(np.float32)
