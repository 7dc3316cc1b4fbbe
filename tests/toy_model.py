"""A small ONNX model made for the tests of the slot: a weighted mean of the pixels as a logit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import orjson
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

SIDE = 32

# A label point that meets section 9 of the label specification, so far as the manifest can say so.
LABEL_POINT: dict[str, Any] = {
    "name": "label",
    "threshold": 0.9,
    "fpr": 0.0,
    "fpr_upper95": 0.0005,
    "n_real": 6200,
    "tpr_by_condition": {"native": 0.8, "512 px, JPEG q40": 0.5},
    "groups": {
        "cameras": {"n": 3000, "wrong": 0, "upper95": 0.001},
        "press": {"n": 3200, "wrong": 0, "upper95": 0.001},
    },
    "measured_on": f"made for the tests {'0' * 64}",
}


def graph(side: int = SIDE, *, domain: str = "", values: int = 1) -> onnx.ModelProto:
    """Logit = 4 * (mean of the pixels / 255) - 2, for a free number of crops. About 12 kB of weights."""
    weights = np.full((side * side * 3, values), 4 / (255 * side * side * 3), np.float32)
    nodes = [
        helper.make_node("Cast", ["pixels"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["float"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "weights"], ["sum"]),
        helper.make_node("Add", ["sum", "offset"], ["logit"], domain=domain),
    ]
    initial = [
        numpy_helper.from_array(weights, "weights"),
        numpy_helper.from_array(np.array([-2.0], np.float32), "offset"),
    ]
    described = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["b", side, side, 3])],
        [helper.make_tensor_value_info("logit", TensorProto.FLOAT, ["b", values])],
        initial,
    )
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    return helper.make_model(described, opset_imports=opsets, ir_version=9)


def golden() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A gradient; its mean is known."""
    return np.tile(np.arange(64, dtype=np.uint8)[:, None, None] * 4, (1, 64, 3))


def write(folder: Path, model: onnx.ModelProto | bytes | None = None, **changes: Any) -> Path:
    """A model's folder. ``changes`` replace keys of the manifest after everything has been filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    model = graph() if model is None else model
    data = model if isinstance(model, bytes) else model.SerializeToString()
    (folder / "toy.onnx").write_bytes(data)
    Image.fromarray(golden()).save(folder / "golden.png")
    (folder / "card.md").write_text("# toy\n\nMade for the tests.\n", encoding="utf-8")
    crop = golden()[16:48, 16:48]
    manifest: dict[str, Any] = {
        "schema": 1,
        "id": "toy",
        "version": "1",
        "license": "CC0-1.0",
        "file": "toy.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "opset": 17,
        "min_ort": "1.17",
        "input": {
            "name": "pixels",
            "dtype": "uint8",
            "layout": "NHWC",
            "shape": ["b", SIDE, SIDE, 3],
            "range": [0, 255],
        },
        "preprocess": {
            "exif_transpose": True,
            "icc": "to_srgb",
            "alpha": "composite_white",
            "views": [{"kind": "native_crop", "size": SIDE}],
            "aggregate": "mean_prob",
            "min_side": SIDE,
        },
        "output": {"name": "logit", "kind": "logit"},
        "calibration": {
            "type": "platt",
            "a": 2.0,
            "b": 0.0,
            "views": ["native_crop"],
            "fit_set": "none",
            "conditions": [],
        },
        "operating_points": [
            {"name": "research", "threshold": 0.6, "fpr": 0.01, "fpr_upper95": 0.02, "n_real": 300},
            {"name": "label", "threshold": 0.9, "fpr": 0.001, "fpr_upper95": 0.001, "n_real": 3000},
        ],
        "scope": {"content": ["photo"], "abstain_on": [], "trained_on": "nothing", "trained_until": "2026"},
        "selftest": [
            {
                "image": "golden.png",
                "sha256": hashlib.sha256((folder / "golden.png").read_bytes()).hexdigest(),
                "logit": float(4 * crop.mean() / 255 - 2),
                "atol": 0.001,
            }
        ],
    }
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest | changes))
    return folder


def change(folder: Path, part: str, **keys: Any) -> Path:
    """Replace ``keys`` in one part of a written manifest; of a list, in its first item."""
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    target = manifest[part][0] if isinstance(manifest[part], list) else manifest[part]
    target.update(keys)
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    return folder


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def noise(level: int, side: int = 64, seed: int = 0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Noisy pixels around ``level``: enough colours and no flat areas."""
    spread = np.random.default_rng(seed).integers(-20, 21, (side, side, 3))
    return np.clip(spread + level, 0, 255).astype(np.uint8)


def steps(height: int, width: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Flat bands of 8 pixels, each a little lighter than the one above: a sky, not a drawing."""
    level = np.arange(height) // 8 % 128 + 64
    return np.tile(level.astype(np.uint8)[:, None, None], (1, width, 3))
