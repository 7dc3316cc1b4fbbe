"""The golden cases, and what the goldens leave unsaid, one rule per test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.resolver import states
from tests.resolver.goldens import evidence

from colophon.evidence import Confidence, Evidence, Process, Rank, Source
from colophon.resolve import CELLS, resolve


def label(*given: Evidence, may_speak: bool = True) -> str | None:
    return resolve(given, detector_may_speak=may_speak).label_id


def test_goldens(label_spec: Path) -> None:
    cases = json.loads((label_spec / "goldens.json").read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 36
    for case in cases:
        given = resolve(evidence(case["evidence"]), sensitive=case["sensitive"], detector_may_speak=True)
        assert given.label_id == case["expected"], case["name"]


def test_the_cells_are_those_of_the_catalogue(label_spec: Path) -> None:
    catalogue = json.loads((label_spec / "catalogue.json").read_text(encoding="utf-8"))["labels"]
    processes = {entry["id"] for entry in catalogue if entry["process"]}
    assert processes == CELLS | {"ai_generated.detector"}


def test_nothing_gives_nothing() -> None:
    given = resolve([], detector_may_speak=True)
    assert (given.label_id, given.headline, given.conflict, given.review) == (None, None, False, False)


def test_equal_rank_the_less_sweeping_claim_wins() -> None:
    assert label(states.CREATOR["ai_generated"], states.PLATFORM["ai_involved"]) == "ai_involved.platform"
    assert label(states.CREATOR["ai_edited"], states.PLATFORM["ai_generated"]) == "ai_edited.creator"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (states.PLATFORM["ai_generated"], states.REGISTRY["ai_generated_creator"]),
        (states.REGISTRY["ai_generated_creator"], states.CREATOR["ai_generated"]),
        (states.SIGNED["untrusted:ai_generated"], states.METADATA["ai_generated"]),
        (states.METADATA["ai_generated"], states.IMAGE_TEXT["ai_generated"]),
    ],
)
def test_equal_rank_and_sweep_go_by_source(first: Evidence, second: Evidence) -> None:
    assert resolve([second, first]).headline is first


def test_the_first_of_two_that_say_the_same_is_the_headline() -> None:
    a = Evidence(Source.CREATOR, Process.AI_GENERATED, Confidence.STATED, Rank.STATED, "a")
    b = Evidence(Source.CREATOR, Process.AI_GENERATED, Confidence.STATED, Rank.STATED, "b")
    assert resolve([b, a]).headline is b


def test_a_composite_falls_to_the_less_sweeping_cell_or_to_none() -> None:
    platform = states.stated(Source.PLATFORM, "composite_ai", Rank.STATED, "Instagram")
    written = states.stated(Source.IMAGE_TEXT, "composite_ai", Rank.UNSIGNED)
    assert label(platform) == "ai_involved.platform"
    assert label(states.registry("composite_ai")) == "ai_involved.registry"
    assert label(written) is None


def test_edited_with_ai_is_never_said_without_saying_what() -> None:
    vague = states.RARE_SIGNED["trusted:ai_edited, what unknown"]
    assert label(vague) == "ai_involved.signed"
    assert label(states.SIGNED["trusted:ai_edited"]) == "ai_edited.signed"


def test_a_record_that_does_not_fit_claims_nothing_at_any_rank() -> None:
    assert label(states.RARE_SIGNED["tampered, of high rank"]) == "record_mismatch"


@pytest.mark.parametrize("state", ["trusted:edited", "untrusted:edited", "untrusted:composite", "malformed"])
def test_signed_records_that_name_neither_camera_nor_ai_give_no_label(state: str) -> None:
    assert label(states.SIGNED[state]) is None


def test_two_signed_records_that_disagree() -> None:
    given = resolve([states.SIGNED["interim:captured"], states.SIGNED["trusted:ai_generated"]])
    assert given.label_id == "conflict"
    assert given.headline is states.SIGNED["trusted:ai_generated"]
    assert given.opposed is states.SIGNED["interim:captured"]


def test_a_reviewer_without_a_label_of_their_own() -> None:
    signed, platform = states.SIGNED["trusted:ai_generated"], states.PLATFORM["ai_involved"]
    assert label(states.RARE_MODERATOR["ai_involved"], platform) == "ai_involved.platform"
    assert label(states.RARE_MODERATOR["ai_involved"], signed) is None
    assert label(states.RARE_MODERATOR["unknown"], signed) is None
    assert label(states.RARE_MODERATOR["unknown"], states.DETECTOR["high"]) is None


def test_a_reviewer_against_a_camera_record_asks_for_another_look() -> None:
    captured = states.SIGNED["trusted:captured"]
    assert resolve([states.MODERATOR["ai_edited"], captured]).review
    assert resolve([states.MODERATOR["ai_generated"], states.REGISTRY["captured_earlier"]]).review
    assert not resolve([states.MODERATOR["ai_edited"], states.REGISTRY["captured_earlier"]]).review
    assert not resolve([states.MODERATOR["ai_edited"], states.SIGNED["trusted:ai_generated"]]).review
    assert not resolve([states.MODERATOR["captured"], states.DETECTOR["high"]]).review


@pytest.mark.parametrize("cheap", [states.METADATA["ai_generated"], states.DETECTOR["high"]])
def test_a_cheap_claim_against_a_capture_is_queued(cheap: Evidence) -> None:
    given = resolve([states.SIGNED["trusted:captured"], cheap], detector_may_speak=True)
    assert (given.label_id, given.conflict, given.review) == ("captured.signed", False, True)


def test_a_detector_that_may_not_speak_still_asks_for_review() -> None:
    given = resolve([states.REGISTRY["captured_earlier"], states.DETECTOR["high"]])
    assert (given.label_id, given.review) == (None, True)
    assert label(states.DETECTOR["high"], may_speak=False) is None


def test_the_detector_is_not_alone_beside_anything_that_names_ai() -> None:
    assert label(states.REGISTRY["ai_edited_near_differs"], states.DETECTOR["high"]) is None
    assert label(states.SIGNED["remote"], states.DETECTOR["high"]) == "ai_generated.detector"
