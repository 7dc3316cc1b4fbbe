"""How many people each planned test compares."""

from __future__ import annotations

from typing import Any

import pytest
from tests.study.studies import study

from colophon.study.sizes import Compared, compared


def planned(*weights: float, unit: str = "participant", **more: Any) -> list[Compared]:
    levels = [
        {"name": name, "weight": weight} for name, weight in zip(("plain", "source"), weights, strict=True)
    ]
    return list(compared(study(factors=[{"name": "detail", "unit": unit, "levels": levels}], **more)))


@pytest.mark.parametrize(("weights", "per_arm"), [((1, 1), 200), ((1, 3), 150), ((9, 1), 72)])
def test_unequal_arms_find_less_than_equal_ones(weights: tuple[float, float], per_arm: int) -> None:
    [one] = planned(*weights)
    assert one.per_arm == per_arm


def test_those_in_the_holdout_are_compared_with_nobody() -> None:
    [one] = planned(1, 1, holdout={"share": 0.25})
    assert one.per_arm == 150


def test_where_the_same_people_are_in_both_levels_no_arm_has_a_size() -> None:
    [one] = planned(1, 1, unit="session")
    assert one.per_arm is None


def test_families_are_counted() -> None:
    test = {"outcome": "opened_card", "factor": "detail", "contrast": ["plain", "source"]}
    tests = [test | {"name": name, "family": family} for name, family in (("a", "x"), ("b", "x"), ("c", "y"))]
    assert [one.comparisons for one in planned(1, 1, analysis={"tests": tests})] == [2, 2, 1]
