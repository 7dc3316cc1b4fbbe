"""A model run over a pack: what it is given, what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests import toy_model

from colophon_model.detector import Band, Detector
from colophon_model.evaluation.deliveries import DELIVERIES
from colophon_model.evaluation.measure import CROPS, Run, Unread, collect, measure
from colophon_model.evaluation.pack import Item, Pack, limited, pixels, read_pack
from colophon_model.load import Model, load
from colophon_model.preprocess import Pixels, native_crop

HEADER = "id,label,source,generator\n"


def read(path: Path) -> Pixels:
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB"))
    except OSError as error:
        raise Unread(str(error)) from error


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Two pictures of each class as whole and crop, one of each as a crop only."""
    folder = tmp_path / "pack"
    rows = []
    for label, level in (("ai", 170), ("real", 90)):
        (folder / label).mkdir(parents=True)
        for number in range(3):
            rows.append(f"{label}/{number},{label},{label}-source,{label}-generator")
            seed = number + level
            Image.fromarray(toy_model.noise(level, 64, seed)).save(folder / label / f"{number}_crop.jpg")
            if number < 2:
                Image.fromarray(toy_model.noise(level, 200, seed)).save(
                    folder / label / f"{number}_whole.jpg"
                )
    (folder / "manifest.csv").write_text(HEADER + "\n".join(rows) + "\n")
    return read_pack(folder)


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return load(toy_model.write(tmp_path / "toy"))


def run(model: Model, pack: Pack, items: Sequence[Item] | None = None, workers: int = 1) -> Run:
    chosen = pack.items if items is None else items
    return collect(chosen, measure(model, pack, chosen, read, workers), model.manifest.preprocess.crops)


def test_the_scores_are_those_of_the_slot_on_the_delivered_pixels(pack: Pack, model: Model) -> None:
    found = run(model, pack)
    detector = Detector(model)
    scores = found.whole.scores("mean_prob", 2.0, 0.0)
    for delivery in DELIVERIES:
        cell = found.whole.cells[delivery.name]
        assert cell.index.tolist() == [0, 1, 3, 4]
        for number, score in zip(cell.index, scores[delivery.name], strict=True):
            sent = delivery(pixels(pack.folder, pack.items[number], "whole"))
            assert detector.assess(sent).score == pytest.approx(float(score))


def test_equal_squares_are_cut_after_the_delivery_and_the_crops_are_all_there(
    pack: Pack, model: Model
) -> None:
    found = run(model, pack)
    assert found.equal.cells[CROPS].index.tolist() == [0, 1, 2, 3, 4, 5]
    sent = DELIVERIES[1](pixels(pack.folder, pack.items[0], "whole"))
    expected = model.logits(native_crop(sent, model.manifest.preprocess.min_side, 8))
    np.testing.assert_array_equal(found.equal.cells[DELIVERIES[1].name].logits[0], expected)
    assert {len(rows) for rows in found.equal_statistics.values()} == {4, 6}


def test_what_the_slot_says_in_the_end_is_kept(pack: Pack, model: Model) -> None:
    found = run(model, pack)
    detector = Detector(model)
    for name, bands in found.bands.items():
        delivery = next(d for d in DELIVERIES if d.name == name)
        for number, band in zip(found.whole.cells[name].index, bands, strict=True):
            assert detector.assess(delivery(pixels(pack.folder, pack.items[number], "whole"))).band == band
    assert {band for bands in found.bands.values() for band in bands} == {Band.LOW, Band.MID}


def test_many_threads_find_what_one_finds(pack: Pack, model: Model) -> None:
    one, many = run(model, pack), run(model, pack, workers=4)
    for name, cell in one.whole.cells.items():
        np.testing.assert_array_equal(cell.logits, many.whole.cells[name].logits)
    assert one.equal_statistics == many.equal_statistics


def test_a_picture_that_a_gate_stops_has_no_logits_and_says_which(pack: Pack, model: Model) -> None:
    flat = np.full((200, 200, 3), 128, np.uint8)
    Image.fromarray(flat).save(pack.items[0].path(pack.folder))
    cell = run(model, pack).whole.cells["native"]
    assert cell.stop.tolist()[1:] == ["", "", ""]
    assert cell.stop[0] != ""
    assert np.isnan(cell.logits).any(1).tolist() == [True, False, False, False]


def test_a_broken_file_is_named_and_in_no_cell(pack: Pack, model: Model) -> None:
    pack.items[0].path(pack.folder).write_bytes(b"no picture")
    found = run(model, pack)
    assert list(found.unread) == ["ai/0"]
    assert found.whole.cells["native"].index.tolist() == [1, 3, 4]


def test_a_limit_takes_whole_pictures_in_turn_from_every_group(pack: Pack) -> None:
    assert [item.id for item in limited(pack.items, 2)] == ["ai/0", "real/0"]
    assert [item.id for item in limited(pack.items, 5)] == ["ai/0", "real/0", "ai/1", "real/1", "ai/2"]


def test_a_folder_of_folders_is_a_pack_and_its_digest_is_of_what_lies_in_it(tmp_path: Path) -> None:
    for name in ("ai/gen/a.png", "other/cam/deep/b.png", "real/film/c.jpg", "other/cam/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    pack = read_pack(tmp_path)
    assert [(i.id, i.ai, i.group) for i in pack.items] == [
        ("ai/gen/a.png", True, "gen"),
        ("real/film/c.jpg", False, "film"),
        ("other/cam/deep/b.png", False, "cam"),
    ]
    (tmp_path / "ai/gen/d.png").write_bytes(b"")
    assert read_pack(tmp_path).sha256 != pack.sha256
