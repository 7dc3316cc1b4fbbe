"""Residual statistics of a picture, for a linear probe of what a reconstruction leaves behind.

Histograms of high-pass residuals (after Fridrich and Kodovský, 2012), a radial power spectrum, the spread of
each cosine coefficient, and how unevenly residuals lie on lattices of 2, 4 and 8 pixels.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from training.pseudo.pairs import BLOCK, DCT, Floats, Pixels

_EDGES = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, np.inf])  # of absolute residuals, in levels of 255
_RINGS = 24
_LATTICES = (2, 4, 8)


def statistics(pixels: Pixels) -> Floats:
    """One row of statistics for a picture (height, width, 3) of at least 64 pixels a side."""
    luma, blue, red = np.moveaxis(
        np.asarray(Image.fromarray(pixels).convert("YCbCr"), dtype=np.float64), 2, 0
    )
    residuals = _residuals(luma)
    histograms = [np.histogram(np.abs(r), _EDGES)[0] / r.size for r in residuals]
    chroma = (_spread(blue) + _spread(red)) / 2
    return np.concatenate(
        [
            *histograms,
            _spectrum(luma),
            _spread(luma),
            chroma,
            [_unevenness(r, n) for r in residuals for n in _LATTICES],
        ]
    )


def _residuals(luma: Floats) -> list[Floats]:
    across = np.diff(luma, 2, axis=1)[1:-1] / 2
    down = np.diff(luma, 2, axis=0)[:, 1:-1] / 2
    both = np.diff(np.diff(luma, 2, axis=1), 2, axis=0) / 4
    return [across, down, both]


def _spectrum(luma: Floats) -> Floats:
    """Log power in rings of equal width up to the Nyquist frequency, less their mean."""
    window = np.outer(np.hanning(luma.shape[0]), np.hanning(luma.shape[1]))
    power = np.abs(np.fft.rfft2((luma - luma.mean()) * window)) ** 2
    radius = np.hypot(np.fft.fftfreq(luma.shape[0])[:, None], np.fft.rfftfreq(luma.shape[1])[None])
    ring = np.minimum((radius / 0.5 * _RINGS).astype(np.int64), _RINGS)
    sums = np.bincount(ring.ravel(), power.ravel(), _RINGS + 1)[:_RINGS]
    counts = np.bincount(ring.ravel(), minlength=_RINGS + 1)[:_RINGS]
    logs = np.log(sums / np.maximum(counts, 1) + 1e-3)
    level: Floats = logs - logs.mean()
    return level


def _spread(plane: Floats) -> Floats:
    """Log mean absolute value of the 63 alternating coefficients of 8x8 blocks."""
    rows, columns = (length // BLOCK for length in plane.shape)
    cut = plane[: rows * BLOCK, : columns * BLOCK]
    blocks = cut.reshape(rows, BLOCK, columns, BLOCK).transpose(0, 2, 1, 3)
    sizes = np.abs(DCT @ blocks @ DCT.T).mean((0, 1)).ravel()[1:]
    logs: Floats = np.log(sizes + 0.05)
    return logs


def _unevenness(residual: Floats, period: int) -> float:
    """Log ratio of the strongest and the weakest place of a lattice."""
    cut = np.abs(residual)[: residual.shape[0] // period * period, : residual.shape[1] // period * period]
    places = cut.reshape(cut.shape[0] // period, period, -1, period).mean((0, 2)) + 0.05
    return float(np.log(places.max() / places.min()))
