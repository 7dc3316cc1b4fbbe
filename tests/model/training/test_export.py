"""The file that is served: weights stored as float16, the same logits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.export import halve
from training.views import INPUT, OUTPUT

Floats = NDArray[np.float32]


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Two layers of 512 by 64 and 64 by 1 on float features, with biases."""
    rng = np.random.default_rng(0)
    shapes = {"w": (512, 64), "b": (64,), "v": (64, 1), "c": (1,)}
    tensors = [
        numpy_helper.from_array(rng.normal(0, 0.05, shape).astype(np.float32), name)
        for name, shape in shapes.items()
    ]
    steps = numpy_helper.from_array(np.arange(300, dtype=np.int64), "steps")  # large, but no weight
    nodes = [
        helper.make_node("Gemm", [INPUT, "w", "b"], ["h"]),
        helper.make_node("Relu", ["h"], ["r"]),
        helper.make_node("Gemm", ["r", "v", "c"], [OUTPUT]),
    ]
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["b", 512])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["b", 1])],
        [*tensors, steps],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "full.onnx")
    return tmp_path / "full.onnx"


def _logits(path: Path, features: Floats) -> Floats:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return np.asarray(session.run([OUTPUT], {INPUT: features})[0])


def test_halved_weights_take_half_the_room_and_give_the_same_logits(tmp_path: Path, full: Path) -> None:
    halve(full, tmp_path / "half.onnx")
    assert (tmp_path / "half.onnx").stat().st_size < 0.55 * full.stat().st_size
    features = np.random.default_rng(1).normal(0, 1, (32, 512)).astype(np.float32)
    one, two = _logits(full, features), _logits(tmp_path / "half.onnx", features)
    assert one.std() > 0.1
    np.testing.assert_allclose(one, two, atol=1e-2)


def test_only_large_weights_are_stored_as_float16(tmp_path: Path, full: Path) -> None:
    halve(full, tmp_path / "half.onnx")
    model = onnx.load(tmp_path / "half.onnx")
    kinds = {tensor.name: tensor.data_type for tensor in model.graph.initializer}
    assert kinds == {
        "w.half": TensorProto.FLOAT16,
        "b": TensorProto.FLOAT,
        "v": TensorProto.FLOAT,
        "c": TensorProto.FLOAT,
        "steps": TensorProto.INT64,
    }
    assert [node.op_type for node in model.graph.node] == ["Cast", "Gemm", "Relu", "Gemm"]


def test_what_goes_in_and_out_keeps_its_type_and_name(tmp_path: Path, full: Path) -> None:
    halve(full, tmp_path / "half.onnx")
    graph = onnx.load(tmp_path / "half.onnx").graph
    for value, name in ((graph.input[0], INPUT), (graph.output[0], OUTPUT)):
        assert value.name == name
        assert value.type.tensor_type.elem_type == TensorProto.FLOAT
