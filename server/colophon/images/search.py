"""Near-copy search: which entries have a hash within 31 bits of this one, exactly, while entries come and go.

An immutable `Segment` holds most rows; what came since lies beside it in a delta that is compared row by row,
and what went is filtered out of the answer. Both are folded into a new segment when they have grown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colophon.images.hamming import within, words_of
from colophon.images.multi_index import MAX_RADIUS
from colophon.images.segment import NO_ROWS, Entries, Rows, Segment, contains

DELTA_ROWS = 50_000  # up to here comparing every row (0.15 ms) costs no more than an index does (measured)
DELTA_SHARE = 64  # of a large segment one row in 64: 0.6 ms per search and 0.1 ms per added row at 10 million
DEAD_SHARE = 4  # of the rows one in four may be removed before their memory is given back
MAX_HITS = 1000  # nearest rows returned unless told otherwise


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What was found, nearest first, then by entry and variant: arrays of equal length."""

    entries: Entries
    variants: NDArray[np.uint8]
    distances: NDArray[np.uint16]  # bits
    total: int  # rows within the radius, of which these are the nearest

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What one search looks at: replaced as a whole, never changed."""

    segment: Segment
    removed: Entries  # sorted entries whose rows in the segment no longer count
    dead: int  # how many rows those are
    delta: Rows

    @classmethod
    def of(cls, rows: Rows, delta_rows: int) -> _State:
        few = len(rows) <= delta_rows
        return cls(
            segment=Segment.of(NO_ROWS if few else rows),
            removed=NO_ROWS.entries,
            dead=0,
            delta=rows if few else NO_ROWS,
        )

    def rows(self) -> Rows:
        """The rows that count."""
        return Rows.joined([self.segment.rows().without(self.removed), self.delta])


class HashIndex:
    """Rows of (entry number, variant code, 256-bit hash), searched by Hamming distance.

    Any number of threads may search while others add or remove; each search sees the rows of one moment.
    Searching takes 0.2 ms of CPU in 1 million rows and 0.4 ms in 10 million, which hold 1.3 GB.
    """

    def __init__(self, delta_rows: int = DELTA_ROWS) -> None:
        """Make it empty; ``delta_rows`` is how many rows are compared one by one before they are indexed."""
        self._delta_rows = delta_rows
        self._state = _State.of(NO_ROWS, delta_rows)
        self._writing = threading.Lock()

    @classmethod
    def of(
        cls,
        batches: Iterable[tuple[ArrayLike, ArrayLike, NDArray[np.uint8]]],
        delta_rows: int = DELTA_ROWS,
    ) -> HashIndex:
        """Index all ``batches`` of `add`'s arguments at once: 2 s of CPU per million rows."""
        index = cls(delta_rows)
        index._state = _State.of(Rows.joined(Rows.of(*batch) for batch in batches), delta_rows)
        return index

    def __len__(self) -> int:
        state = self._state
        return len(state.segment) - state.dead + len(state.delta)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        state = self._state
        return state.segment.nbytes + state.removed.nbytes + state.delta.nbytes

    def add(self, entries: ArrayLike, variants: ArrayLike, hashes: NDArray[np.uint8]) -> None:
        """Add n rows: entry numbers, variant codes (0 to 255) and hashes of shape (n, 32). Found at once.

        Now and then this folds the delta in, which takes as long as `of`; searches go on meanwhile. Raises
        ValueError when lengths, shapes or types do not fit.
        """
        rows = Rows.of(entries, variants, hashes)
        with self._writing:
            self._state = replace(self._state, delta=Rows.joined([self._state.delta, rows]))
            self._fold_when_due()

    def remove(self, entries: ArrayLike) -> int:
        """Remove all rows of ``entries``, known or not, and return how many those were. May fold as `add`."""
        gone = np.unique(np.array(entries, np.int64))
        with self._writing:
            before = len(self)
            state = self._state
            new = gone[contains(state.segment.known, gone) & ~contains(state.removed, gone)]
            self._state = replace(
                state,
                removed=np.union1d(state.removed, new),
                dead=state.dead + state.segment.size_of(new),
                delta=state.delta.without(gone),
            )
            after = len(self)
            self._fold_when_due()
        return before - after

    def search(self, query: bytes, radius: int = MAX_RADIUS, limit: int = MAX_HITS) -> Hits:
        """The ``limit`` nearest rows at most ``radius`` bits (0 to 31) from ``query``, 32 bytes.

        Raises ValueError for another radius or length.
        """
        if not 0 <= radius <= MAX_RADIUS:
            raise ValueError(f"radius must be 0 to {MAX_RADIUS}, not {radius}")
        words = words_of(np.frombuffer(query, np.uint8)[np.newaxis])[0]
        state = self._state
        old, old_distances = state.segment.within(words, radius)
        counts = ~contains(state.removed, state.segment.entries.take(old))
        old, old_distances = old[counts], old_distances[counts]
        new, new_distances = within(state.delta.words, words, radius)
        entries = np.concatenate([state.segment.entries.take(old), state.delta.entries.take(new)])
        variants = np.concatenate([state.segment.variants.take(old), state.delta.variants.take(new)])
        distances = np.concatenate([old_distances, new_distances])
        nearest = np.lexsort((variants, entries, distances))[:limit]
        return Hits(entries[nearest], variants[nearest], distances[nearest], len(entries))

    def _fold_when_due(self) -> None:
        state = self._state
        room = max(self._delta_rows, len(state.segment) // DELTA_SHARE)
        if len(state.delta) > room or state.dead * DEAD_SHARE > len(state.segment):
            self._state = _State.of(state.rows(), self._delta_rows)
