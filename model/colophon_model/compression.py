"""How hard a picture was compressed as JPEG: from the file's tables, or from what they left in the pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from colophon_model.preprocess import Pixels

_Floats = NDArray[np.float32]

# Table K.1 of ITU-T T.81, the luminance table that the Independent JPEG Group's qualities 1 to 100 scale.
_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)
_QUALITIES = np.arange(1, 101)
_PERCENT = np.where(_QUALITIES < 50, 5000 // _QUALITIES, 200 - 2 * _QUALITIES)
_TABLES = ((_LUMINANCE * _PERCENT[:, None, None] + 50) // 100).clip(1, 255)  # by quality

_LOOKED_AT = (
    (0, 1),
    (1, 0),
    (1, 1),
    (0, 2),
    (2, 0),
    (1, 2),
    (2, 1),
)  # coefficients that survive low qualities
_MIN_SIDE = 32
_SIDE = 512  # pixels of the middle that are enough
_STEPS = np.arange(5, 121)  # quantisation steps told apart
_LARGEST = 1024  # of a coefficient's magnitude
_MIN_COUNT = 40  # coefficients needed to see a comb
_MIN_COMB = 0.55  # mean cosine; 1 when all lie on multiples of the step, about 0 without quantisation
_NEAR_BEST = 0.95
_MIN_AGREEING = 3  # coefficients with a comb


def quality_of_tables(tables: Mapping[int, Sequence[int]]) -> int | None:
    """The quality 1 to 100 whose luminance table is nearest to the file's, or None without tables.

    ``tables`` as Pillow gives them in ``image.quantization``: rows of 8, not in zigzag order.
    """
    if not tables or len(tables[min(tables)]) != 64:
        return None
    table = np.log(np.array(tables[min(tables)]).clip(1).reshape(8, 8))
    return int(_QUALITIES[np.abs(np.log(_TABLES) - table).mean((1, 2)).argmin()])


def quality_of_pixels(pixels: Pixels) -> int | None:
    """The quality at which ``pixels`` (height, width, 3) were compressed, or None where nothing tells.

    Coefficients that were quantised lie on multiples of the step (Fan and de Queiroz, IEEE TIP 12(2), 2003).
    The trace outlives a crop and a second compression at a higher quality, not a resize. Pictures with little
    texture, and mild compression, leave none.
    """
    if min(pixels.shape[:2]) < _MIN_SIDE:
        return None
    luma = _middle(pixels) @ np.array([0.299, 0.587, 0.114], np.float32)
    top, left = (_block_start(luma, axis) for axis in (0, 1))
    steps = _steps(_coefficients(luma[top:, left:]))
    seen = steps > 0
    if seen.sum() < _MIN_AGREEING:
        return None
    tables = np.stack([_TABLES[:, row, column] for row, column in _LOOKED_AT], 1)[:, seen]
    off = np.abs(np.log(tables) - np.log(steps[seen]))
    return int(_QUALITIES[np.median(off, 1).argmin()])


def _middle(pixels: Pixels) -> _Floats:
    height, width = pixels.shape[:2]
    top, left = max(0, height - _SIDE) // 2, max(0, width - _SIDE) // 2
    return pixels[top : top + _SIDE, left : left + _SIDE].astype(np.float32)


def _block_start(luma: _Floats, axis: int) -> int:
    """At which of 8 offsets the blocks begin: where neighbours differ most beyond their surroundings."""
    difference = np.abs(np.diff(luma, axis=axis)).mean(1 - axis)
    beyond = difference[1:-1] - (difference[:-2] + difference[2:]) / 2
    return int(np.argmax([np.median(beyond[(k - 2) % 8 :: 8]) for k in range(8)]))


def _coefficients(luma: _Floats) -> _Floats:
    """Magnitudes of the cosine transform's coefficients of every 8 px block, shape (blocks, looked at)."""
    rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
    across = luma[: rows * 8, : columns * 8].reshape(-1, 8) @ _WAVES
    both = (_WAVES.T @ across.reshape(rows, 8, columns * 3)).reshape(rows, 3, columns, 3)
    return np.stack([np.abs(both[:, down, :, right]).ravel() for down, right in _LOOKED_AT], 1)


def _steps(coefficients: _Floats) -> NDArray[np.int64]:
    """The quantisation step of each coefficient, 0 where none shows: the largest step with the best comb.

    Divisors of the step have as good a comb, multiples do not.
    """
    levels = coefficients.round().astype(np.int64).clip(0, _LARGEST - 1)
    counts = np.stack([np.bincount(column, minlength=_LARGEST) for column in levels.T], 1)
    enough = _BEYOND @ counts
    comb = np.where(enough >= _MIN_COUNT, _COMB @ counts / np.maximum(enough, 1), 0)
    return np.asarray(
        np.where((comb > _MIN_COMB) & (comb >= _NEAR_BEST * comb.max(0)), _STEPS[:, None], 0).max(0)
    )


# The three lowest waves of the cosine transform of 8 values, one a column.
_WAVES = np.stack(
    [np.cos((2 * np.arange(8) + 1) * np.pi / 16 * k) * np.sqrt((1 if k == 0 else 2) / 8) for k in range(3)],
    1,
).astype(np.float32)
_BEYOND = (np.arange(_LARGEST) > 0.6 * _STEPS[:, None]).astype(np.float64)  # a zero says nothing of the step
_COMB = _BEYOND * np.cos(2 * np.pi * np.arange(_LARGEST) / _STEPS[:, None])
