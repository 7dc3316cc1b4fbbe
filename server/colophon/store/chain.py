"""The log of review as a chain: each row holds the hash of the one before, so that tampering shows. Pure.

The construction is that of a hash chain ("How to time-stamp a digital document", Haber and Stornetta 1991):
a row's hash covers everything in it and the hash of the row before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

START = "0" * 64  # what the first row follows
DECISION = "decision"  # an act: about an image, without an item of a queue


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. ``who`` is a pseudonym; ``data`` is JSON and public: no names, no private notes."""

    who: str
    act: str
    item: str | None = None
    image: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row. ``data`` is canonical JSON text, ``at`` is in seconds since 1970."""

    number: int
    prev_sha256: str
    sha256: str
    at: int
    who: str
    act: str
    item: str | None
    image: str | None
    data: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first row that does not fit, by its number, and why."""

    number: int
    why: str


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, UTF-8: the same text for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def linked(act: Act, number: int, prev_sha256: str, at: int) -> LogRow:
    """The row for ``act`` behind the row with the hash ``prev_sha256``."""
    row = LogRow(number, prev_sha256, "", at, act.who, act.act, act.item, act.image, canonical(act.data))
    return replace(row, sha256=digest(row))


def digest(row: LogRow) -> str:
    """The SHA-256 of everything in the row but itself."""
    values = asdict(row)
    del values["sha256"]
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def first_misfit(rows: Iterable[LogRow], count: int | None = None, head: str | None = None) -> Misfit | None:
    """Walk the chain; None where every row fits.

    ``count`` is how many rows there should be, ``head`` the hash of the last one (or what it begins with):
    without them, rows cut off at the end are not missed.
    """
    number, before = 0, START
    for row in rows:
        number += 1
        if row.number != number:
            missing = row.number > number
            return Misfit(number, "it is missing" if missing else f"row {row.number} stands in its place")
        if row.prev_sha256 != before:
            return Misfit(number, "it does not follow the row before it")
        if digest(row) != row.sha256:
            return Misfit(number, "its content is not what was written")
        before = row.sha256
    if count is not None and number != count:
        cut = number < count
        return Misfit(number + 1 if cut else count + 1, "it is missing" if cut else "nobody wrote it")
    if head is not None and not before.startswith(head):
        return Misfit(number, "it is not the last row that was written")
    return None
