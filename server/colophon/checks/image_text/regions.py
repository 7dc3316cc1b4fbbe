"""Boxes around the connected regions of a map. numpy has no labelling, so runs of pixels are joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Region:
    """The bounding box of connected pixels, ends exclusive, and how many there are."""

    left: int
    top: int
    right: int
    bottom: int
    pixels: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


def regions(mask: NDArray[np.bool_]) -> list[Region]:
    """The regions of ``mask`` (height, width) that touch by an edge, in no particular order."""
    rows, starts, ends = _runs(mask)
    parents = list(range(len(rows)))
    for upper, lower in _touching(rows, starts, ends):
        a, b = _root(parents, upper), _root(parents, lower)
        parents[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for run in range(len(rows)):
        groups.setdefault(_root(parents, run), []).append(run)
    return [
        Region(
            min(starts[r] for r in runs),
            rows[runs[0]],
            max(ends[r] for r in runs),
            rows[runs[-1]] + 1,
            sum(ends[r] - starts[r] for r in runs),
        )
        for runs in groups.values()
    ]


def _runs(mask: NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
    """Row, first column and end of every run of set pixels, in reading order."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return rows.tolist(), starts.tolist(), ends.tolist()


def _touching(rows: list[int], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """Pairs of runs that overlap in neighbouring rows."""
    pairs = []
    upper = 0
    for lower, row in enumerate(rows):
        while rows[upper] < row - 1 or (rows[upper] == row - 1 and ends[upper] <= starts[lower]):
            upper += 1
        at = upper
        while rows[at] == row - 1 and starts[at] < ends[lower]:
            pairs.append((at, lower))
            at += 1
    return pairs


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
