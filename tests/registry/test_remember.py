from __future__ import annotations

from dataclasses import replace

import pytest

from colophon.entry import Basis
from colophon.evidence import (
    Confidence,
    Evidence,
    Findings,
    Integrity,
    JSONValue,
    Match,
    Process,
    Rank,
    Source,
)
from colophon.registry.remember import to_remember


def signed(process: Process, rank: int = Rank.SIGNED_OFFICIAL, **details: JSONValue) -> Evidence:
    return Evidence(
        Source.SIGNED,
        process,
        Confidence.RECORDED,
        rank,
        "OpenAI",
        "2026-05-31",
        {"integrity": "ok", **details},
    )


def earlier(process: Process, match: Match = Match.SAME) -> Evidence:
    return Evidence(
        Source.REGISTRY,
        process,
        Confidence.MATCHED,
        Rank.REGISTRY,
        "Leica",
        details={"match": match, "entry": "e"},
    )


def found(*evidence: Evidence, pdq: str | None = "0f" * 32) -> Findings:
    return Findings("ab" * 32, "image/jpeg", evidence, pdq=pdq)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (Process.AI_GENERATED, Process.AI_GENERATED),
        (Process.AI_EDITED, Process.AI_EDITED),
        (Process.COMPOSITE_AI, Process.COMPOSITE_AI),
        (Process.CAPTURED, Process.CAPTURED_EARLIER),
        (Process.CAPTURED_EDITED, Process.CAPTURED_EARLIER),
    ],
)
def test_a_recognised_signers_record_is_remembered(said: Process, kept: Process) -> None:
    entry = to_remember(found(signed(said)))
    assert entry is not None
    assert (entry.process, entry.basis, entry.said_by, entry.date) == (
        kept,
        Basis.RECORDED,
        "OpenAI",
        "2026-05-31",
    )
    assert entry.sha256 == "ab" * 32


@pytest.mark.parametrize(
    "evidence",
    [
        signed(Process.AI_GENERATED, Rank.UNSIGNED),
        replace(signed(Process.AI_GENERATED), source=Source.METADATA, rank=Rank.UNSIGNED),
        replace(signed(Process.AI_GENERATED), source=Source.CREATOR, rank=Rank.STATED),
        replace(signed(Process.AI_GENERATED), source=Source.PLATFORM, rank=Rank.STATED),
        replace(signed(Process.AI_GENERATED), source=Source.IMAGE_TEXT, rank=Rank.UNSIGNED),
        replace(signed(Process.AI_GENERATED), source=Source.DETECTOR, rank=Rank.DETECTOR),
        signed(Process.AI_GENERATED, integrity=Integrity.TAMPERED),
        signed(Process.UNKNOWN),
        signed(Process.COMPOSITE),
    ],
    ids=lambda e: f"{e.source}-{e.rank}-{e.process}",
)
def test_nothing_weaker_enters_by_itself(evidence: Evidence) -> None:
    assert to_remember(found(evidence)) is None


def test_a_picture_without_a_fingerprint_is_not_remembered() -> None:
    assert to_remember(found(signed(Process.AI_GENERATED), pdq=None)) is None


def test_what_is_known_of_the_same_picture_is_not_kept_twice() -> None:
    assert to_remember(found(signed(Process.AI_GENERATED), earlier(Process.AI_GENERATED))) is None


def test_a_signed_copy_of_somebodys_photo_does_not_brand_the_others() -> None:
    for record, known in (
        (Process.AI_GENERATED, Process.CAPTURED_EARLIER),
        (Process.CAPTURED, Process.AI_GENERATED),
    ):
        assert to_remember(found(signed(record), earlier(known))) is None


def test_a_picture_that_is_only_similar_does_not_stand_against_it() -> None:
    for known in (Process.CAPTURED_EARLIER, Process.AI_GENERATED):
        assert to_remember(found(signed(Process.AI_GENERATED), earlier(known, Match.SIMILAR)))
