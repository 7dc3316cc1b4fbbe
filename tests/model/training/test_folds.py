"""Folds that share no generator family and no source, and the control that does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from tests.model.training.tiny import items

from colophon_model.evaluation.pack import read_manifest
from training.held_out import folds, random_folds

MADE = items({"a": 40, "b": 25, "c": 20, "d": 10, "e": 5}, wholes=3)


def test_a_group_lies_in_one_fold_and_every_fold_has_both_classes() -> None:
    of = folds(MADE, 3)
    assert len({(item.group, fold) for item, fold in zip(MADE, of, strict=True)}) == 10
    assert {(fold, item.ai) for item, fold in zip(MADE, of, strict=True)} == {
        (fold, ai) for fold in range(3) for ai in (True, False)
    }


def test_two_names_of_one_generator_are_in_one_fold(tmp_path: Path) -> None:
    rows = [
        "ai/x/1,ai,x,vqgan+clip(repo says),",
        "ai/y/1,ai,y,pixray-vqgan(simulacra),640",
        "ai/w/1,ai,w,another,",
        "real/z/1,real,z,camera,640",
    ]
    (tmp_path / "manifest.csv").write_text("id,label,source,generator,whole_width\n" + "\n".join(rows) + "\n")
    found = read_manifest(tmp_path)
    of = folds(found, 2)
    assert of[0] == of[1] != of[2]
    assert (found[3].group, found[3].ai) == ("z", False)


def test_random_folds_are_even_repeat_and_split_groups() -> None:
    mixed = random_folds(MADE, 4, 5)
    assert set(Counter(mixed.tolist()).values()) == {len(MADE) // 4}
    assert (mixed == random_folds(MADE, 4, 5)).all()
    assert (mixed != random_folds(MADE, 4, 6)).any()
    largest = np.array([item.group == "a-ai" for item in MADE])
    assert set(mixed[largest]) == {0, 1, 2, 3}
