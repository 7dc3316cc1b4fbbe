"""Whether a picture was enlarged: then the upper part of its frequencies is nearly empty."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colophon_model.preprocess import Pixels

_TILE = 64  # pixels
_TILES = 64  # looked at, spread over the picture
_SHARPEST = 4  # one tile in so many is judged: blurred backgrounds say nothing
_WINDOW = np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)
_DOWN, _RIGHT = np.fft.fftfreq(_TILE)[:, None], np.fft.rfftfreq(_TILE)[None]
_RADIUS = np.hypot(_DOWN, _RIGHT)
_SLANTED = (np.abs(_DOWN) > 0.03) & (_RIGHT > 0.03)  # JPEG's block edges lie on the axes

# A band of frequencies (cycles per pixel), the one above it, and the share of its power below which the upper
# one is empty. Twice enlarged, nothing is left above 0.25; four times, nothing above 0.125.
_BANDS = ((0.12, 0.24, 0.30, 0.50, 0.007), (0.05, 0.11, 0.15, 0.25, 0.006))


def enlarged(pixels: Pixels) -> bool:
    """Whether ``pixels`` (height, width, 3) look enlarged three times or more; False where nothing tells.

    Limits were set on whole pictures enlarged 2, 3 and 4 times: twice is mostly seen only after Lanczos'
    filter. A picture that is nowhere in focus is taken for enlarged.
    """
    power = _power(pixels[..., 1])
    return len(power) > 0 and any(_empty_above(power, *band) for band in _BANDS)


def _power(plane: Pixels) -> NDArray[np.float32]:
    """Power spectra of tiles spread over ``plane``."""
    rows, columns = plane.shape[0] // _TILE, plane.shape[1] // _TILE
    tiles = plane[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE).swapaxes(1, 2)
    chosen = np.linspace(0, rows * columns - 1, min(_TILES, rows * columns)).round().astype(int)
    some = tiles[chosen // max(columns, 1), chosen % max(columns, 1)].astype(np.float32)
    some -= some.mean((1, 2), keepdims=True)
    return np.asarray(np.abs(np.fft.rfft2(some * _WINDOW)) ** 2, np.float32)


def _empty_above(
    power: NDArray[np.float32], low: float, top: float, above: float, end: float, share: float
) -> bool:
    lower = power[:, (low <= _RADIUS) & (top > _RADIUS) & _SLANTED].mean(1)
    upper = power[:, (above <= _RADIUS) & (end > _RADIUS) & _SLANTED].mean(1)
    sharpest = np.argsort(lower)[-max(1, len(power) // _SHARPEST) :]
    return bool(upper[sharpest].sum() < share * lower[sharpest].sum())
