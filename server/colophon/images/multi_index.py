"""Exact search within 31 bits of a 256-bit hash: multi-index hashing with a threshold per slot.

Eleven slots of a hash are indexed by value. Of two hashes at most 31 bits apart, at least one slot differs in
no more bits than its threshold, since exceeding every threshold takes sum(threshold + 1) = 10 * 3 + 2 = 32
bits. So every value within the threshold is looked up in every slot, and only what is found there is compared
in full. Norouzi, Punjani, Fleet: "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012; a
threshold per slot: Qin et al.: "GPH: Similarity Search in Hamming Space", ICDE 2018.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colophon.images.hamming import Near, Words, within

THRESHOLDS = (2,) * 10 + (1,)  # bits, per slot
SLOTS = np.arange(len(THRESHOLDS), dtype=np.uint64)
MAX_WIDTH = 256 // len(THRESHOLDS)  # bits of a slot
CANDIDATE_COST = 8  # rows that are compared one after the other while one candidate is fetched (measured)
ROW_BITS = np.uint64(32)
QUERIES = 64  # looked up together: numpy's own cost per call is shared, and the keys stay in the cache
TOGETHER = 1 << 18  # candidates compared together, at about 100 bytes each

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]  # rows, and the higher row of each pair


@dataclass(frozen=True, slots=True, eq=False)
class MultiIndex:
    """An immutable index over distinct hashes. Build it with `of`.

    ``order`` lists the row numbers of every slot, sorted by the slot's value; ``starts`` says where each
    ``slot << width | value`` begins there. ``probes`` are the bits to change in such a key.
    """

    words: Words  # (n, 4)
    width: int  # bits of a slot
    starts: NDArray[np.uint32]  # (11 << width) + 1
    order: NDArray[np.uint32]  # 11 * n
    probes: NDArray[np.int64]

    @classmethod
    def of(cls, words: Words) -> MultiIndex:
        """Index ``words``, shape (n, 4), n at most 390 million. Takes about 1 s of CPU per million rows."""
        count = len(words)
        # Half to as many values as rows: fewer cost comparisons, more cost memory.
        width = min(max(count.bit_length() - 1, 1), MAX_WIDTH)
        order = np.empty((len(SLOTS), count), np.uint32)
        starts = np.empty((len(SLOTS), 1 << width), np.uint32)
        every_value = np.arange(1 << width, dtype=np.uint64)
        for slot in range(len(SLOTS)):
            # Value and row number sorted as one word: three times as fast as an argsort.
            pairs = _values(words, SLOTS[slot], width) << ROW_BITS
            pairs |= np.arange(count, dtype=np.uint64)
            pairs.sort()
            order[slot] = pairs & np.uint64(0xFFFFFFFF)
            pairs >>= ROW_BITS
            starts[slot] = np.searchsorted(pairs, every_value) + slot * count
        return cls(words, width, np.append(starts, np.uint32(order.size)), order.ravel(), _probes(width))

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.words.nbytes + self.starts.nbytes + self.order.nbytes + self.probes.nbytes

    def within(self, query: Words, radius: int) -> Near:
        """Rows at most ``radius`` bits (0 to `NEAR`) from ``query``, shape (4,), and their distances.

        A query that meets crowded values costs no more than comparing every row.
        """
        # take() throughout: gathering rows with it is several times as fast as with [] (measured).
        values = _values(query, SLOTS, self.width).astype(np.int64)
        keys = values.take(self.probes >> self.width) ^ self.probes
        starts = self.starts.take(keys).astype(np.int64)
        counts = self.starts.take(keys + 1) - starts
        if counts.sum() * CANDIDATE_COST > len(self.words):
            return within(self.words, query, radius)
        rows = self.order.take(ranges(starts, counts))
        near, distances = within(self.words.take(rows, axis=0), query, radius)
        found, first = np.unique(rows.take(near), return_index=True)
        return found.astype(np.int64), distances[first]

    def pairs(self, radius: int) -> Iterator[Pairs]:
        """Every two rows at most ``radius`` bits (0 to `NEAR`) apart, in batches. A pair may come twice.

        Takes about 0.1 ms for each of 200,000 rows, half of asking for one after the other.
        """
        for start in range(0, len(self.words), QUERIES):
            rows = np.arange(start, min(start + QUERIES, len(self.words)))
            values = _values(self.words[rows], SLOTS, self.width).astype(np.int64)
            keys = values.take(self.probes >> self.width, axis=1) ^ self.probes
            starts = self.starts.take(keys).astype(np.int64)
            counts = self.starts.take(keys + 1) - starts
            totals = counts.sum(axis=1)
            crowded = totals * CANDIDATE_COST > len(self.words)
            for row in rows[crowded]:
                near, _ = within(self.words[:row], self.words[row], radius)
                yield near, np.full(len(near), row)
            for some in _portions(np.flatnonzero(~crowded), totals):
                found = self.order.take(ranges(starts[some].ravel(), counts[some].ravel())).astype(np.int64)
                yield self._near(found, rows[some].repeat(totals[some]), radius)

    def _near(self, rows: NDArray[np.int64], others: NDArray[np.int64], radius: int) -> Pairs:
        """Those pairs of row and other that are near, where the row is the lower."""
        rows, others = _kept(rows < others, rows, others)
        apart = np.zeros(len(rows), np.uint8)
        for column in range(self.words.shape[1]):  # the first alone rules out nearly all that are far away
            words = self.words[:, column]
            apart += np.bitwise_count(words.take(rows) ^ words.take(others))
            rows, others, apart = _kept(apart <= radius, rows, others, apart)
        return rows, others


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The positions of several runs, one after the other: ``counts`` numbers from each of ``starts`` on."""
    ends = np.cumsum(counts)
    return np.arange(int(counts.sum())) + np.repeat(starts - ends + counts, counts)


def _kept(which: NDArray[np.bool_], *arrays: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    kept = np.flatnonzero(which)
    return tuple(array.take(kept) for array in arrays)


def _portions(queries: NDArray[np.int64], totals: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """``queries`` in portions of about `TOGETHER` candidates, of which each has ``totals``."""
    before = np.cumsum(totals[queries]) // TOGETHER
    return [some for some in np.split(queries, np.flatnonzero(np.diff(before)) + 1) if len(some)]


def _values(words: Words, slots: NDArray[np.uint64] | np.uint64, width: int) -> NDArray[np.uint64]:
    """The values of ``slots``: bits ``slot * width`` to ``(slot + 1) * width`` of hashes in the last axis."""
    word, bit = np.divmod(slots * np.uint64(width), np.uint64(64))
    low = words[..., word] >> bit
    # A slot may reach into the next word; shifted twice, since shifting by 64 at once is undefined.
    high = words[..., np.minimum(word + np.uint64(1), np.uint64(3))] << np.uint64(1) << np.uint64(63) - bit
    return (low | high) & np.uint64((1 << width) - 1)


def _probes(width: int) -> NDArray[np.int64]:
    """All changes of at most the threshold's number of bits in each slot, as ``slot << width | bits``."""
    return np.array(
        [
            slot << width | sum(1 << bit for bit in bits)
            for slot, threshold in enumerate(THRESHOLDS)
            for changed in range(threshold + 1)
            for bits in combinations(range(width), changed)
        ],
        np.int64,
    )
