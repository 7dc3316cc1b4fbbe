"""Several packs as one, and how much each picture counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.model.training.tiny import items, pack

from colophon_model.evaluation.pack import PackRefused
from training.pictures import Origin, Pictures, origins, weights


def test_two_packs_are_one_and_the_second_may_hold_one_class(tmp_path: Path) -> None:
    first = pack(tmp_path / "first", {"g": 1}, {"s": 3})
    second = pack(tmp_path / "second", {}, {"t": 3})
    both = Pictures.read([first, second])
    assert [item.source for item in both.items] == ["g", "s", "s", "s", "t", "t", "t"]
    assert both.ai.tolist() == [True] + [False] * 6
    assert [number for number, _ in both.wholes()] == [0, 1, 2, 4, 5]
    assert {crop.shape for crop in both.decode("crop")} == {(288, 288, 3)}
    assert len({one.sha256 for one in both.packs}) == 2


def test_a_picture_keeps_its_number_across_packs(tmp_path: Path) -> None:
    first = pack(tmp_path / "first", {"g": 2}, {"s": 2})
    both = Pictures.read([first, pack(tmp_path / "second", {}, {"t": 2})])
    alone = dict(Pictures.read([first]).wholes())
    for number, whole in both.wholes():
        if number in alone:
            np.testing.assert_array_equal(whole, alone[number])
    assert len(list(both.decode("frame"))) == len(both.items)


def test_the_first_pack_must_hold_both_classes(tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match="has no AI pictures"):
        Pictures.read([pack(tmp_path / "one", {}, {"s": 2})])


def test_every_source_is_named_once_with_its_pictures(tmp_path: Path) -> None:
    first = pack(tmp_path / "first", {"g": 1}, {"s": 3})
    both = Pictures.read([first, pack(tmp_path / "second", {}, {"t": 2})])
    assert origins(both.packs) == [
        Origin("g", True, 1, "", ""),
        Origin("s", False, 3, "", ""),
        Origin("t", False, 2, "", ""),
    ]


@pytest.mark.parametrize("balance", [0.0, 0.5, 1.0])
def test_classes_weigh_alike_and_large_groups_less_per_picture(balance: float) -> None:
    made = items({"a": 40, "b": 25, "e": 5})
    each = weights(made, balance)
    ai = np.array([item.ai for item in made])
    assert each[ai].sum() == pytest.approx(0.5)
    assert each[~ai].sum() == pytest.approx(0.5)
    of = {item.group: weight for item, weight in zip(made, each, strict=True)}
    assert of["e-ai"] / of["a-ai"] == pytest.approx((40 / 5) ** balance)


def test_classes_of_unlike_sizes_weigh_alike() -> None:
    made = [item for item in items({"a": 9}) if item.ai or item.id == "a/0"]
    each = weights(made, 0.5)
    assert each.tolist() == pytest.approx([0.5 / 9] * 9 + [0.5])
