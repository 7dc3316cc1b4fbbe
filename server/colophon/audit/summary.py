"""The sums of a finished audit. Pure, but for reading its rows one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from colophon.audit.prevalence import Share, prevalence
from colophon.audit.rows import Audit, Row

_UNKNOWN = ("unreadable", "not_checked")  # nothing is known of these images: they are part of no share


@dataclass(frozen=True, slots=True)
class Labelled:
    """How many images have a label, as the label is worded."""

    id: str
    short: str
    share: Share


@dataclass(frozen=True, slots=True)
class Summary:
    """``looked_at`` images are those of which something is known: the whole of every share."""

    looked_at: int
    statuses: dict[str, int]
    labels: list[Labelled]
    conflicts: int
    sampled: bool

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def summary(audit: Audit, rows: Iterable[Row]) -> Summary:
    """Count rows by status and label, the most frequent label first."""
    statuses, labels, words = Counter[str](), Counter[str](), dict[str, str]()
    conflicts = 0
    for row in rows:
        statuses[row["status"]] += 1
        conflicts += row.get("conflict", False)
        if label := row.get("label"):
            labels[label["id"]] += 1
            words.setdefault(label["id"], label["short"])
    looked_at = statuses.total() - sum(statuses[status] for status in _UNKNOWN)
    sampled = audit.sampled < audit.found
    return Summary(
        looked_at,
        dict(sorted(statuses.items())),
        [
            Labelled(id, words[id], prevalence(count, looked_at, sampled=sampled))
            for id, count in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        conflicts,
        sampled,
    )
