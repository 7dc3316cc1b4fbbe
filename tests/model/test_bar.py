"""When a label may rest on a model alone: every condition of the specification's section 9 closes it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests import toy_model

from colophon_model import Detector, Manifest, why_no_label
from colophon_model.bar import expected_precision
from colophon_model.manifest import GroupRate, OperatingPoint


def manifest(folder: Path, *, scope: dict[str, Any] | None = None, **label: Any) -> Manifest:
    points = [toy_model.LABEL_POINT | label]
    data = orjson.loads((toy_model.write(folder, operating_points=points) / "manifest.json").read_bytes())
    data["scope"] |= scope or {}
    return Manifest.model_validate_json(orjson.dumps(data))


def group(n: int, wrong: int, upper95: float) -> dict[str, Any]:
    return {"cameras": {"n": 3000, "wrong": 0, "upper95": 0.001}, "phones": GroupRate(
        n=n, wrong=wrong, upper95=upper95
    ).model_dump()}  # fmt: skip


def test_a_model_that_meets_the_bar_may_be_labelled_from(tmp_path: Path) -> None:
    assert why_no_label(manifest(tmp_path)) is None
    assert Detector.load(
        toy_model.write(tmp_path, operating_points=[toy_model.LABEL_POINT])
    ).why_no_label is None  # fmt: skip


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ({"threshold": None}, "no threshold"),
        ({"name": "research"}, "no threshold"),
        ({"groups": {}}, "by source of the pictures"),
        ({"groups": group(2999, 0, 0.001)}, "only 2999 pictures of phones were measured, 3000 are needed"),
        ({"groups": group(3000, 3, 0.0026)}, "more than 0.1% of the pictures of phones"),
        ({"groups": group(3000, 1, 0.001)}, "more than 0.1% of the pictures of phones"),
        ({"tpr_by_condition": {}}, "in each delivery"),
        ({"tpr_by_condition": {"native": 0.9, "q40": 0.4}}, "89% of its labels would be right with 2% AI"),
        ({"tpr_by_condition": {"native": 0.9, "q40": 0.0}}, "0% of its labels"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, label: dict[str, Any], said: str) -> None:
    assert said in str(why_no_label(manifest(tmp_path, **label)))


def test_without_calibration_there_is_no_label(tmp_path: Path) -> None:
    uncalibrated = manifest(tmp_path).model_copy(update={"calibration": None})
    assert why_no_label(uncalibrated) == "its score is not calibrated"


def test_figures_from_the_training_pictures_do_not_count(tmp_path: Path) -> None:
    assert "trained on" in str(why_no_label(manifest(tmp_path, scope={"packs": ["0" * 64]})))
    assert why_no_label(manifest(tmp_path, scope={"packs": ["1" * 64]})) is None


def test_without_a_card_there_is_no_label(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path, operating_points=[toy_model.LABEL_POINT])
    (folder / "card.md").unlink()
    assert "card.md" in str(Detector.load(folder).why_no_label)


@pytest.mark.parametrize(("wrong", "least"), [(1, 4742), (3, 7752)])
def test_a_stated_bound_is_checked_against_its_counts(tmp_path: Path, wrong: int, least: int) -> None:
    """``least``: where ``beta.ppf(.95, wrong + 1, n - wrong)``, the bound, falls to .001."""

    def open_at(n: int) -> bool:
        return why_no_label(manifest(tmp_path, groups=group(n, wrong, 0.001))) is None

    assert open_at(least)
    assert not open_at(least - 1)


def test_the_precision_is_that_of_the_worst_delivery_and_the_worst_group() -> None:
    point = OperatingPoint.model_validate(
        toy_model.LABEL_POINT | {"groups": group(4000, 1, 0.0012), "tpr_by_condition": {"a": 0.9, "b": 0.6}}
    )
    assert expected_precision(point, 0.05) == pytest.approx(0.6 * 0.05 / (0.6 * 0.05 + 0.0012 * 0.95))
    # the specification's table: 90 % hits at 0.1 % mistakes, 2 % AI pictures
    table = point.model_copy(
        update={"groups": {"a": GroupRate(n=3000, wrong=0, upper95=0.001)}, "tpr_by_condition": {"a": 0.9}}
    )
    assert math.isclose(expected_precision(table), 0.95, abs_tol=0.005)
