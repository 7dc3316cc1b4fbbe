"""A photo and its reconstruction as a training pair: partly mixed, then through one history."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
Chain = Callable[[Pixels, np.random.Generator], Pixels]

MIX_CHANCE, MOST_OTHER = 0.2, 0.8  # Dual Data Alignment, train.sh: P_PIXELMIX, P_FREQMIX and R
BLOCK = 8

_ROWS = np.arange(BLOCK)
DCT: Floats = np.sqrt(2 / BLOCK) * np.cos(np.pi * (2 * _ROWS[None] + 1) * _ROWS[:, None] / (2 * BLOCK))
DCT[0] /= np.sqrt(2)


def mix_pixels(other: Pixels, reconstruction: Pixels, share: float) -> Pixels:
    """``share`` of the photo and the rest of the reconstruction, pixel by pixel."""
    mixed = share * other.astype(np.float64) + (1 - share) * reconstruction
    return np.rint(mixed).astype(np.uint8)


def mix_frequencies(other: Pixels, reconstruction: Pixels, shares: Floats) -> Pixels:
    """Cosine coefficients of 8x8 blocks: ``shares`` (8, 8) of the photo's, the rest of the reconstruction's.

    One share for all coefficients would be ``mix_pixels``, the transform being linear; here each frequency
    has its own. Any size; (height, width, 3).
    """
    height, width = other.shape[:2]
    rows, columns = -(-height // BLOCK), -(-width // BLOCK)
    difference = other.astype(np.float64) - reconstruction
    difference = np.pad(
        difference, ((0, rows * BLOCK - height), (0, columns * BLOCK - width), (0, 0)), mode="edge"
    )
    blocks = difference.reshape(rows, BLOCK, columns, BLOCK, 3).transpose(0, 2, 4, 1, 3)
    blocks = DCT.T @ (shares * (DCT @ blocks @ DCT.T)) @ DCT
    added = blocks.transpose(0, 3, 1, 4, 2).reshape(rows * BLOCK, columns * BLOCK, 3)[:height, :width]
    return np.rint(np.clip(reconstruction + added, 0, 255)).astype(np.uint8)


def mixed(other: Pixels, reconstruction: Pixels, rng: np.random.Generator) -> Pixels:
    """The reconstruction, sometimes brought nearer to the photo in pixels, in frequencies, or in both."""
    if rng.random() < MIX_CHANCE:
        reconstruction = mix_pixels(other, reconstruction, rng.uniform(0, MOST_OTHER))
    if rng.random() < MIX_CHANCE:
        reconstruction = mix_frequencies(other, reconstruction, rng.uniform(0, MOST_OTHER, (BLOCK, BLOCK)))
    return reconstruction


def pair(
    other: Pixels, reconstruction: Pixels, chain: Chain, rng: np.random.Generator
) -> tuple[Pixels, Pixels]:
    """Photo and mixed reconstruction after ``chain`` (crop, resize, codec), its draws the same for both."""
    pseudo, seed = mixed(other, reconstruction, rng), int(rng.integers(2**63))
    return chain(other, np.random.default_rng(seed)), chain(pseudo, np.random.default_rng(seed))
