"""One pass over the rows of an audit: everything the report counts.

Memory grows with the number of accounts, by about 0.4 KB each, and not with the number of images.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from colophon.audit.report.outcome import Outcome, kind_of, outcome_of, reason_of
from colophon.audit.rows import Row
from colophon.evidence import Integrity, Source

SHOWN_CONFLICTS = 25
WEEK_DAYS = 7
_REACHES: dict[str, str] = {
    Source.SIGNED: "trust",
    Source.REGISTRY: "match",
    Source.REGISTRY_CREATOR: "match",
    Source.DETECTOR: "band",
}


@dataclass(slots=True)
class Count:
    """Images of one account or one site. ``checked``: to the end, or with a label."""

    images: int = 0
    checked: int = 0
    labelled: int = 0
    conflicts: int = 0

    def add(self, outcome: Outcome, conflict: bool) -> None:
        """One image more."""
        self.images += 1
        self.checked += outcome in (Outcome.LABELLED, Outcome.NONE)
        self.labelled += outcome is Outcome.LABELLED
        self.conflicts += conflict


@dataclass(slots=True)
class Tally:
    """Counts of images; protected ones are counted in ``outcomes`` and nowhere else.

    ``weeks`` counts by (week, kind), weeks by `week_of`; ``kinds`` by label id or outcome, see `kind_of`.
    ``evidence`` counts images with such a piece, ``headlines`` those whose label speaks for it, both by
    (source, process, reach), see `class_of`; ``names`` by (source, name).
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    weeks: Counter[tuple[int, str]] = field(default_factory=Counter)
    undated: int = 0
    evidence: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    headlines: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    accounts: dict[tuple[str, str], Count] = field(default_factory=dict)
    sites: dict[str, Count] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    checks: Counter[tuple[str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    shown_conflicts: list[Row] = field(default_factory=list)

    @property
    def images(self) -> int:
        """All rows, the protected ones too."""
        return self.outcomes.total()

    def add(self, row: Row) -> None:
        """One image more."""
        outcome = outcome_of(row)
        self.outcomes[outcome] += 1
        if outcome is Outcome.PROTECTED:
            return
        kind = kind_of(row)
        self.kinds[kind] += 1
        self._add_time(row.get("posted_at"), kind)
        self._add_evidence(row.get("evidence") or [])
        conflict = bool(row.get("conflict"))
        site, author = row.get("site") or "", row.get("author") or ""
        self.accounts.setdefault((site, author), Count()).add(outcome, conflict)
        self.sites.setdefault(site, Count()).add(outcome, conflict)
        if outcome is Outcome.UNCHECKED:
            self.reasons[reason_of(row) or ""] += 1
        self.checks.update((row.get("checks") or {}).items())
        if conflict:
            self.conflicts += 1
            if len(self.shown_conflicts) < SHOWN_CONFLICTS:
                self.shown_conflicts.append(row)

    def _add_time(self, posted_at: str | None, kind: str) -> None:
        day = day_of(posted_at)
        if day is None:
            self.undated += 1
        else:
            self.weeks[week_of(day), kind] += 1

    def _add_evidence(self, evidence: list[dict[str, Any]]) -> None:
        self.evidence.update({class_of(piece) for piece in evidence})
        self.headlines.update({class_of(piece) for piece in evidence if piece.get("headline")})
        named = {(str(e["source"]), str(e["source_name"])) for e in evidence if e.get("source_name")}
        self.names.update(named)


def class_of(piece: dict[str, Any]) -> tuple[str, str, str]:
    """Source, process and how far it reaches: which class of evidence a piece belongs to.

    The last is the band of the detector, how a match of the registry matches, and of a signed record whether
    it fits and who knows its signer.
    """
    details = piece.get("details") or {}
    source = str(piece["source"])
    return source, str(piece["process"]), _reach(source, details)


def _reach(source: str, details: dict[str, Any]) -> str:
    if source == Source.SIGNED and (integrity := details.get("integrity", Integrity.OK)) != Integrity.OK:
        return str(integrity)
    return str(details.get(_REACHES.get(source, ""), ""))


def day_of(posted_at: str | None) -> date | None:
    """The UTC day of a row's ``posted_at``; None where there is none."""
    return None if not posted_at else date.fromisoformat(posted_at[:10])


def week_of(day: date) -> int:
    """The number of a day's week, which begins on Monday; 1 January of the year 1 was one."""
    return (day.toordinal() - 1) // WEEK_DAYS


def monday(week: int) -> date:
    """The day on which a week of `week_of` begins."""
    return date.fromordinal(week * WEEK_DAYS + 1)
