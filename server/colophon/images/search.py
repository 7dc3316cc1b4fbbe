"""Near-copy search: which entries have a hash within 31 bits of this one, exactly, while entries come and go.

An immutable `Segment` holds most rows; what came since lies beside it in a delta that is compared row by row,
and what went is filtered out of the answer. When they have grown, a thread of its own folds both into a new
segment, and then replays what has changed meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colophon.images.hamming import within, words_of
from colophon.images.hashes import NEAR
from colophon.images.segment import NO_ROWS, Entries, Rows, Segment, contains

DELTA_ROWS = 50_000  # up to here comparing every row (0.15 ms) costs no more than an index does (measured)
DELTA_SHARE = 64  # of a large segment one row in 64: 0.6 ms per search and 0.2 ms per added row at 10 million
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
        segment = Segment.of(NO_ROWS if few else rows)
        return cls(segment, NO_ROWS.entries, 0, rows if few else NO_ROWS)

    def __len__(self) -> int:
        return len(self.segment) - self.dead + len(self.delta)

    def rows(self) -> Rows:
        """The rows that count."""
        return Rows.joined([self.segment.rows().without(self.removed), self.delta])

    def with_rows(self, rows: Rows) -> _State:
        return replace(self, delta=Rows.joined([self.delta, rows]))

    def without(self, entries: Entries) -> _State:
        """The rows of all entries but ``entries``, which are sorted and distinct."""
        new = entries[contains(self.segment.known, entries) & ~contains(self.removed, entries)]
        return _State(
            self.segment,
            np.union1d(self.removed, new),
            self.dead + self.segment.size_of(new),
            self.delta.without(entries),
        )

    def has_grown(self, delta_rows: int) -> bool:
        """Whether folding the delta and the removed rows in saves more than it costs."""
        many = max(delta_rows, len(self.segment) // DELTA_SHARE)
        return len(self.delta) > many or self.dead * DEAD_SHARE > len(self.segment)

    def search(self, query: NDArray[np.uint64], radius: int, limit: int) -> Hits:
        old, old_distances = self.segment.within(query, radius)
        counts = ~contains(self.removed, self.segment.entries.take(old))
        old, old_distances = old[counts], old_distances[counts]
        new, new_distances = within(self.delta.words, query, radius)
        entries = np.concatenate([self.segment.entries.take(old), self.delta.entries.take(new)])
        variants = np.concatenate([self.segment.variants.take(old), self.delta.variants.take(new)])
        distances = np.concatenate([old_distances, new_distances])
        nearest = np.lexsort((variants, entries, distances))[:limit]
        return Hits(entries[nearest], variants[nearest], distances[nearest], len(entries))


Change = Callable[[_State], _State]


class HashIndex:
    """Rows of (entry number, variant code, 256-bit hash), searched by Hamming distance.

    Any number of threads may search, add and remove; each search sees the rows of one moment. Searching takes
    0.3 ms of CPU among 1 million rows and 0.4 ms among 10 million, which hold 1.3 GB.
    """

    def __init__(self, delta_rows: int = DELTA_ROWS) -> None:
        """Make it empty; ``delta_rows`` is how many rows are compared one by one before they are indexed."""
        self._delta_rows = delta_rows
        self._state = _State.of(NO_ROWS, delta_rows)
        self._changing = threading.Lock()
        self._folding: threading.Thread | None = None
        self._since: list[Change] = []  # changes since the fold in progress began

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
        return len(self._state)

    @property
    def nbytes(self) -> int:
        """Bytes held; folding needs twice as much again for its time."""
        state = self._state
        return state.segment.nbytes + state.removed.nbytes + state.delta.nbytes

    def add(self, entries: ArrayLike, variants: ArrayLike, hashes: NDArray[np.uint8]) -> None:
        """Add n rows: entry numbers, variant codes (0 to 255) and hashes of shape (n, 32). Found at once.

        Raises ValueError when lengths, shapes or types do not fit.
        """
        rows = Rows.of(entries, variants, hashes)
        self._change(lambda state: state.with_rows(rows))

    def remove(self, entries: ArrayLike) -> int:
        """Remove all rows of ``entries``, known or not, and return how many those were."""
        gone = np.unique(np.array(entries, np.int64))
        return -self._change(lambda state: state.without(gone))

    def search(self, query: bytes, radius: int = NEAR, limit: int = MAX_HITS) -> Hits:
        """The ``limit`` nearest rows at most ``radius`` bits (0 to 31) from ``query``, 32 bytes.

        Raises ValueError for another radius or length.
        """
        if not 0 <= radius <= NEAR:
            raise ValueError(f"radius must be 0 to {NEAR}, not {radius}")
        return self._state.search(words_of(np.frombuffer(query, np.uint8)[np.newaxis])[0], radius, limit)

    def settle(self) -> None:
        """Wait until no fold is in progress."""
        while folding := self._folding:
            folding.join()

    def _change(self, change: Change) -> int:
        """Apply ``change`` and return how many rows more there are."""
        with self._changing:
            before, self._state = len(self._state), change(self._state)
            if self._folding:
                self._since.append(change)
            else:
                self._fold_when_grown()
            return len(self._state) - before

    def _fold_when_grown(self) -> None:
        if self._state.has_grown(self._delta_rows):
            folding = threading.Thread(target=self._fold, args=(self._state,), name="fold", daemon=True)
            folding.start()  # before anybody can join it; it cannot end while the lock is held
            self._folding = folding

    def _fold(self, state: _State) -> None:
        folded = None
        try:
            folded = _State.of(state.rows(), self._delta_rows)
        finally:  # without memory for it everything stays as it is, and the next change tries again
            with self._changing:
                since, self._since, self._folding = self._since, [], None
                if folded is not None:
                    for change in since:
                        folded = change(folded)
                    self._state = folded
                    self._fold_when_grown()
