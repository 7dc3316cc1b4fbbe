"""Chroma tiles: how colourful each tile is, and in which hue, by which recolouring is noticed.

Luminance alone takes a colourised photo for its original. Of each tile the mean Cb and Cr are kept, each as
one of eight levels. Two pictures are compared up to what happens to a whole picture on its way: another
saturation, another tint.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.images.frame import WHOLE, Box
from colophon.images.tiles import GRID, TILE, Floats, Plane, pack_bits, unpack_bits

CHANNELS = ("Cb", "Cr")
NEUTRAL = 128
BITS = 3  # per channel
SIZE = GRID * GRID * len(CHANNELS) * BITS // 8  # bytes

# Boundaries of the eight levels, in grey levels: finest where colour begins. Fifteen boundaries told
# recoloured pictures from copies no better.
EDGES = np.array([-22, -10, -3, 0, 3, 10, 22], np.float32)
LOWER = np.array([-NEUTRAL, *EDGES], np.float32)
UPPER = np.array([*EDGES, NEUTRAL], np.float32)
SATURATIONS = (0.75, 0.87, 1.0, 1.15, 1.33)  # which of them brings a copy back is found by trying
MOST_TINT = 12.0  # grey levels of Cb and of Cr: by more, a picture was recoloured


def tile_chroma(pixels: NDArray[np.uint8], box: Box = WHOLE) -> Floats:
    """(GRID, GRID, 2): mean Cb and Cr, 0 for grey, of the tiles over which sRGB pixels (height, width, 3) lie
    when laid over the part ``box`` of the canvas."""
    halved = Image.fromarray(pixels).convert("YCbCr").reduce(2)  # as most JPEGs keep chroma
    channels = np.asarray(halved)[..., 1:]
    canvases = [Plane.of(channels[..., number]).canvas(box).values for number in range(len(CHANNELS))]
    tiles = np.stack(canvases, axis=-1).reshape(GRID, TILE, GRID, TILE, len(CHANNELS))
    return np.asarray(tiles.mean(axis=(1, 3)) - NEUTRAL, dtype=np.float32)


def chroma_levels(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The level, 0 to 7, of each tile's Cb and Cr (GRID, GRID, 2) of a whole picture."""
    return np.searchsorted(EDGES, tile_chroma(pixels), side="right").astype(np.uint8)


def pack_chroma(found: NDArray[np.uint8]) -> bytes:
    """Levels (GRID, GRID, 2) as `SIZE` bytes."""
    return pack_bits(found, BITS)


def unpack_chroma(data: bytes) -> NDArray[np.uint8]:
    """The inverse of `pack_chroma`. Raises ValueError when there are not `SIZE` bytes."""
    if len(data) != SIZE:
        raise ValueError(f"chroma tiles are {SIZE} bytes, these are {len(data)}")
    return unpack_bits(data, BITS).reshape(GRID, GRID, len(CHANNELS))


def recoloured(found: Floats, expected: NDArray[np.uint8], covered: NDArray[np.bool_]) -> Floats:
    """(GRID, GRID): how far, in grey levels, each ``covered`` tile's chroma ``found`` is from its level
    ``expected``, at the saturation and tint at which the tiles fit best; 0 for tiles not covered."""
    tried = [_distance(found * np.float32(saturation), expected, covered) for saturation in SATURATIONS]
    return min(tried, key=lambda distance: float(distance.sum()))


def _distance(found: Floats, expected: NDArray[np.uint8], covered: NDArray[np.bool_]) -> Floats:
    """As `recoloured`, at the tint that fits best: a sum of distances to intervals is least at the median of
    their ends."""
    lower, upper = LOWER[expected], UPPER[expected]
    ends = np.concatenate([(found - lower)[covered], (found - upper)[covered]])
    plain = found - np.clip(np.median(ends, axis=0), -MOST_TINT, MOST_TINT)
    distance = np.linalg.norm(plain - np.clip(plain, lower, upper), axis=-1) * covered
    return np.asarray(distance, dtype=np.float32)
