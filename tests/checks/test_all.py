"""Which checks are made is a setting, and what only another check needs is not started."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.checks.all import image_checks
from colophon.checks.image_text import models as text_models
from colophon.config import CHECKS, USUAL_CHECKS, Config
from colophon.isolation import sandbox
from colophon.models.watch import Watch
from colophon.registry.memory import Registry


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("this is not needed")


def test_they_come_in_their_order_whatever_the_setting_says(tmp_path: Path) -> None:
    for wanted in (USUAL_CHECKS, CHECKS, ("registry", "c2pa")):
        with image_checks(Config(data=tmp_path, checks=wanted[::-1], workers=1), Registry()) as image:
            names = [check.name for check in (*image.checks, *image.slow)]
            assert names == [name for name in CHECKS if name in wanted]
            assert set(names) < set(image.versions)


def test_without_checks_of_the_file_there_are_no_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "Worker", refuse)
    monkeypatch.setattr(text_models, "folder", refuse)
    with image_checks(Config(data=tmp_path, checks=("registry", "detector")), Registry()) as image:
        assert [check.name for check in image.checks] == ["registry", "detector"]
        assert image.trust == {}


def test_without_the_detector_no_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watch, "load", refuse)
    with image_checks(Config(data=tmp_path, checks=("registry",)), Registry()) as image:
        assert image.models is None
        assert image.detector.why_silent(allowed=True) == "the check of pixels is off"
