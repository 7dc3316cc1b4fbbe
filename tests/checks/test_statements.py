from __future__ import annotations

from dataclasses import replace

from colophon.checks.disclosure import read
from colophon.checks.platform import read_label
from colophon.checks.statements import StatementCheck, known
from colophon.evidence import (
    DONE,
    Confidence,
    Outcome,
    Process,
    Rank,
    Reason,
    Source,
    State,
    Statement,
    Why,
)
from colophon.resolve import resolve

CHECK = StatementCheck()
CREATOR = read("Illustrations produced by artificial intelligence", "caption")[0].statement
PLATFORM = read_label("AI info", "instagram")


def test_a_disclosure_becomes_evidence() -> None:
    report = CHECK.look([CREATOR])
    (evidence,) = report.evidence
    assert report.outcome == DONE
    assert (evidence.rank, evidence.confidence, evidence.source_name) == (
        Rank.STATED,
        Confidence.STATED,
        None,
    )
    assert evidence.details == {"pattern": "en-produced-by-ai", "language": "en", "reshare": False}
    assert resolve(report.evidence).label_id == "ai_generated.creator"


def test_a_platform_is_named() -> None:
    assert PLATFORM is not None
    report = CHECK.look([PLATFORM])
    assert report.evidence[0].source_name == "Instagram"
    assert report.evidence[0].details["platform"] == "Instagram"
    assert resolve(report.evidence).label_id == "ai_involved.platform"


def test_words_of_a_resharer_are_a_row_and_never_a_label() -> None:
    report = CHECK.look([replace(CREATOR, reshare=True)])
    (evidence,) = report.evidence
    assert (evidence.process, evidence.details["said"]) == (Process.UNKNOWN, "ai_generated")
    assert resolve(report.evidence).label_id is None


def test_a_photo_claim_never_labels() -> None:
    photo = read("No AI, shot on film", "caption")[0].statement
    report = CHECK.look([photo])
    assert report.evidence[0].process == Process.PHOTO
    assert resolve(report.evidence).label_id is None


def test_repetitions_collapse() -> None:
    assert len(CHECK.look([CREATOR, CREATOR]).evidence) == 1


def test_invented_and_altered_statements_are_left_out() -> None:
    invented = Statement(Source.CREATOR, Process.AI_GENERATED, "en-invented", "en")
    changed = [
        replace(CREATOR, process=Process.AI_EDITED),
        replace(CREATOR, source=Source.PLATFORM),
        replace(CREATOR, language="nb"),
    ]
    report = CHECK.look([invented, *changed])
    assert report.evidence == ()
    assert report.outcome == Outcome(State.DONE, (Reason(Why.UNKNOWN_PATTERNS, {"n": "4"}),))


def test_pattern_ids_fit_the_wire() -> None:
    assert all(len(i) <= 64 and set(i) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for i in known())
