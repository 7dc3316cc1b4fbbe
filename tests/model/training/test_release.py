"""From a run to a model's folder in which card, report, manifest and logits agree."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import orjson
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from tests.model.evaluation.made_up import gap_of, measured

from colophon_model import Detector, Manifest, builtin
from colophon_model.bar import why_no_label
from colophon_model.evaluation.held_out import LOGITS, SQUARES, STATISTICS, HeldOut, Results, results
from colophon_model.evaluation.shortcuts import NAMES
from colophon_model.load import BUILTIN, WEIGHTS
from training import release as module
from training.card import card
from training.golden import golden
from training.recipe import CONTROLS, MODEL, RECIPE
from training.release import CARD, GOLDEN, KNOWN_TO_THE_TRUNK, REPORT, release
from training.views import AGGREGATE, INPUT, OPSET, OUTPUT, PACK, SIDE

ROUNDS = 20  # of the bootstrap
PACKS = {"a" * 64: 300, "b" * 64: 100}


def _net(path: Path) -> None:
    """The logit is the mean brightness, less a half."""
    nodes = [
        helper.make_node("Cast", [INPUT], ["f"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["f"], ["m"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Div", ["m", "white"], ["s"]),
        helper.make_node("Sub", ["s", "half"], ["d"]),
        helper.make_node("Reshape", ["d", "column"], [OUTPUT]),
    ]
    constants = {"white": np.float32(255), "half": np.float32(0.5), "column": np.array([-1, 1], np.int64)}
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info(INPUT, TensorProto.UINT8, ["b", SIDE, SIDE, 3])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["b", 1])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8), path)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run as `experiment` leaves it, its logits made up."""
    folder = tmp_path_factory.mktemp("run")
    _net(folder / MODEL)
    conditions = [PACK, "native", "512 q40"]
    made = measured(gap_of(0.7), 320, groups=8, folds=4, views=2, conditions=conditions)
    names = [KNOWN_TO_THE_TRUNK if name == "source 3" else name for name in made.names]
    for file in (LOGITS, SQUARES):
        replace(made, names=names).save(folder / file)
    rng = np.random.default_rng(4)
    plain = {name: rng.normal(0, 1, (320, len(NAMES))) for name in conditions}
    np.savez_compressed(folder / STATISTICS, allow_pickle=False, **plain)
    recipe: dict[str, Any] = {
        "seed": 5,
        "variants": 3,
        "folds": 4,
        "decay": 0.1,
        "balance": 0.5,
        "packs": PACKS,
        "device": "CPU",
    }
    origin = {"source": "s", "ai": False, "pictures": 4, "repository": "a/b", "licence": "CC0"}
    recipe["origins"] = [origin]
    (folder / RECIPE).write_bytes(orjson.dumps(recipe))
    (folder / CONTROLS).write_bytes(orjson.dumps({"shuffled labels": 0.512, "held out": 0.701}))
    return folder


@pytest.fixture(scope="module")
def out(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / BUILTIN
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            module, "results", lambda held, aggregate, rounds=ROUNDS: results(held, aggregate, ROUNDS)
        )
        release(run, folder)
    return folder


@pytest.fixture(scope="module")
def found(out: Path) -> Results:
    return results(HeldOut.read(out), AGGREGATE, ROUNDS)


def test_a_released_folder_loads_and_gives_no_label(out: Path) -> None:
    detector = Detector.load(out)
    assert detector.manifest.experimental
    assert why_no_label(detector.manifest) is not None
    assert detector.manifest.scope.packs == list(PACKS)
    assert detector.manifest.calibration is not None
    assert detector.manifest.calibration.a > 0


def test_the_card_says_what_was_measured_and_how_it_was_made(out: Path, found: Results) -> None:
    said = (out / CARD).read_text(encoding="utf-8")
    for name, row in found.all_pictures.figures.conditions.items():
        assert f"| {name} | {row.ai} / {row.other} | {row.auc:.3f} [" in said
    for group in found.all_pictures.figures.groups:
        assert f"| {group.name} | {'AI' if group.ai else 'other'} |" in said
    assert "fit IMAGES RUN --also OTHERS --variants 3 --folds 4 --seed 5" in said
    assert "| s | other | 4 | a/b | CC0 |" in said
    assert "| shuffled labels | 0.512 |" in said
    assert "It never labels a picture for a reader" in said
    assert "nan" not in said.lower().replace("banana", "")


def test_the_golden_picture_and_the_logit_of_the_self_test_are_those_of_the_file(out: Path) -> None:
    manifest = Manifest.model_validate_json((out / "manifest.json").read_bytes())
    with Image.open(out / GOLDEN) as image:
        np.testing.assert_array_equal(np.asarray(image), golden())
    test = manifest.selftest[0]
    assert test.logit == pytest.approx(golden().mean() / 255 - 0.5, abs=0.02)


def _digests_agree(folder: Path) -> None:
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    report = (folder / REPORT).read_bytes()
    assert manifest.evaluation is not None
    assert manifest.evaluation.report_sha256 == hashlib.sha256(report).hexdigest()
    assert manifest.sha256 == hashlib.sha256((folder / MODEL).read_bytes()).hexdigest()
    assert manifest.bytes == (folder / MODEL).stat().st_size <= 8_000_000
    digest = hashlib.sha256((folder / LOGITS).read_bytes()).hexdigest()
    assert manifest.operating_points
    assert all(digest in point.measured_on for point in manifest.operating_points)
    said, held = orjson.loads(report), HeldOut.read(folder)
    assert list(said["recipe"]["packs"]) == manifest.scope.packs
    assert set(said["groups"]) == set(held.measured.names)
    assert sum(said["groups"].values()) == said["pictures"]["ai"] + said["pictures"]["other"]
    card_ = (folder / CARD).read_text(encoding="utf-8")
    assert f"# Model card: {manifest.id}, {manifest.version}" in card_
    for name, row in said["results"]["all_pictures"]["figures"]["conditions"].items():
        assert f"| {name} | {row['ai']} / {row['other']} | {row['auc']:.3f} [" in card_


def _figures_agree(folder: Path, found: Results) -> None:
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    said = orjson.loads((folder / REPORT).read_bytes())
    assert manifest.calibration is not None
    assert manifest.calibration.a == pytest.approx(found.calibration.a)
    assert manifest.calibration.b == pytest.approx(found.calibration.b)
    for stated, one in zip(manifest.operating_points, found.points, strict=True):
        assert (stated.name, stated.threshold) == (one.bar.name, one.threshold)
        assert stated.n_real == one.pooled.n
    auc = {name: row["auc"] for name, row in said["results"]["all_pictures"]["figures"]["conditions"].items()}
    again = {name: row.auc for name, row in found.all_pictures.figures.conditions.items()}
    assert auc == pytest.approx(again)
    assert (folder / CARD).read_text(encoding="utf-8") == card(manifest, found, said)


def test_manifest_report_and_card_of_a_released_folder_agree(out: Path, found: Results) -> None:
    _digests_agree(out)
    _figures_agree(out, found)


@pytest.fixture
def shipped() -> Path:
    folder = WEIGHTS / BUILTIN
    if not (folder / LOGITS).is_file():
        pytest.skip(f"{folder.name} has no logits beside it yet: make it with `python -m training release`")
    return folder


def test_manifest_report_and_card_of_the_shipped_folder_agree(shipped: Path) -> None:
    _digests_agree(shipped)
    assert builtin() == shipped


@pytest.mark.slow
def test_the_figures_of_the_shipped_folder_come_from_its_logits(shipped: Path) -> None:
    _figures_agree(shipped, results(HeldOut.read(shipped), AGGREGATE))


def test_the_shipped_golden_picture_is_what_the_code_makes(shipped: Path) -> None:
    with Image.open(shipped / GOLDEN) as image:
        np.testing.assert_array_equal(np.asarray(image), golden())
