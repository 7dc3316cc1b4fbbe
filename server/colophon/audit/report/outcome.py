"""What came of one image."""

from __future__ import annotations

from enum import StrEnum

from colophon.audit.rows import Row


class Outcome(StrEnum):
    """One for each image. ``PARTLY``: a check that applies failed, and no other gave a label."""

    LABELLED = "labelled"
    NONE = "none"
    PARTLY = "partly"
    UNCHECKED = "unchecked"
    PROTECTED = "protected"


_BY_STATUS = {
    "labelled": Outcome.LABELLED,
    "none": Outcome.NONE,
    "error": Outcome.PARTLY,
    "not_checked": Outcome.UNCHECKED,
    "unreadable": Outcome.UNCHECKED,
    "protected": Outcome.PROTECTED,
}


def outcome_of(row: Row) -> Outcome:
    """By the row's status. Raises KeyError for one that no audit writes."""
    return _BY_STATUS[row["status"]]


def kind_of(row: Row) -> str:
    """The id of its label, or else its outcome: what the plot over time and the tables count."""
    label = row.get("label")
    return str(label["id"]) if label else str(outcome_of(row))


def reason_of(row: Row) -> str | None:
    """Why it was not checked, as the row says it."""
    return row.get("reason") or row.get("why")
