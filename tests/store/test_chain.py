"""Whatever is done to the log is found, and the first row that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from colophon.store.chain import START, Act, LogRow, digest, first_misfit, linked

acts = st.builds(
    Act,
    who=st.text(max_size=8),
    act=st.sampled_from(["verdict", "undo"]),
    item=st.none() | st.text(max_size=5),
    image=st.none() | st.text(max_size=5),
    data=st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(-9, 9), max_size=3),
)
CHANGES: dict[str, Callable[[LogRow], LogRow]] = {
    "at": lambda row: replace(row, at=row.at + 1),
    "who": lambda row: replace(row, who=row.who + "x"),
    "act": lambda row: replace(row, act="other"),
    "item": lambda row: replace(row, item="" if row.item is None else None),
    "image": lambda row: replace(row, image=(row.image or "") + "x"),
    "data": lambda row: replace(row, data=row.data + " "),
    "sha256": lambda row: replace(row, sha256="0" * 64),
    "prev_sha256": lambda row: replace(row, prev_sha256="0" * 63 + "1"),
    "number": lambda row: replace(row, number=row.number + 1),
}


def chained(many: list[Act]) -> list[LogRow]:
    rows: list[LogRow] = []
    for n, act in enumerate(many, 1):
        rows.append(linked(act, n, rows[-1].sha256 if rows else START, 1000 + n))
    return rows


logs = st.lists(acts, min_size=1, max_size=8).map(chained)


def named(rows: list[LogRow], whole: list[LogRow]) -> int | None:
    found = first_misfit(rows, len(whole), whole[-1].sha256[:15])
    return None if found is None else found.number


@given(logs)
def test_what_nobody_touched_fits(rows: list[LogRow]) -> None:
    assert named(rows, rows) is None
    assert first_misfit(rows) is None
    assert first_misfit([], 0, START) is None


@given(logs, st.data())
def test_a_changed_row_is_named(rows: list[LogRow], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(rows) - 1))
    change = CHANGES[data.draw(st.sampled_from(sorted(CHANGES)))]
    changed = [*rows[:n], change(rows[n]), *rows[n + 1 :]]
    assert named(changed, rows) == n + 1


@given(logs, st.data())
def test_a_row_that_was_written_anew_is_given_away_by_the_next(
    rows: list[LogRow], data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(rows) - 1))
    forged = replace(rows[n], who=rows[n].who + "x")
    forged = replace(forged, sha256=digest(forged))
    expected = n + 2 if n + 1 < len(rows) else n + 1  # the last one by the hash that is kept elsewhere
    assert named([*rows[:n], forged, *rows[n + 1 :]], rows) == expected


@given(logs, st.data())
def test_a_removed_row_is_named(rows: list[LogRow], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(rows) - 1))
    assert named([*rows[:n], *rows[n + 1 :]], rows) == n + 1


@given(logs, acts, st.data())
def test_an_inserted_row_is_named(rows: list[LogRow], act: Act, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(rows)))
    before = rows[n - 1].sha256 if n else START
    inserted = linked(act, n + 1, before, 5)
    found = named([*rows[:n], inserted, *rows[n:]], rows)
    assert found == (n + 2 if n < len(rows) else n + 1), "where the numbers cease to fit"
    moved = [replace(row, number=row.number + 1) for row in rows[n:]]
    assert named([*rows[:n], inserted, *moved], rows) == (n + 2 if n < len(rows) else n + 1)


@given(logs.filter(lambda rows: len(rows) > 1), st.data())
def test_rows_in_another_order_are_named(rows: list[LogRow], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(rows) - 2))
    m = data.draw(st.integers(n + 1, len(rows) - 1))
    swapped = list(rows)
    swapped[n], swapped[m] = rows[m], rows[n]
    assert named(swapped, rows) == n + 1
    renumbered = [replace(row, number=k) for k, row in enumerate(swapped, 1)]
    assert named(renumbered, rows) == n + 1
