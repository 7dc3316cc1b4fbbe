"""Hamming distance between 256-bit hashes, which are held as four 64-bit words each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colophon.images.hashes import HASH_BYTES

BLOCK = 8192  # rows compared together: 256 KB stay in the second-level cache

Words = NDArray[np.uint64]
Near = tuple[NDArray[np.int64], NDArray[np.uint16]]  # ascending rows, and the distance of each in bits


def words_of(hashes: NDArray[np.uint8]) -> Words:
    """Hashes of shape (n, 32) bytes as shape (n, 4) words. Raises ValueError for another shape or type."""
    if hashes.dtype != np.uint8 or hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES:
        raise ValueError(
            f"hashes must be uint8 of shape (n, {HASH_BYTES}), not {hashes.dtype} {hashes.shape}"
        )
    return np.ascontiguousarray(hashes).view(np.uint64)


def within(words: Words, query: Words, radius: int) -> Near:
    """Rows of ``words``, shape (n, 4), at most ``radius`` bits from ``query``, shape (4,).

    Compares every row, at about 4 ns each.
    """
    rows, distances = [np.empty(0, np.int64)], [np.empty(0, np.uint16)]
    for start in range(0, len(words), BLOCK):
        block = words[start : start + BLOCK]
        # Half of a hash rules out nearly every row that is far away; the sum is at most 128.
        half = np.bitwise_count(block[:, 0] ^ query[0]) + np.bitwise_count(block[:, 1] ^ query[1])
        near = np.flatnonzero(half <= radius)
        if len(near):
            distance = np.bitwise_count(block.take(near, axis=0) ^ query).sum(axis=1, dtype=np.uint16)
            kept = distance <= radius
            rows.append(near[kept] + start)
            distances.append(distance[kept])
    return np.concatenate(rows), np.concatenate(distances)
