"""Groups of near-copies in the order in which they deserve a look: an old photo with a new caption first.

That is the commoner problem (label specification, section 10, case 14), and no label shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from colophon.audit.report.captions import Words, difference, words_of
from colophon.audit.report.tally import day_of
from colophon.audit.rows import Row


@dataclass(frozen=True, slots=True)
class Group:
    """``rows`` are the ``n`` of its appearances by date, undated ones last.

    ``days`` lie between the first and the last date, ``captions`` counts different ones, ``difference`` is
    the greatest between the words of the first caption and any other, from 0 to 1.
    """

    number: int
    rows: tuple[int, ...]
    first: date | None
    last: date | None
    captions: int
    difference: float
    accounts: int
    sites: int

    @property
    def days(self) -> int:
        """How far apart its dates are."""
        return (self.last - self.first).days if self.first and self.last else 0


@dataclass(slots=True)
class _Gathered:
    moments: list[tuple[str, int]] = field(default_factory=list)  # posted_at, n
    undated: list[int] = field(default_factory=list)
    words: dict[int, Words] = field(default_factory=dict)
    accounts: set[tuple[str, str]] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)

    def add(self, row: Row) -> None:
        moment = row.get("posted_at")
        if moment:
            self.moments.append((moment, row["n"]))
        else:
            self.undated.append(row["n"])
        if words := words_of(row.get("caption")):
            self.words[row["n"]] = words
        self.accounts.add((row.get("site") or "", row.get("author") or ""))
        self.sites.add(row.get("site") or "")


def groups_of(rows: Iterable[Row], parts: Sequence[NDArray[np.int64]]) -> list[Group]:
    """The groups whose rows ``parts`` names, numbered from 1; ``rows`` is gone through once.

    First those whose dates lie furthest apart and whose words differ most (days times difference), then by
    difference, days and size. About 0.5 KB for each row in a group.
    """
    place = {n: number for number, part in enumerate(parts) for n in part.tolist()}
    gathered = [_Gathered() for _ in parts]
    for row in rows:
        if (number := place.get(row["n"])) is not None:
            gathered[number].add(row)
    found = sorted((_group(one) for one in gathered), key=_order)
    return [Group(number, *rest) for number, rest in enumerate(found, 1)]


_Unnumbered = tuple[tuple[int, ...], date | None, date | None, int, float, int, int]


def _group(found: _Gathered) -> _Unnumbered:
    found.moments.sort()
    rows = (*(n for _, n in found.moments), *found.undated)
    words = [found.words[n] for n in rows if n in found.words]
    return (
        rows,
        day_of(found.moments[0][0]) if found.moments else None,
        day_of(found.moments[-1][0]) if found.moments else None,
        len({one.text for one in words}),
        max((difference(words[0], one) for one in words[1:]), default=0.0),
        len(found.accounts),
        len(found.sites),
    )


def _order(group: _Unnumbered) -> tuple[float, float, int, int, int]:
    rows, first, last, _, apart, _, _ = group
    days = (last - first).days if first and last else 0
    return -days * apart, -apart, -days, -len(rows), rows[0]
