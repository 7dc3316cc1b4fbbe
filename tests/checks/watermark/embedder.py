"""Writes DWT-DCT marks, by the published description alone: it shares no code with the check that reads them.

The description: convert to YUV, one level of the Haar transform of U, cut the approximation into blocks of
4 x 4, and move the largest coefficient but the first of each block to the quarter (bit 0) or three quarters
(bit 1) of its interval of 36, away from zero where it is negative.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEP = 36.0


def mark(
    rgb: NDArray[np.uint8], bits: Sequence[int], *, floats: bool = False, swapped: bool = False
) -> NDArray[np.uint8]:
    """A marked copy. ``floats``: as tools do that hold floats; ``swapped``: with red taken for blue."""
    red, green, blue = (rgb[..., c].astype(np.float64) for c in ((2, 1, 0) if swapped else (0, 1, 2)))
    y = 0.299 * red + 0.587 * green + 0.114 * blue
    u, v = 0.492 * (blue - y), 0.877 * (red - y)
    if floats:
        u = _marked_plane(u + 0.5, bits) - 0.5
    else:
        y, u, v = np.rint(y), np.rint(u), np.rint(v)
        u = np.clip(np.rint(_marked_plane(u + 128, bits)), 0, 255) - 128
    channels = [y + v / 0.877, y - 0.395 * u - 0.581 * v, y + u / 0.492]
    pixels = np.stack(channels[::-1] if swapped else channels, axis=-1)
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def _marked_plane(plane: NDArray[np.float64], bits: Sequence[int]) -> NDArray[np.float64]:
    height, width = plane.shape[0] // 4 * 4, plane.shape[1] // 4 * 4
    inside = plane[:height, :width]
    a, b, c, d = inside[::2, ::2], inside[::2, 1::2], inside[1::2, ::2], inside[1::2, 1::2]
    low = (a + b + c + d) / 2
    moved = low.copy()
    number = 0
    for row in range(low.shape[0] // 4):
        for column in range(low.shape[1] // 4):
            block = moved[4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
            index = 1 + int(np.abs(block.ravel()[1:]).argmax())
            value = block.ravel()[index]
            size = (abs(value) // STEP + (0.75 if bits[number % len(bits)] else 0.25)) * STEP
            block[index // 4, index % 4] = size if value >= 0 else -size
            number += 1
    found = plane.copy()
    # One Haar coefficient adds half of itself to each of its four pixels.
    found[:height, :width] += np.kron((moved - low) / 2, np.ones((2, 2)))
    return found
