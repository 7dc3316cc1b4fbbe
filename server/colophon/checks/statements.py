"""What an occurrence says, as evidence. Statements come from clients, so only known patterns count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from colophon.checks.base import Report
from colophon.checks.patterns import load
from colophon.evidence import (
    Confidence,
    Evidence,
    JSONValue,
    Outcome,
    Process,
    Rank,
    Reason,
    Source,
    State,
    Statement,
    Why,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a pattern id stands for; ``platform`` is the name to show, for platform labels only."""

    source: Source
    process: Process
    language: str
    platform: str | None = None


@cache
def known() -> dict[str, Known]:
    """Every pattern id of the pattern file."""
    patterns = load()
    creator = [(p.id, p.process, g.language) for g in patterns.languages for p in g.patterns]
    creator += [(t.id, t.process, t.language) for t in patterns.tags.values()]
    found = {i: Known(Source.CREATOR, Process(process), language) for i, process, language in creator}
    for platform in patterns.platforms:
        for label in platform.labels:
            if label.process is not None:
                name = platform.name if label.source == Source.PLATFORM else None
                found[label.id] = Known(Source(label.source), Process(label.process), label.language, name)
    return found


class StatementCheck:
    """Turns statements into evidence of rank 60 (specification, section 5).

    A statement counts only if its pattern is known and source, process and language agree with it;
    otherwise any client could put words in a poster's mouth. A creator's statement in a reshare is a
    claim by somebody else (section 5, rule 3; section 10, case 2). Its process becomes ``unknown``, so
    that it is a row of the card and never a label; ``details.said`` keeps what was said. A platform's
    label stands in a reshare too.
    """

    name = "statements"

    @property
    def version(self) -> str:
        """That of the pattern file."""
        return load().version

    def look(self, subject: Sequence[Statement]) -> Report:
        """Evidence for each different statement; the outcome counts those that were not usable."""
        distinct = tuple(dict.fromkeys(subject))
        evidence = tuple(e for s in distinct if (e := _evidence(s)) is not None)
        if unknown := len(distinct) - len(evidence):
            left_out = Reason(Why.UNKNOWN_PATTERNS, {"n": str(unknown)})
            return Report(evidence, Outcome(State.DONE, (left_out,)))
        return Report(evidence)


def _evidence(statement: Statement) -> Evidence | None:
    entry = known().get(statement.pattern)
    told = (statement.source, statement.process, statement.language)
    if entry is None or told != (entry.source, entry.process, entry.language):
        return None
    details: dict[str, JSONValue] = {
        "pattern": statement.pattern,
        "language": statement.language,
        "reshare": statement.reshare,
    }
    if entry.platform:
        details["platform"] = entry.platform
    process = statement.process
    if statement.reshare and statement.source == Source.CREATOR:
        details["said"] = str(process)
        process = Process.UNKNOWN
    return Evidence(
        source=statement.source,
        process=process,
        confidence=Confidence.STATED,
        rank=Rank.STATED,
        source_name=entry.platform,
        details=details,
    )
