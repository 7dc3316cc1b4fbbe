"""The check of pixels: what it says, what it skips, and that the resolver hears only what it may."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests import toy_model
from tests.outcomes import error, skipped

from colophon.checks.detector import CurrentDetector, DetectorCheck
from colophon.evidence import DONE, Band, Confidence, Outcome, Process, Rank, Source, Why
from colophon.images.picture import Picture
from colophon.resolve import resolve
from colophon_model import Detector, ModelFailed


@pytest.fixture
def check(tmp_path: Path) -> DetectorCheck:
    return DetectorCheck(CurrentDetector(Detector.load(toy_model.write(tmp_path))))


def picture(level: int, side: int = 64, kind: str = "PNG") -> Picture:
    stream = io.BytesIO()
    Image.fromarray(toy_model.noise(level, side)).save(stream, kind)
    return Picture.of(stream.getvalue(), 1_000_000)


@pytest.mark.parametrize(
    ("level", "band", "state", "process"),
    [
        (60, "low", "inconclusive", Process.UNKNOWN),
        (150, "mid", "signals_found", Process.AI_GENERATED),
        (210, "high", "signals_found", Process.AI_GENERATED),
    ],
)
def test_evidence_names_a_process_only_when_signals_were_found(
    check: DetectorCheck, level: int, band: str, state: str, process: Process
) -> None:
    report = check.look(picture(level))
    assert report.outcome == DONE
    (evidence,) = report.evidence
    assert (evidence.source, evidence.rank) == (Source.DETECTOR, Rank.DETECTOR)
    assert (evidence.process, evidence.confidence) == (process, Confidence.ESTIMATED)
    assert evidence.source_name == "toy"
    assert (
        evidence.details.items()
        >= {
            "band": band,
            "state": state,
            "model": "toy",
            "version": "1",
            "experimental": False,
            "steady": None if band == "low" else True,
        }.items()
    )


def test_only_a_high_band_that_may_speak_becomes_a_label(check: DetectorCheck) -> None:
    for level in (60, 150):
        assert resolve(check.look(picture(level)).evidence, detector_may_speak=True).label_id is None
    high = check.look(picture(210)).evidence
    assert resolve(high).label_id is None
    assert resolve(high, detector_may_speak=True).label_id == "ai_generated.detector"


def test_bands_are_those_of_the_domain() -> None:
    from colophon_model import Band as ModelBand

    assert [band.value for band in ModelBand] == [band.value for band in Band]


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        (picture(100, 31), skipped(Why.TOO_SMALL, limit="32")),
        (picture(100, 64, "GIF"), skipped(Why.PALETTE)),
    ],
)
def test_a_picture_it_was_not_made_for_is_skipped(
    check: DetectorCheck, subject: Picture, outcome: Outcome
) -> None:
    report = check.look(subject)
    assert (report.outcome, report.evidence) == (outcome, ())


def saved(level: int, kind: str, mode: str = "RGB", **options: Any) -> Picture:
    stream = io.BytesIO()
    Image.fromarray(toy_model.noise(level)).convert(mode).save(stream, kind, **options)
    return Picture.of(stream.getvalue(), 1_000_000)


BLUE = Image.new("RGB", (64, 64), "blue")


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        (saved(100, "JPEG", quality=34), skipped(Why.HEAVY_JPEG, limit="35")),
        (saved(100, "JPEG", quality=90), DONE),
        (saved(100, "PNG", "P"), skipped(Why.PALETTE)),
        (saved(100, "PNG", save_all=True, append_images=[BLUE]), skipped(Why.ANIMATED)),
        (saved(100, "WEBP", save_all=True, append_images=[BLUE]), skipped(Why.ANIMATED)),
        (saved(100, "MPO", save_all=True, append_images=[BLUE], quality=90), DONE),
    ],
    ids=["hard", "mild", "palette", "animated PNG", "animated WebP", "a phone's JPEG with a map"],
)
def test_what_the_file_says_is_heard(check: DetectorCheck, subject: Picture, outcome: Outcome) -> None:
    assert check.look(subject).outcome == outcome


def test_a_model_that_cannot_run_is_an_error_and_logged(
    check: DetectorCheck, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ModelFailed("toy: inner words")

    monkeypatch.setattr(Detector, "assess", fail)
    assert check.look(picture(100)).outcome == error(Why.MODEL_FAILED)
    assert "inner words" in caplog.text


def test_without_a_model_it_is_skipped() -> None:
    check = DetectorCheck(CurrentDetector())
    assert check.look(picture(100)).outcome == skipped(Why.NO_MODEL)
    assert check.version == "none"
    refused = DetectorCheck(CurrentDetector(None, "toy.onnx: too short"))
    assert refused.look(picture(100)).outcome == skipped(Why.MODEL_REFUSED)


def test_damaged_pixels_are_an_error_not_an_exception(check: DetectorCheck) -> None:
    whole = picture(100).data
    report = check.look(Picture.of(whole[: len(whole) // 2], 1_000_000))
    assert report.outcome == error(Why.DAMAGED)
    assert report.evidence == ()


def test_the_version_changes_with_model_and_thresholds(tmp_path: Path) -> None:
    variants: list[dict[str, Any]] = [{}, {"operating_points": []}, {"version": "2"}]
    versions = {
        CurrentDetector(Detector.load(toy_model.write(tmp_path / str(n), **changes))).version
        for n, changes in enumerate(variants)
    }
    assert len(versions) == 3
    again = CurrentDetector(Detector.load(toy_model.write(tmp_path / "again")))
    assert again.version in versions


def test_a_replaced_detector_is_asked_from_the_next_picture_on(tmp_path: Path) -> None:
    current = CurrentDetector(Detector.load(toy_model.write(tmp_path / "one")))
    check, subject = DetectorCheck(current), picture(210)
    before = (check.version, check.look(subject).evidence[0].details["model"])
    current.replace(Detector.load(toy_model.write(tmp_path / "two", id="other")))
    after = (check.version, check.look(subject).evidence[0].details["model"])
    assert (before[1], after[1]) == ("toy", "other")
    assert before[0] != after[0]
    current.replace(None)
    assert (check.version, check.look(subject).outcome) == ("none", skipped(Why.NO_MODEL))


def test_pixels_are_not_changed(check: DetectorCheck) -> None:
    subject = picture(150)
    before = subject.pixels().copy()
    check.look(subject)
    np.testing.assert_array_equal(subject.pixels(), before)
