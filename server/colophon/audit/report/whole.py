"""Everything the report says, from the folder of a finished audit: three passes over its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from colophon.audit.report.copies import Copies
from colophon.audit.report.groups import Group, groups_of
from colophon.audit.report.tally import Tally
from colophon.audit.rows import Audit, Row, audit_of, rows

SHOWN_GROUPS = 25
SHOWN_APPEARANCES = 8  # of one group: the first half of them and the last
Progress = Callable[[str, int, int], None]  # what, how much of it, out of how much
_TOLD_EVERY = 1000  # rows


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Whole:
    """``shown`` are the rows of the groups that the page shows, by their ``n``."""

    audit: Audit
    tally: Tally
    groups: list[Group]
    shown: dict[int, Row]


def whole(out: Path, tell: Progress = _silent) -> Whole:
    """Read and count. Raises InputError where there is no finished audit in ``out``.

    Memory: about 0.2 KB for each image and 0.5 KB for each that has near-copies.
    """
    audit, tally, copies = audit_of(out), Tally(), Copies()
    for row in _told(out, audit, "counting", tell):
        tally.add(row)
        copies.add(row)
    tell("comparing", 0, 1)
    parts = copies.groups()
    groups = groups_of(_told(out, audit, "grouping near-copies", tell), parts) if parts else []
    wanted = {n for group in groups[:SHOWN_GROUPS] for n in shown_of(group)}
    shown = {row["n"]: row for row in rows(out) if row["n"] in wanted} if wanted else {}
    return Whole(audit, tally, groups, shown)


def shown_of(group: Group) -> tuple[int, ...]:
    """The appearances of a group that the page shows, in their order."""
    if len(group.rows) <= SHOWN_APPEARANCES:
        return group.rows
    half = SHOWN_APPEARANCES // 2
    return group.rows[:half] + group.rows[-half:]


def _told(out: Path, audit: Audit, what: str, tell: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows(out)):
        if number % _TOLD_EVERY == 0:
            tell(what, number, audit.sampled)
        yield row
