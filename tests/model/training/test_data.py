"""Folds that share no group, fair sampling, deliveries, and report, card and manifest that agree."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import orjson
import pytest
from PIL import Image

from colophon_model import Manifest, builtin
from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.pack import Item, read_manifest
from training.card import card
from training.data import sampling_weights
from training.golden import golden
from training.patches import random_patch

HEADER = "id,label,source,generator,whole_width\n"


@pytest.fixture
def items() -> list[Item]:
    sizes = {"a": 40, "b": 25, "c": 20, "d": 10, "e": 5}
    return [
        Item(f"{g}/{n}", ai, g, f"{g}{ai}", n < 3)
        for ai in (True, False)
        for g, size in sizes.items()
        for n in range(size)
    ]


def test_a_group_lies_in_one_fold_and_every_fold_has_both_classes(items: list[Item]) -> None:
    folds = fold_of_group(items, 3)
    assert set(folds) == {item.group for item in items}
    assert Counter((folds[item.group], item.ai) for item in items).keys() == {
        (fold, ai) for fold in range(3) for ai in (True, False)
    }


def test_one_generator_under_two_names_is_one_group(tmp_path: Path) -> None:
    rows = [
        "ai/x/1,ai,x,vqgan+clip(repo says),",
        "ai/y/1,ai,y,pixray-vqgan(simulacra),640",
        "real/z/1,real,z,camera,640",
    ]
    (tmp_path / "manifest.csv").write_text(HEADER + "\n".join(rows) + "\n")
    first, second, third = read_manifest(tmp_path)
    assert first.group == second.group == "vqgan"
    assert (first.has_whole, second.has_whole) == (False, True)
    assert (third.group, third.ai) == ("z", False)


def test_classes_are_drawn_alike_and_large_groups_less_per_picture(items: list[Item]) -> None:
    weights = sampling_weights(items)
    ai = np.array([item.ai for item in items])
    assert weights[ai].sum() == pytest.approx(0.5)
    assert weights.sum() == pytest.approx(1.0)
    of = {item.group: weight for item, weight in zip(items, weights, strict=True)}
    assert of["eTrue"] / of["aTrue"] == pytest.approx(np.sqrt(40 / 5))


def test_a_patch_is_the_same_for_the_same_seed_only() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    one, two, other = (random_patch(pixels, 144, np.random.default_rng(s)) for s in (1, 1, 2))
    assert one.shape == (144, 144, 3)
    assert (one == two).all()
    assert (one != other).any()


def test_the_golden_picture_is_what_the_code_makes() -> None:
    folder = builtin()
    assert folder is not None
    with Image.open(folder / "golden.png") as image:
        np.testing.assert_array_equal(np.asarray(image), golden())


def test_card_and_report_belong_to_the_manifest() -> None:
    folder = builtin()
    assert folder is not None
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    report = (folder / "report.json").read_bytes()
    assert manifest.evaluation is not None
    assert manifest.evaluation.report_sha256 == hashlib.sha256(report).hexdigest()
    assert (folder / "card.md").read_text(encoding="utf-8") == card(manifest, orjson.loads(report))
