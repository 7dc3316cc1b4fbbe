"""When a label may rest on the pixels alone (label specification, section 9), and what is said with it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from tests import toy_model
from tests.checks.test_detector import picture
from tests.resolver import states

from colophon.assess import Asking, assessment
from colophon.checks.detector import MIN_LABEL_SIDE, CurrentDetector, DetectorCheck
from colophon.evidence import DONE, Evidence, Findings
from colophon.wire import AssessmentOut
from colophon_model import Detector

RESEARCH = {"name": "research", "threshold": 0.6, "fpr": 0.008, "fpr_upper95": 0.02, "n_real": 300}
GROUP = {"n": 3000, "wrong": 0, "upper95": 0.001}


def current(folder: Path, label_point: dict[str, Any] | None = None, **changes: Any) -> CurrentDetector:
    """A toy model that meets the bar, but for what ``label_point`` and ``changes`` replace."""
    label = {**toy_model.LABEL_POINT, "date": "2026-11-20", **(label_point or {})}
    return CurrentDetector(
        Detector.load(toy_model.write(folder, operating_points=[RESEARCH, label], **changes))
    )


def seen(by: CurrentDetector, level: int = 210, side: int = MIN_LABEL_SIDE) -> Evidence:
    report = DetectorCheck(by).look(picture(level, side))
    assert report.outcome == DONE
    return report.evidence[0]


def told(*evidence: Evidence, may_speak: bool = True, **asking: Any) -> AssessmentOut:
    found = Findings("ab" * 32, "image/png", evidence, {"detector": DONE})
    return assessment(found, Asking(**asking), {}, may_speak)


def label_of(*evidence: Evidence, **how: Any) -> str | None:
    label = told(*evidence, **how).label
    return label.id if label else None


def test_a_model_that_meets_the_bar_makes_the_label_where_that_is_allowed(tmp_path: Path) -> None:
    by = current(tmp_path)
    assert by.why_silent(allowed=True) is None
    assert label_of(seen(by)) == "ai_generated.detector"
    assert label_of(seen(by), may_speak=False) is None
    assert by.why_silent(allowed=False) == "detector_chip is off"
    for level in (60, 150):
        assert label_of(seen(by, level)) is None


def test_no_label_on_a_picture_with_a_side_below_256_px(tmp_path: Path) -> None:
    by = current(tmp_path)
    small = seen(by, side=MIN_LABEL_SIDE - 1)
    assert (small.details["band"], label_of(small)) == ("high", None)
    assert (
        told(small).evidence[0].text
        == "Automatic check: patterns common in AI images, which photos can have too."
    )


@pytest.mark.parametrize(
    ("point", "changes", "why"),
    [
        ({"groups": {}}, {}, "by source"),
        ({"groups": {"cameras": GROUP | {"n": 2999}}}, {}, "2999 pictures of cameras"),
        ({"groups": {"cameras": {"n": 9000, "wrong": 9, "upper95": 0.0018}}}, {}, "cameras"),
        ({"tpr_by_condition": {"native": 0.9, "512 px, JPEG q40": 0.4}}, {}, "90%"),
        ({}, {"experimental": True}, "experimental"),
    ],
)
def test_a_model_below_the_bar_is_told_in_the_card_and_makes_no_label(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    point: dict[str, Any],
    changes: dict[str, Any],
    why: str,
) -> None:
    by = current(tmp_path, point, **changes)
    high = seen(by)
    assert (high.details["band"], high.details["may_label"]) == ("high", False)
    answer = told(high)
    assert answer.label is None
    assert "of 100" not in answer.evidence[0].text
    assert why in (by.why_silent(allowed=True) or "")
    by.tell_why_silent(allowed=False)
    assert not caplog.records
    by.tell_why_silent(allowed=True)
    assert [why in record.message for record in caplog.records] == [True]
    assert caplog.records[0].levelno == logging.WARNING


def test_a_model_without_a_card_makes_no_label(tmp_path: Path) -> None:
    current(tmp_path)
    (tmp_path / "card.md").unlink()
    bare = CurrentDetector(Detector.load(tmp_path))
    assert "no model card" in (bare.why_silent(allowed=True) or "")
    assert label_of(seen(bare)) is None


def test_what_is_in_use_after_a_refusal_is_said(tmp_path: Path) -> None:
    by = CurrentDetector(None, "toy.onnx: the file is too short")
    assert by.why_silent(allowed=True) == "toy.onnx: the file is too short"
    assert CurrentDetector().why_silent(allowed=True) == "no model is in use"
    by.replace(current(tmp_path).detector)
    assert by.why_silent(allowed=True) is None


def test_the_card_says_how_often_the_label_is_right_and_what_that_rests_on(tmp_path: Path) -> None:
    """.5 found in the worst delivery, .001 mistaken in the worst group, 2 of 100 AI: .0100 of .01098."""
    high = seen(current(tmp_path))
    [row] = told(high).evidence
    assert row.text == (
        "Automatic check: patterns common in AI images, which photos can have too. "
        "In our tests, about 91 of 100 images with this label were made with AI, counted for a feed in which "
        "2 of 100 images are (model toy 1, tested on 20 November 2026)."
    )
    [row] = told(high, locale="es").evidence
    assert "unas 91 de cada 100 imágenes con esta etiqueta" in row.text
    assert "20 de noviembre de 2026" in row.text


def test_without_the_label_the_card_does_not_say_how_often_it_is_right(tmp_path: Path) -> None:
    high = seen(current(tmp_path))
    [row] = told(high, may_speak=False).evidence
    assert row.text == "Automatic check: patterns common in AI images, which photos can have too."
    assert "right_of_100" not in row.details


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (60, "Automatic check: no clear result, which does not show how this image was made."),
        (150, "Automatic check: some patterns common in AI images, but no clear result."),
    ],
)
def test_a_lower_band_is_a_row_that_claims_less(tmp_path: Path, level: int, text: str) -> None:
    assert told(seen(current(tmp_path), level)).evidence[0].text == text


def test_scores_are_for_researchers_and_reviewers(tmp_path: Path) -> None:
    by = current(tmp_path)
    numbers = {"score", "test_fpr", "test_fpr_upper95"}
    for level, point in ((60, {}), (150, RESEARCH), (210, toy_model.LABEL_POINT)):
        [hidden] = told(seen(by, level)).evidence
        assert not numbers & hidden.details.keys()
        [shown] = told(seen(by, level), scores=True).evidence
        assert 0 < shown.details["score"] < 1
        assert shown.details.get("test_fpr") == point.get("fpr")
        assert shown.details.get("test_fpr_upper95") == point.get("fpr_upper95")
        assert {key: shown.details[key] for key in ("model", "band")} == {
            "model": "toy",
            "band": hidden.details["band"],
        }
        assert not any(str(number) in shown.text for number in (shown.details["score"], "0."))


def test_an_accounts_picture_is_not_estimated_in_passing(tmp_path: Path) -> None:
    high = seen(current(tmp_path))
    passing = told(high, avatar=True)
    assert (passing.label, passing.evidence) == (None, [])
    assert passing.checks == {"detector": "skipped: pictures of accounts are looked at on request only"}
    asked = told(high)  # golden G12: the reader asked for this very picture
    assert asked.label is not None
    assert asked.label.id == "ai_generated.detector"


def test_an_accounts_picture_keeps_what_is_recorded_of_it() -> None:
    assert label_of(states.METADATA["ai_generated"], avatar=True) == "ai_generated.metadata"


@pytest.mark.parametrize(
    ("beside", "label"),
    [
        ([], "ai_generated.detector"),  # G6, and G12 on request
        ([states.SIGNED["trusted:captured"]], "captured.signed"),  # G8
        ([states.SIGNED["invalid"]], "record_mismatch"),  # G17
        ([states.REGISTRY["captured_earlier"]], None),  # G26
        ([states.SIGNED["untrusted:captured"]], "signer_unknown"),  # G27
        ([states.METADATA["ai_generated"]], "ai_generated.metadata"),
    ],
)
def test_what_a_model_says_stands_behind_everything_else(
    tmp_path: Path, beside: list[Evidence], label: str | None
) -> None:
    high = seen(current(tmp_path))
    assert label_of(*beside, high) == label
    rows = told(*beside, high).evidence
    assert [row.headline for row in rows if row.source == "detector"] == [label == "ai_generated.detector"]
