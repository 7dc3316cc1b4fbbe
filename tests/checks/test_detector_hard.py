"""No label from the built-in detector on memes, game screenshots and diagrams, with the chip switched on."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.assess import Asking, assessment
from colophon.checks.detector import CurrentDetector, DetectorCheck
from colophon.config import Config
from colophon.evidence import Findings
from colophon.images.picture import Picture
from colophon_model import Detector, builtin

HARD = {"memegen": 40, "godot-screens": 26, "luftaquila-blog": 46, "photosblog": 12}
MAX_PIXELS = Config().limits.pixels


@pytest.fixture(scope="module")
def check() -> DetectorCheck:
    folder = builtin()
    assert folder is not None
    return DetectorCheck(CurrentDetector(Detector.load(folder)))


@pytest.mark.parametrize("source", HARD)
def test_no_label_on_pictures_that_fool_detectors(source: str, check: DetectorCheck, cases: Path) -> None:
    files = sorted((cases.parent / "images" / "real" / source).glob("*_whole.jpg"))
    files += sorted((cases.parent / "images" / "real" / source).glob("*_crop.jpg"))
    assert len(files) >= HARD[source]
    for path in files:
        report = check.look(Picture.of(path.read_bytes(), MAX_PIXELS))
        found = Findings("ab" * 32, "image/jpeg", report.evidence, {"detector": report.outcome})
        assert assessment(found, Asking(), {}, True).label is None, path.name
