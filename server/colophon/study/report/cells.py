"""Small cells are not told: nobody shall be found in a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SMALLEST = 10  # people: decided for all tables of studies
Counts = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Which = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Weights = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Cell = tuple[int, int]
TINY = 1e-9


def shown(count: int) -> int | None:
    """The count, or None where it is between 1 and 9."""
    return None if 0 < count < SMALLEST else count


def all_shown(counts: Sequence[int]) -> list[int | None]:
    """Counts whose sum is known: all of them, or none where one is small."""
    told = all(shown(count) is not None for count in counts)
    return [count if told else None for count in counts]


def hidden(table: Counts, parts: Sequence[Sequence[int]]) -> Which:
    """Which cells are not told: small ones, and others as long as a small figure could be worked out.

    Sums of columns are known elsewhere. Column 0 is of everybody; each of ``parts`` names the columns that
    add up to it, where people have a level at all.
    """
    out: Which = (table > 0) & (table < SMALLEST)
    while (told := _told(table, out, _sums(table, parts))) is not None:
        row, column = told
        left = [(r, c) for r, c in zip(*np.nonzero((table > 0) & ~out), strict=True)]
        if not left:
            break
        out[min(left, key=lambda cell: (cell[1] != column, cell[0] != row, table[cell]))] = True
    return out


def _sums(table: Counts, parts: Sequence[Sequence[int]]) -> list[Weights]:
    """What is known of the cells: weights, and so the sum of cells by them."""
    found = []
    for column in range(table.shape[1]):
        weights = np.zeros(table.shape)
        weights[:, column] = 1
        found.append(weights)
    for row in range(table.shape[0]):
        for part in parts:
            if table[row, part].sum() == table[row, 0]:
                weights = np.zeros(table.shape)
                weights[row, part], weights[row, 0] = 1, -1
                found.append(weights)
    return found


def _told(table: Counts, out: Which, sums: Sequence[Weights]) -> Cell | None:
    """A hidden cell that is small and follows from what is shown, or is part of a small sum that does."""
    cells = np.argwhere(out)
    if not len(cells):
        return None
    for weights in sums:
        away = (weights > 0) & out
        if away.any() and not ((weights < 0) & out).any() and table[away].sum() < SMALLEST:
            return _cell(np.argwhere(away)[0])
    _, sizes, right = np.linalg.svd(np.array([weights[out] for weights in sums]))
    free = right[int((sizes > TINY).sum()) :]  # how hidden cells may differ with all sums the same
    follows = (np.abs(free).max(axis=0, initial=0) < TINY) & (table[out] < SMALLEST)
    return _cell(cells[follows][0]) if follows.any() else None


def _cell(place: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Cell:
    return int(place[0]), int(place[1])
