"""Rows of the near-copy search, and many of them sorted and indexed once for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colophon.images.hamming import Near, Words, words_of
from colophon.images.multi_index import MultiIndex, ranges

Entries = NDArray[np.int64]
ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: multiplicative hashing, Knuth vol. 3, section 6.4


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Which entry has which hash, as which variant: arrays of equal length that never change."""

    entries: Entries
    variants: NDArray[np.uint8]
    words: Words  # (n, 4)

    @classmethod
    def of(cls, entries: ArrayLike, variants: ArrayLike, hashes: NDArray[np.uint8]) -> Rows:
        """Copies of n entry numbers, n variant codes and hashes of shape (n, 32).

        Raises ValueError when lengths, shapes or types do not fit.
        """
        words = words_of(hashes).copy()
        rows = cls(np.array(entries, np.int64), np.array(variants, np.uint8), words)
        if not rows.entries.shape == rows.variants.shape == (len(words),):
            raise ValueError(
                f"{rows.entries.shape} entries and {rows.variants.shape} variants for {len(words)} hashes"
            )
        return rows

    @classmethod
    def joined(cls, parts: Iterable[Rows]) -> Rows:
        """The rows of all ``parts``."""
        parts = (NO_ROWS, *parts)
        return cls(
            np.concatenate([part.entries for part in parts]),
            np.concatenate([part.variants for part in parts]),
            np.concatenate([part.words for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.entries.nbytes + self.variants.nbytes + self.words.nbytes

    def without(self, removed: Entries) -> Rows:
        """The rows of all entries but ``removed``, which are sorted."""
        gone = contains(removed, self.entries)
        if not gone.any():
            return self
        kept = np.flatnonzero(~gone)
        return Rows(self.entries.take(kept), self.variants.take(kept), self.words.take(kept, axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Rows sorted so that equal hashes lie together, which are indexed once: repeats cost a search nothing.

    Build it with `of`. Row numbers ``first[i]`` to ``first[i + 1]`` have the ``i``-th distinct hash.
    """

    index: MultiIndex
    first: NDArray[np.uint32]
    entries: Entries
    variants: NDArray[np.uint8]
    known: Entries  # every entry once, sorted
    sizes: NDArray[np.int64]  # how many rows each of them has

    @classmethod
    def of(cls, rows: Rows) -> Segment:
        """Sort and index ``rows``. Takes about 2 s of CPU per million."""
        order = np.argsort(_mixed(rows.words))
        words = rows.words.take(order, axis=0)
        other = np.ones(len(rows) + 1, np.bool_)  # than the row before
        other[1:-1] = (words[1:] != words[:-1]).any(axis=1)
        first = np.flatnonzero(other).astype(np.uint32)
        words = words.take(first[:-1], axis=0)  # and the repeats are let go
        known, sizes = np.unique(rows.entries, return_counts=True)
        entries, variants = rows.entries.take(order), rows.variants.take(order)
        return cls(MultiIndex.of(words), first, entries, variants, known, sizes)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        arrays = (self.first, self.entries, self.variants, self.known, self.sizes)
        return self.index.nbytes + sum(array.nbytes for array in arrays)

    def rows(self) -> Rows:
        """Everything it was built from, in its own order."""
        number = np.zeros(len(self), np.int64)  # of each row's hash; repeat() would stop all other threads
        number[self.first[1:-1]] = 1
        np.cumsum(number, out=number)
        return Rows(self.entries, self.variants, self.index.words.take(number, axis=0))

    def within(self, query: Words, radius: int) -> Near:
        """Row numbers at most ``radius`` bits from ``query``, and distances. See `MultiIndex.within`."""
        found, distances = self.index.within(query, radius)
        starts = self.first.take(found).astype(np.int64)
        counts = self.first.take(found + 1) - starts
        return ranges(starts, counts), distances.repeat(counts)

    def size_of(self, entries: Entries) -> int:
        """How many rows the distinct ``entries`` have here."""
        return int(self.sizes[contains(entries, self.known)].sum())


def contains(members: Entries, values: Entries) -> NDArray[np.bool_]:
    """Which of ``values`` are among ``members``, which are sorted."""
    if not len(members):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = members.take(np.searchsorted(members, values), mode="clip") == values
    return found


def _mixed(words: Words) -> NDArray[np.uint64]:
    """One word per hash that sorts equal hashes together; should others mingle, some are indexed twice."""
    mixed = words[:, 0] * ODD
    for column in range(1, words.shape[1]):
        mixed = (mixed ^ words[:, column]) * ODD
    return mixed


NO_ROWS = Rows.of([], [], np.empty((0, 32), np.uint8))
