"""The load rule: a model that keeps its promises is taken, every broken promise is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
import pytest
from onnx import TensorProto, helper
from tests import toy_model

from colophon_model import Detector, ModelRefused, builtin
from colophon_model.onnx_file import inspect


def refusal(folder: Path) -> str:
    with pytest.raises(ModelRefused) as caught:
        Detector.load(folder)
    return str(caught.value)


def test_a_model_that_keeps_its_promises_is_taken(tmp_path: Path) -> None:
    assert Detector.load(toy_model.write(tmp_path)).manifest.id == "toy"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"bytes": 5}, "the manifest says 5"),
        ({"opset": 16}, "is of opset 17"),
        ({"min_ort": "99.0"}, "needs ONNX Runtime 99.0"),
        ({"schema": 2}, "schema"),
        ({"external_data": True}, "external_data"),
        ({"surprise": 1}, "surprise"),
        ({"file": "../toy.onnx"}, "inside the model's folder"),
        ({"file": "absent.onnx"}, "absent.onnx: No such file"),
        ({"selftest": []}, "selftest"),
        ({"calibration": None}, "an operating point needs a calibration"),
    ],
)
def test_a_broken_promise_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    assert said in refusal(toy_model.write(tmp_path, **changes))


@pytest.mark.parametrize(
    ("part", "keys", "said"),
    [
        ("input", {"name": "image"}, "the inputs are ['pixels']"),
        ("input", {"dtype": "float32", "range": [0, 1]}, "input pixels is tensor(uint8)"),
        ("input", {"layout": "NCHW"}, "do not fit the input shape"),
        ("input", {"shape": ["b", 32, 32, 4]}, "has shape"),
        ("input", {"mean": [0, 0, 0], "std": [1, 1, 1]}, "neither mean nor std"),
        ("input", {"mean": [0, 0, 0]}, "mean and std come together"),
        ("output", {"name": "score"}, "the outputs are ['logit']"),
        ("output", {"ai_index": 1}, "needs (views, 2)"),
        ("output", {"kind": "softmax2"}, "needs (views, 2)"),
        ("preprocess", {"views": [{"kind": "native_crop", "size": 64}]}, "views of 64 x 64 px"),
        ("preprocess", {"exif_transpose": False}, "exif_transpose"),
        ("calibration", {"views": ["squash"]}, "the calibration is for views"),
        ("selftest", {"logit": 1.0}, "the self-test on golden.png gave"),
        ("selftest", {"sha256": "0" * 64}, "golden.png has SHA-256"),
    ],
)
def test_a_broken_promise_in_a_part_is_named(
    tmp_path: Path, part: str, keys: dict[str, Any], said: str
) -> None:
    assert said in refusal(toy_model.change(toy_model.write(tmp_path), part, **keys))


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    assert "holds no manifest.json" in refusal(tmp_path)
    assert "holds no manifest.json" in refusal(tmp_path / "absent")


def test_tensors_in_other_files_are_refused(tmp_path: Path) -> None:
    model = toy_model.graph()
    tensor = model.graph.initializer[0]
    (tmp_path / "weights.bin").write_bytes(tensor.raw_data)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="weights.bin")
    assert "keeps tensors in other files" in refusal(toy_model.write(tmp_path, model))


def test_custom_operators_are_refused(tmp_path: Path) -> None:
    model = toy_model.graph(domain="ai.example.native")
    assert "custom operators of domain 'ai.example.native'" in refusal(toy_model.write(tmp_path, model))


def test_custom_operators_and_files_inside_a_branch_are_seen() -> None:
    tensor = helper.make_tensor("w", TensorProto.FLOAT, [1], [0.0])
    tensor.data_location = TensorProto.EXTERNAL
    inner = helper.make_graph(
        [helper.make_node("Secret", [], ["y"], domain="hidden")],
        "inner",
        [],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
        [tensor],
    )
    model = toy_model.graph()
    model.graph.node.append(helper.make_node("If", ["c"], ["z"], then_branch=inner, else_branch=inner))
    facts = inspect(model.SerializeToString())
    assert "hidden" in facts.domains
    assert facts.external_data


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-7], lambda d: b"\xff" * 40, lambda d: b"", lambda d: b"\x0b"]
)
def test_bytes_that_are_no_model_are_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    data = spoil(toy_model.graph().SerializeToString())
    said = refusal(toy_model.write(tmp_path, data))
    assert "ONNX" in said or "bytes" in said


def test_a_graph_the_runtime_cannot_build_is_refused(tmp_path: Path) -> None:
    model = toy_model.graph()
    model.graph.node[0].op_type = "NoSuchOperator"
    assert "cannot be loaded" in refusal(toy_model.write(tmp_path, model))


def test_what_the_walk_reads_is_what_onnx_reads() -> None:
    model = toy_model.graph()
    facts = inspect(model.SerializeToString())
    assert facts.opset == onnx.load_from_string(model.SerializeToString()).opset_import[0].version
    assert facts.domains == {""}


def test_the_built_in_model_keeps_its_promises() -> None:
    folder = builtin()
    if folder is None:
        pytest.skip("the weights were left out")
    manifest = Detector.load(folder).manifest
    assert manifest.experimental
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 8_000_000
    assert manifest.thresholds["label"] is None, "a label point needs the measurement of section 9"
