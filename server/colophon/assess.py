"""From findings and statements to the assessment a reader gets. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from colophon.checks.statements import StatementCheck
from colophon.evidence import Evidence, Findings, Outcome, Reason, Statement, Status
from colophon.labels import Catalogue, catalogue
from colophon.resolve import resolve
from colophon.wire import AssessmentOut, LabelOut

STATEMENTS = StatementCheck()


def assessment(
    findings: Findings,
    statements: Sequence[Statement],
    locale: str,
    versions: Mapping[str, str | int],
    detector_may_speak: bool = False,
) -> AssessmentOut:
    """What is known about one occurrence of an image, in the words of ``locale``.

    ``findings`` are of the image alone; the ``statements`` of this occurrence are joined to them here and are
    kept nowhere.
    """
    said = STATEMENTS.look(statements)
    evidence = findings.evidence + said.evidence
    resolution = resolve(evidence, detector_may_speak=detector_may_speak)
    words = catalogue(locale)
    label = words.label(resolution)
    status = _status(findings, evidence, label)
    outcomes = {**findings.checks, **({STATEMENTS.name: said.outcome} if statements else {})}
    unread = findings.unreadable if status is Status.NOT_CHECKED else None
    return AssessmentOut(
        sha256=findings.sha256,
        pdq=findings.pdq,
        pdq_quality=findings.pdq_quality,
        status=status,
        label=label,
        conflict=resolution.conflict,
        evidence=[words.row(piece, piece is resolution.headline) for piece in evidence],
        checks={name: _entry(outcome, words) for name, outcome in outcomes.items()},
        versions=dict(versions),
        reason=_phrase(unread, words) if unread else None,
    )


def _status(findings: Findings, evidence: Sequence[Evidence], label: LabelOut | None) -> Status:
    if label is not None:
        return Status.LABELLED
    if findings.unreadable is not None and not evidence:
        return Status.NOT_CHECKED
    if findings.has_errors:
        return Status.ERROR
    return Status.NONE


def _entry(outcome: Outcome, words: Catalogue) -> str:
    """The wire form of how a check went: ``done``, or ``skipped: `` and why in the reader's language."""
    why = "; ".join(_phrase(reason, words) for reason in outcome.reasons)
    return f"{outcome.state}: {why}" if why else str(outcome.state)


def _phrase(reason: Reason, words: Catalogue) -> str:
    return words.reason(reason.key, **reason.values)
