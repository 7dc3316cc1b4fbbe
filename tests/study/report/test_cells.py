"""No small number can be worked out from what a table of those left out tells, and from the split."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from colophon.study.report.cells import SMALLEST, Counts, all_shown, hidden, shown

PARTS = [[1, 2, 3], [4, 5]]
COUNTS = st.integers(0, 12) | st.integers(0, 300)


@st.composite
def tables(draw: st.DrawFn) -> Counts:
    """Reasons by everybody, three levels of one factor and two of another; last, who stays."""
    lines = []
    reasons = draw(st.integers(1, 4))
    for number in range(reasons + 1):
        levels = [draw(st.integers(60, 300) if number == reasons else COUNTS) for _ in PARTS[0]]
        other = sum(levels) // 2 if number == reasons else draw(st.integers(0, sum(levels)))
        lines.append([sum(levels), *levels, other, sum(levels) - other])
    return np.array(lines)


@given(tables())
def test_what_is_small_is_not_told_by_what_is_not(table: Counts) -> None:
    away = hidden(table, PARTS)
    assert away[(table > 0) & (table < SMALLEST)].all()
    assert not away[table == 0].any()
    unknown = list(zip(*np.nonzero(away), strict=True))
    sums = [_sum([cell for cell in unknown if cell[1] == c]) for c in range(6)]
    sums += [
        _sum([cell for cell in unknown if cell[0] == row and cell[1] in part], [(row, 0)])
        for row in range(len(table))
        for part in PARTS
    ]
    known = np.array([[line.get(cell, 0) for cell in unknown] for line in sums], dtype=float)
    for number, (row, column) in enumerate(unknown):
        alone = np.zeros(len(unknown))
        alone[number] = 1
        if table[row, column] < SMALLEST:
            rank = np.linalg.matrix_rank(known)
            assert np.linalg.matrix_rank(np.vstack([known, alone])) > rank, (table, away)


def _sum(
    cells: list[tuple[int, int]], minus: list[tuple[int, int]] | None = None
) -> dict[tuple[int, int], int]:
    """A sum that is known, by what is not known in it."""
    return dict.fromkeys(cells, 1) | dict.fromkeys(minus or [], -1)


def test_a_table_as_a_study_has_it() -> None:
    table = np.array([[39, 16, 11, 12], [16, 5, 6, 5], [532, 184, 175, 173]])
    away = hidden(table, [[1, 2, 3]])
    assert away.tolist() == [[False, True, True, True], [False, True, True, True], [False] * 4]
    assert not hidden(np.array([[0, 0, 0], [40, 20, 20]]), [[1, 2]]).any()


def test_counts_with_a_known_sum() -> None:
    assert [shown(n) for n in (0, 1, 9, 10)] == [0, None, None, 10]
    assert all_shown([12, 9, 30]) == [None, None, None]
    assert all_shown([12, 0, 30]) == [12, 0, 30]
