"""Local difference: whether a near copy shows what its entry's picture showed, everywhere (spec 14, 17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from colophon.evidence import Match
from colophon.images import chroma, tiles
from colophon.images.align import Aligned, align
from colophon.images.chroma import chroma_levels, pack_chroma, recoloured, tile_chroma, unpack_chroma
from colophon.images.frame import Box
from colophon.images.hashes import thumbnail
from colophon.images.tiles import (
    FEATURES,
    GRID,
    LOWER,
    MIDDLE,
    UPPER,
    Floats,
    levels,
    luminance,
    pack,
    unpack,
)
from colophon.images.variants import turned_back

SIZE = tiles.SIZE + chroma.SIZE  # bytes of an entry's tile hashes: structure, then chroma

# Set on the pictures of six of the image set's sources and held against the others: `scripts/bench registry`.
NOISE = 0.5  # grey levels by which strong compression moves a feature of a flat tile
NOISE_SHARE = 0.1  # and in proportion to what the tile holds: blur, ringing, a quarter of a pixel of shift
MOST = 16.0  # one feature's part in a tile's difference is bounded, so that no single one decides
WINDOWS = ((2, 1.0), (3, 1.5))  # tiles on a side, and the weight of such a window's mean difference
COLOUR = 4.0  # grey levels of chroma that weigh as much as a difference of 1
LIMIT = 0.8  # weighted mean difference of a window beyond which something else stands there
UNRELATED = 2.0  # median difference of all tiles beyond which the pictures are not of one origin
STRIP = 1  # rows of tiles at the upper and lower edge where a note may come or go


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a copy has in common with an entry's picture.

    ``whole``: the copy shows the whole frame, unchanged; else it was cut, or differs in a strip along the
    upper or lower edge, where notes stand. An entry about an edit speaks for whole copies only.
    ``difference`` is the largest of any window of tiles away from those strips, `LIMIT` the most of a
    `Match.SAME`; ``box`` is where the copy lies in the entry's frame.
    """

    match: Match
    whole: bool
    difference: float
    box: Box


def tiles_of(pixels: NDArray[np.uint8]) -> bytes:
    """Tile hashes of a frame's pixels (height, width, 3): `SIZE` bytes."""
    small = thumbnail(pixels)
    return pack(levels(luminance(small))) + pack_chroma(chroma_levels(small))


def compare_tiles(pixels: NDArray[np.uint8], box: Box, turn: int, hashes: bytes) -> Comparison | None:
    """Hold a copy's pixels (height, width, 3) against an entry's tile ``hashes``.

    ``box`` is roughly where the copy lies in the entry's frame, ``turn`` how it was turned (`turned`). None
    when the two have nothing in common: the hashes were near by chance. Raises ValueError for tile hashes of
    the wrong size.
    """
    expected, colours = unpack(hashes[: tiles.SIZE]), unpack_chroma(hashes[tiles.SIZE :])
    small = turned_back(thumbnail(pixels), turn)
    aligned = align(luminance(small), box, expected)
    covered, parts = aligned.covered, _misfits(aligned, expected)
    if float(np.median(_mean(parts, covered)[covered])) > UNRELATED:
        return None
    colour = recoloured(tile_chroma(small, aligned.box), colours, covered) / COLOUR
    inner = covered.copy()
    inner[:STRIP] = inner[GRID - STRIP :] = False
    within, everywhere = (max(_worst(_mean(parts, seen)), _worst(colour * seen)) for seen in (inner, covered))
    whole = bool(covered.all()) and everywhere <= LIMIT
    match = Match.SAME if within <= LIMIT else Match.SIMILAR
    return Comparison(match, whole and match is Match.SAME, within, aligned.box)


def _misfits(aligned: Aligned, expected: NDArray[np.uint8]) -> Floats:
    """(GRID, GRID, FEATURES): how far outside its expected level each feature is, in units of the noise,
    squared and bounded."""
    outside = aligned.found - np.clip(aligned.found, LOWER[expected], UPPER[expected])
    holds = np.square(MIDDLE[expected]).mean(axis=-1, keepdims=True)
    bounded = np.minimum(np.square(outside) / (NOISE**2 + NOISE_SHARE**2 * holds), MOST)
    return np.asarray(bounded, dtype=np.float32)


def _mean(misfits: Floats, seen: NDArray[np.bool_]) -> Floats:
    """(GRID, GRID): the mean misfit of each tile that is ``seen``, of its steps to tiles that are too; 0
    elsewhere."""
    right, below = np.zeros_like(seen), np.zeros_like(seen)
    right[:, :-1], below[:-1] = seen[:, 1:], seen[1:]
    own = misfits[..., :-2].sum(axis=-1) + misfits[..., -2] * right + misfits[..., -1] * below
    return np.asarray(own * seen / FEATURES, dtype=np.float32)


def _worst(difference: Floats) -> float:
    """The largest weighted mean difference of any window of tiles."""
    return max(
        weight * float(sliding_window_view(difference, (side, side)).mean(axis=(-2, -1)).max())
        for side, weight in WINDOWS
    )
