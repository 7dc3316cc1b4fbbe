"""The flip test: a band above low is given only as far as it holds on copies."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import orjson
import pytest
from tests import toy_model

from colophon_model import Band, Detector, Reading, State
from colophon_model.calibrate import Floats
from colophon_model.load import Model
from colophon_model.preprocess import Pixels
from colophon_model.steady import copies


def detector(folder: Path, *, steady: bool = True) -> Detector:
    preprocess = orjson.loads((toy_model.write(folder) / "manifest.json").read_bytes())["preprocess"]
    return Detector.load(toy_model.write(folder, preprocess=preprocess | {"steady": steady}))


def spot(centre: int, around: int) -> Pixels:
    """A lit square as large as the toy's view; at 0.8 times the size its surroundings come into view."""
    pixels = toy_model.noise(around, 96)
    pixels[32:64, 32:64] = toy_model.noise(centre, 32)
    return pixels


def test_the_copies_are_a_jpeg_and_a_smaller_picture() -> None:
    pixels = toy_model.noise(120, 100)
    compressed, smaller = copies(pixels)
    assert compressed.shape == pixels.shape
    assert 0 < np.abs(compressed.astype(int) - pixels).mean() < 20
    assert smaller.shape == (80, 80, 3)
    assert [copy.shape for copy in copies(pixels[:, :1])] == [(100, 1, 3), (80, 1, 3)]


def test_a_band_that_holds_is_given(tmp_path: Path) -> None:
    reading = detector(tmp_path).assess(toy_model.noise(210, 96))
    assert (reading.band, reading.state, reading.steady) == (Band.HIGH, State.SIGNALS_FOUND, True)


def test_a_band_that_does_not_hold_is_inconclusive(tmp_path: Path) -> None:
    reading = detector(tmp_path).assess(spot(150, 20))
    assert (reading.band, reading.state, reading.steady) == (Band.LOW, State.INCONCLUSIVE, False)
    assert reading.score is not None
    assert reading.score > 0.6  # of the picture itself, as it was


def test_a_high_band_that_holds_only_as_mid_is_mid(tmp_path: Path) -> None:
    reading = detector(tmp_path).assess(spot(205, 150))
    assert (reading.band, reading.state, reading.steady) == (Band.MID, State.SIGNALS_FOUND, True)


def test_a_model_may_go_without_the_test(tmp_path: Path) -> None:
    reading = detector(tmp_path, steady=False).assess(spot(150, 20))
    assert (reading.band, reading.state, reading.steady) == (Band.MID, State.SIGNALS_FOUND, None)


def test_a_low_band_is_not_tried_on_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Pixels] = []
    logits = Model.logits

    def counted(self: Model, pixels: Pixels) -> Floats:
        runs.append(pixels)
        return logits(self, pixels)

    monkeypatch.setattr(Model, "logits", counted)
    toy = detector(tmp_path)
    runs.clear()
    assert toy.assess(toy_model.noise(40, 96)).steady is None
    assert len(runs) == 1
    assert toy.assess(toy_model.noise(210, 96)).steady
    assert len(runs) == 4


def test_a_reading_says_how_many_crops_were_judged(tmp_path: Path) -> None:
    preprocess = orjson.loads((toy_model.write(tmp_path) / "manifest.json").read_bytes())["preprocess"]
    preprocess["views"] = [
        {"kind": "native_crop", "size": 32, "count": 4},
        {"kind": "squash", "size": [32, 32]},
    ]
    golden, corners = toy_model.golden(), ((16, 16), (0, 0), (32, 32), (0, 32))
    brightness = [golden[top : top + 32, left : left + 32].mean() for top, left in corners]
    test = {
        "image": "golden.png",
        "sha256": hashlib.sha256((tmp_path / "golden.png").read_bytes()).hexdigest(),
        "logit": 4 * float(np.mean([*brightness, golden.mean()])) / 255 - 2,
        "atol": 0.01,
    }
    folder = toy_model.write(
        tmp_path, preprocess=preprocess, calibration=None, operating_points=[], selftest=[test]
    )
    toy = Detector.load(folder)
    assert toy.assess(toy_model.noise(40, 96)).views == 5
    assert toy.assess(toy_model.noise(40, 31)).views == 0


def test_what_was_not_assessed_has_no_steadiness(tmp_path: Path) -> None:
    reading = detector(tmp_path).assess(toy_model.noise(210, 31))
    assert reading == Reading(State.NOT_ASSESSED, reading.reason)
