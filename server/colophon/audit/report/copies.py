"""Near-copies in groups: images with the same bytes, or with hashes at most 31 bits apart, step by step.

Two hashes of a group may be further apart where others stand between them; the report says how far each is
from the first. The search is the registry's (`colophon.images.multi_index`): it is exact.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from colophon.audit.report.outcome import Outcome, outcome_of
from colophon.audit.rows import Row
from colophon.images.hamming import words_of
from colophon.images.hashes import FLOOR, HASH_BYTES, NEAR
from colophon.images.multi_index import MultiIndex

_SHA_BYTES = 16  # of 32: nobody finds two images that share so much of it
_NO_HASH = bytes(HASH_BYTES)


class Copies:
    """Collects what is compared: 57 bytes an image, and about as much again while `groups` works."""

    def __init__(self) -> None:
        self._rows = array("q")
        self._sha = bytearray()
        self._pdq = bytearray()
        self._hashed = bytearray()

    def add(self, row: Row) -> None:
        """One image more. Protected images are passed over, and so are hashes that match by chance."""
        sha256 = row.get("sha256")
        if not sha256 or outcome_of(row) is Outcome.PROTECTED:
            return
        pdq = row.get("pdq")
        hashed = bool(pdq) and (row.get("pdq_quality") or 0) >= FLOOR
        self._rows.append(row["n"])
        self._sha += bytes.fromhex(sha256)[:_SHA_BYTES]
        self._pdq += bytes.fromhex(pdq) if hashed and pdq else _NO_HASH
        self._hashed.append(hashed)

    def groups(self) -> list[NDArray[np.int64]]:
        """The ``n`` of the rows of each group of two or more, ascending; groups by their first row."""
        if len(self._rows) < 2:
            return []
        rows = np.frombuffer(self._rows, np.int64)
        same = _numbered(np.frombuffer(bytes(self._sha), f"V{_SHA_BYTES}"))
        hashed = np.frombuffer(bytes(self._hashed), np.uint8).astype(np.bool_)
        hashes = np.frombuffer(bytes(self._pdq), np.uint8).reshape(-1, HASH_BYTES)[hashed]
        parents = _Forest(int(same.max()) + 1)
        if len(hashes):
            first, looks = np.unique(hashes.view(f"V{HASH_BYTES}").ravel(), return_inverse=True)
            offset = parents.grow(len(first))
            for image, look in zip(same[hashed].tolist(), looks.tolist(), strict=True):
                parents.join(image, offset + look)
            distinct = first.view(np.uint8).reshape(-1, HASH_BYTES)
            for lower, higher in MultiIndex.of(words_of(distinct)).pairs(NEAR):
                for one, other in zip(lower.tolist(), higher.tolist(), strict=True):
                    parents.join(offset + one, offset + other)
        return _by_root(rows, np.array([parents.root(image) for image in same.tolist()]))


def _numbered(values: NDArray[np.void]) -> NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _by_root(rows: NDArray[np.int64], roots: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    order = np.lexsort((rows, roots))
    ends = np.flatnonzero(np.diff(roots[order])) + 1
    found = [part for part in np.split(rows[order], ends) if len(part) > 1]
    return sorted(found, key=lambda part: int(part[0]))


class _Forest:
    """Which of many belong together, by union and find; the lower number is the root."""

    def __init__(self, size: int) -> None:
        self._parent = array("q", range(size))

    def grow(self, more: int) -> int:
        """Add so many, each alone; gives the number of the first."""
        size = len(self._parent)
        self._parent.extend(range(size, size + more))
        return size

    def root(self, one: int) -> int:
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        self._parent[b] = a
