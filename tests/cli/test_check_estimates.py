"""``colophon check`` with the detector switched on: the label, its numbers, and why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests import toy_model
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.models.current import choose


@pytest.fixture
def bright(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A picture that the toy takes for AI."""
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLOPHON_DETECTOR_CHIP", "yes")
    monkeypatch.delenv("COLOPHON_TRUST", raising=False)
    path = tmp_path / "bright.png"
    Image.fromarray(toy_model.noise(210, 256)).save(path)
    return path


def use(tmp_path: Path, **changes: Any) -> None:
    models = tmp_path / "data" / "models"
    toy_model.write(models / "toy", operating_points=[toy_model.LABEL_POINT | changes])
    choose(models, "toy")


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def test_the_label_comes_with_its_numbers(tmp_path: Path, bright: Path) -> None:
    use(tmp_path)
    result = check("--json", bright)
    answer = json.loads(result.stdout)
    assert answer["label"]["id"] == "ai_generated.detector"
    [row] = answer["evidence"]
    assert row["details"].items() >= {"model": "toy", "band": "high", "test_fpr": 0.0}.items()
    assert row["details"]["score"] > 0.9
    assert "detector_chip" not in result.stderr


def test_numbers_are_not_in_the_text(tmp_path: Path, bright: Path) -> None:
    use(tmp_path)
    score = json.loads(check("--json", bright).stdout)["evidence"][0]["details"]["score"]
    text = check(bright).stdout
    assert "May be AI-generated" in text
    assert "about 91 of 100 images with this label" in text
    assert str(score) not in text


def test_a_model_below_the_bar_makes_no_label_and_that_is_said(tmp_path: Path, bright: Path) -> None:
    use(tmp_path, groups={})
    result = check("--json", bright)
    assert json.loads(result.stdout)["label"] is None
    assert "detector_chip is on, and yet the detector makes no label: " in result.stderr
    assert "by source" in result.stderr
