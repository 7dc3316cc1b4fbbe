"""From findings and statements to the assessment a reader gets. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from colophon.checks.statements import StatementCheck
from colophon.evidence import (
    Evidence,
    Findings,
    Outcome,
    Post,
    Process,
    Rank,
    Reason,
    Source,
    State,
    Statement,
    Status,
    Why,
)
from colophon.labels import Catalogue, catalogue, help_in
from colophon.resolve import resolve
from colophon.wire import AssessmentOut, EvidenceOut, LabelOut

STATEMENTS = StatementCheck()
SCORES = (
    "score",
    "test_fpr",
    "test_fpr_upper95",
)  # details of the detector that are no statement to a reader


@dataclass(frozen=True, slots=True)
class Asking:
    """One occurrence of an image and who asks about it.

    ``statements`` are what the occurrence says, ``post`` whether it is the account's own (None: not known).
    ``reader`` is the SHA-256 of the asking reader's token, ``locale`` the language of the answer. ``avatar``
    is an account's picture that nobody asked about, ``scores`` whether the reader is told the detector's.
    """

    statements: Sequence[Statement] = ()
    post: Post | None = None
    reader: str | None = None
    locale: str = "en"
    avatar: bool = False
    scores: bool = False


def assessment(
    findings: Findings,
    asking: Asking,
    versions: Mapping[str, str | int],
    detector_may_speak: bool = False,
) -> AssessmentOut:
    """What is known about one occurrence of an image, in the reader's words.

    ``findings`` are of the image alone; what the occurrence says is joined to them here and is kept nowhere.
    The detector makes a label where it may, and its model and the picture are such that it can.
    """
    words = catalogue(asking.locale)
    if findings.protected:
        return _protected(findings, asking.locale, versions)
    if asking.avatar:
        findings = _unestimated(findings)
    said = STATEMENTS.look(asking.statements)
    evidence = (*_for_reader(findings.evidence, asking), *said.evidence)
    may_speak = detector_may_speak and any(e.details.get("may_label") for e in evidence)
    resolution = resolve([*_without_echoes(evidence)], detector_may_speak=may_speak)
    label = words.label(resolution)
    status = _status(findings, evidence, label)
    outcomes = {**findings.checks, **({STATEMENTS.name: said.outcome} if asking.statements else {})}
    unread = findings.unreadable if status is Status.NOT_CHECKED else None
    return AssessmentOut(
        sha256=findings.sha256,
        pdq=findings.pdq,
        pdq_quality=findings.pdq_quality,
        status=status,
        label=label,
        conflict=resolution.conflict,
        evidence=[_row(piece, piece is resolution.headline, words) for piece in evidence],
        checks={name: _entry(outcome, words) for name, outcome in outcomes.items()},
        versions=dict(versions),
        reason=_phrase(unread, words) if unread else None,
    )


def _protected(findings: Findings, locale: str, versions: Mapping[str, str | int]) -> AssessmentOut:
    """No label, no evidence, no hash of what is seen: a way to help (specification, section 10, case 5)."""
    return AssessmentOut(
        sha256=findings.sha256,
        pdq=None,
        pdq_quality=None,
        status=Status.PROTECTED,
        label=None,
        conflict=False,
        evidence=[],
        checks={},
        versions=dict(versions),
        help=help_in(locale),
    )


def _unestimated(findings: Findings) -> Findings:
    """An account's picture: the detector is not asked about it in passing (specification, section 14, 4)."""
    name = str(Source.DETECTOR)
    unasked = (
        {name: Outcome(State.SKIPPED, (Reason(Why.ACCOUNT_PICTURE),))} if name in findings.checks else {}
    )
    evidence = tuple(e for e in findings.evidence if e.source is not Source.DETECTOR)
    return replace(findings, evidence=evidence, checks={**findings.checks, **unasked})


def _for_reader(evidence: Sequence[Evidence], asking: Asking) -> Iterator[Evidence]:
    """Without what is not for this reader; words in the image speak for the account's own post."""
    hidden = {"owner"} if asking.scores else {"owner", *SCORES}
    for e in evidence:
        owner = e.details.get("owner")
        if owner is not None and owner != asking.reader:
            continue
        details = {key: value for key, value in e.details.items() if key not in hidden}
        if e.source is Source.IMAGE_TEXT and asking.post is Post.OWN:  # specification, section 14, 13
            details["place"] = "image"
            yield replace(e, source=Source.CREATOR, rank=Rank.STATED, details=details)
        else:
            yield e if len(details) == len(e.details) else replace(e, details=details)


def _row(evidence: Evidence, headline: bool, words: Catalogue) -> EvidenceOut:
    """A row of the card. How often the label is right is said of the label only."""
    if not headline and "right_of_100" in evidence.details:
        details = {key: value for key, value in evidence.details.items() if key != "right_of_100"}
        evidence = replace(evidence, details=details)
    return words.row(evidence, headline)


def _without_echoes(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Without what an earlier post says where this post says the same: its own words are the headline."""
    said: set[Process] = {e.process for e in evidence if e.source is Source.CREATOR}
    return (e for e in evidence if e.source is not Source.REGISTRY_CREATOR or e.process not in said)


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
