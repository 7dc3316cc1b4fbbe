"""States, bands and gates of the detector, and many threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests import toy_model

from colophon_model import Band, Detector, Gate, ModelFailed, Reading, State, Stop, builtin
from colophon_model.calibrate import platt
from colophon_model.preprocess import native_crop


@pytest.fixture
def detector(tmp_path: Path) -> Detector:
    return Detector.load(toy_model.write(tmp_path))


# The toy's logit is 4 * brightness - 2, its score sigmoid(2 * logit).
@pytest.mark.parametrize(
    ("level", "band", "state"),
    [
        (60, Band.LOW, State.INCONCLUSIVE),
        (150, Band.MID, State.SIGNALS_FOUND),
        (210, Band.HIGH, State.SIGNALS_FOUND),
    ],
)
def test_the_score_decides_band_and_state(detector: Detector, level: int, band: Band, state: State) -> None:
    pixels = toy_model.noise(level)
    reading = detector.assess(pixels)
    logit = 4 * native_crop(pixels, toy_model.SIDE, 8).mean() / 255 - 2
    assert (reading.assessed, reading.reason, reading.band, reading.state) == (True, None, band, state)
    assert reading.score == pytest.approx(float(platt(logit, 2.0, 0.0)), abs=1e-5)


@pytest.mark.parametrize("name", ["research", "label"])
def test_a_point_without_threshold_closes_its_band(tmp_path: Path, name: str) -> None:
    points = [
        {
            "name": point,
            "threshold": None if point == name else 0.6,
            "fpr": None,
            "fpr_upper95": None,
            "n_real": 0,
        }
        for point in ("research", "label")
    ]
    detector = Detector.load(toy_model.write(tmp_path, operating_points=points))
    closed = {"research": Band.MID, "label": Band.HIGH}[name]
    assert all(detector.assess(toy_model.noise(level)).band != closed for level in range(20, 240, 20))


def test_without_calibration_there_is_a_score_and_nothing_to_say(tmp_path: Path) -> None:
    detector = Detector.load(toy_model.write(tmp_path, calibration=None, operating_points=[]))
    reading = detector.assess(toy_model.noise(230))
    assert reading.state is State.INCONCLUSIVE
    assert reading.score is not None


@pytest.mark.parametrize(
    ("pixels", "stop"),
    [
        (toy_model.noise(100, 31), Stop(Gate.TOO_SMALL, "smaller than 32 px", {"limit": "32"})),
        (
            toy_model.noise(100, 128)[:40],
            Stop(Gate.TOO_LONG, "longer than 3 times its width", {"limit": "3"}),
        ),
        (toy_model.noise(100) // 64 * 64, Stop(Gate.FEW_COLOURS, "too few colours for a photo")),
        (
            np.vstack([toy_model.noise(100, 128), toy_model.steps(256, 128)]),
            Stop(Gate.MOSTLY_FLAT, "mostly flat areas"),
        ),
    ],
)
def test_a_gate_stops_the_picture_and_says_why(
    detector: Detector, pixels: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]], stop: Stop
) -> None:
    assert detector.assess(pixels) == Reading(State.NOT_ASSESSED, stop)


def test_the_gates_let_the_edges_through(detector: Detector) -> None:
    assert detector.assess(toy_model.noise(100, 32)).assessed
    assert detector.assess(toy_model.noise(100, 96)[:32]).assessed  # exactly three to one
    half_flat = np.vstack([toy_model.noise(100, 128), toy_model.steps(128, 128)])
    assert detector.assess(half_flat).assessed


def test_more_pixels_than_the_manifest_allows_are_not_judged(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    text = (
        (folder / "manifest.json").read_text().replace('"min_side":32', '"min_side":32,"max_pixels":1000000')
    )
    (folder / "manifest.json").write_text(text)
    reading = Detector.load(folder).assess(toy_model.noise(100, 1001))
    assert reading.reason == Stop(Gate.TOO_MANY_PIXELS, "more than 1 million pixels", {"limit": "1"})


def test_many_threads_get_what_one_gets(detector: Detector) -> None:
    pictures = [toy_model.noise(level, seed=level) for level in range(20, 240, 4)]
    alone = [detector.assess(picture) for picture in pictures]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detector.assess, pictures * 4)) == alone * 4


def test_a_value_that_is_no_number_is_a_failure_not_a_score(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(detector._model), "_run", lambda self, crops: np.full((len(crops), 1), np.nan, np.float32)
    )
    with pytest.raises(ModelFailed, match="not a number"):
        detector.assess(toy_model.noise(100))


def test_the_built_in_model_gives_the_same_twice_and_never_speaks_for_a_label() -> None:
    folder = builtin()
    if folder is None:
        pytest.skip("the weights were left out")
    first, second = Detector.load(folder), Detector.load(folder)
    for seed in range(5):
        pixels = toy_model.noise(40 * seed + 30, 300, seed)
        reading = first.assess(pixels)
        assert reading == second.assess(pixels)
        assert reading.assessed
        assert reading.band is not Band.HIGH
