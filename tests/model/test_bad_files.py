"""Files that are no models, or models that do not behave: each is refused with a sentence that says why."""

from __future__ import annotations

import hashlib
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import orjson
import pytest
from onnx import TensorProto, helper, numpy_helper
from tests import toy_model

from colophon_model import Detector, ModelFailed, ModelRefused, onnx_file
from colophon_model.files import what_else
from colophon_model.manifest import MAX_MODEL_BYTES


def refusal(folder: Path) -> str:
    with pytest.raises(ModelRefused) as caught:
        Detector.load(folder)
    return str(caught.value)


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    change(manifest)
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    return folder


def graph(nodes: list[onnx.NodeProto], *, output: list[int | str]) -> onnx.ModelProto:
    """A model of the toy's input with other insides; ``constants`` of use are there."""
    side = toy_model.SIDE
    constants = [
        numpy_helper.from_array(np.array([np.nan], np.float32), "nan"),
        numpy_helper.from_array(np.array([1], np.int64), "one"),
        numpy_helper.from_array(np.array([0, 1], np.int64), "two"),
        numpy_helper.from_array(np.array([1, -1], np.int64), "row"),
    ]
    described = helper.make_graph(
        [
            helper.make_node("Cast", ["pixels"], ["float"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["float"], ["mean"], axes=[1, 2, 3], keepdims=0),
            *nodes,
        ],
        "made",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["b", side, side, 3])],
        [helper.make_tensor_value_info("logit", TensorProto.FLOAT, output)],
        constants,
    )
    return helper.make_model(described, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def saved(folder: Path, write: Callable[[Path], object]) -> Path:
    """A model's folder in which ``write`` has put something else in place of the model, rightly hashed."""
    toy_model.write(folder)
    path = folder / "toy.onnx"
    path.unlink()
    write(path)
    data = path.read_bytes()
    keys = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data) or 1}
    return rewritten(folder, lambda manifest: manifest.update(keys))


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps([1, 2]))


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (zipped, "PyTorch checkpoint"),
        (lambda path: path.write_bytes(pickle.dumps({"w": [1.0]}, protocol=2)), "PyTorch checkpoint"),
        (lambda path: path.write_bytes(pickle.dumps({"w": [1.0]}, protocol=4)), "pickle, which can run code"),
        (lambda path: path.write_bytes(b"\n<!DOCTYPE HTML><html>Not found</html>"), "page of the web"),
        (lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\n"), "Git LFS pointer"),
        (lambda path: path.write_bytes((9).to_bytes(8, "little") + b'{"a": 1}' + bytes(9)), "safetensors"),
        (lambda path: path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(80)), "HDF5"),
        (lambda path: path.write_bytes(b"\x1f\x8b" + bytes(80)), "gzip"),
        (lambda path: path.write_bytes(b""), "is empty"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, write: Callable[[Path], object], said: str) -> None:
    answer = refusal(saved(tmp_path, write))
    assert answer.startswith("toy.onnx is ")
    assert said in answer


def test_a_page_in_place_of_the_model_is_named_beside_the_wrong_hash(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    (folder / "toy.onnx").write_text("<html>Sign in</html>")
    said = refusal(folder)
    assert "has SHA-256" in said
    assert "is a page of the web" in said


def test_a_model_is_not_taken_for_something_else() -> None:
    assert what_else(toy_model.graph().SerializeToString()) is None


@pytest.mark.parametrize("size", [MAX_MODEL_BYTES + 1, 2 << 30])
def test_a_file_beyond_the_limit_is_refused_by_its_size(tmp_path: Path, size: int) -> None:
    folder = toy_model.write(tmp_path)
    with (folder / "toy.onnx").open("r+b") as file:
        file.truncate(size)  # sparse: takes no room
    said = refusal(folder)
    assert f"toy.onnx has {size} bytes" in said
    assert "(1024 MiB)" in said


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    data = (folder / "toy.onnx").read_bytes()[:-100]
    (folder / "toy.onnx").write_bytes(data)
    assert "has SHA-256" in refusal(folder)
    keys = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert "truncated" in refusal(rewritten(folder, lambda manifest: manifest.update(keys)))


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path / "model")
    outside = tmp_path / "outside.onnx"
    (folder / "toy.onnx").rename(outside)
    (folder / "toy.onnx").symlink_to(outside)
    assert "toy.onnx lies outside the model's folder" in refusal(folder)


def test_a_golden_picture_behind_a_link_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path / "model")
    (folder / "golden.png").rename(tmp_path / "golden.png")
    (folder / "golden.png").symlink_to(tmp_path / "golden.png")
    assert "golden.png lies outside the model's folder" in refusal(folder)


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    (folder / "toy.onnx").rename(folder / "weights")
    (folder / "toy.onnx").symlink_to("weights")
    assert Detector.load(folder).manifest.id == "toy"


def test_a_pipe_or_a_folder_in_place_of_the_model_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    (folder / "toy.onnx").unlink()
    os.mkfifo(folder / "toy.onnx")
    assert "toy.onnx is not a file" in refusal(folder)
    (folder / "toy.onnx").unlink()
    (folder / "toy.onnx").mkdir()
    assert "toy.onnx is not a file" in refusal(folder)


def test_a_manifest_beyond_the_limit_or_not_json_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    (folder / "manifest.json").write_bytes(b"[" * 300)
    assert "Invalid JSON" in refusal(folder)
    (folder / "manifest.json").write_bytes(b" " * ((1 << 20) + 1))
    assert "more than 1048576 bytes" in refusal(folder)


def test_a_golden_picture_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    (folder / "golden.png").write_bytes(b"no picture")
    digest = hashlib.sha256(b"no picture").hexdigest()
    rewritten(folder, lambda manifest: manifest["selftest"][0].update(sha256=digest))
    assert "golden.png cannot be read as a picture" in refusal(folder)


def test_a_golden_picture_beyond_the_models_own_limit_is_refused(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path)
    rewritten(folder, lambda manifest: manifest["preprocess"].update(max_pixels=1000))
    assert "golden.png has more than 1000 pixels" in refusal(folder)


def test_a_model_whose_self_test_is_no_number_is_refused(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Mul", ["mean", "nan"], ["product"]),
        helper.make_node("Unsqueeze", ["product", "one"], ["logit"]),
    ]
    folder = toy_model.write(tmp_path, graph(nodes, output=["b", 1]))
    assert "gave nan, which is not a number" in refusal(folder)


def test_a_model_that_gives_fewer_values_than_it_promised_is_refused(tmp_path: Path) -> None:
    nodes = [helper.make_node("Slice", ["mean", "zero", "zero"], ["logit"])]
    nodes.insert(0, helper.make_node("Sub", ["one", "one"], ["zero"]))
    folder = toy_model.write(tmp_path, graph(nodes, output=["n"]))
    assert "output logit has shape (0,) for 1 views, 1 a view are needed" in refusal(folder)


def test_a_model_that_mixes_its_views_is_refused(tmp_path: Path) -> None:
    nodes = [helper.make_node("Reshape", ["mean", "row"], ["logit"])]
    preprocess = orjson.loads((toy_model.write(tmp_path) / "manifest.json").read_bytes())["preprocess"]
    preprocess["views"][0]["count"] = 4
    folder = toy_model.write(tmp_path, graph(nodes, output=["n", "m"]), preprocess=preprocess)
    assert "output logit has shape (1, 4) for 4 views" in refusal(folder)


def test_an_output_of_another_size_after_loading_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector = Detector.load(toy_model.write(tmp_path))
    monkeypatch.setattr(
        type(detector._model), "_run", lambda self, crops: np.zeros((len(crops) + 1, 1), np.float32)
    )
    with pytest.raises(ModelFailed, match=r"output logit has shape \(2, 1\) for 1 views"):
        detector.assess(toy_model.noise(100))


def test_a_file_of_nothing_but_fields_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_file, "_MAX_FIELDS", 1000)
    onnx_file.inspect(toy_model.graph().SerializeToString())
    with pytest.raises(ModelRefused, match="more than 1000 fields"):
        onnx_file.inspect(b"\x08\x01" * 1001)
