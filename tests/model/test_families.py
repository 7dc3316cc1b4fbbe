"""A model installed by its manifest gives what a plain script outside the slot gives, for three families.

The published models are not here; stand-ins of the same inputs and outputs are made, with weights that react
to place, colour and fine detail, so that a wrong crop, order or constant shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from skimage import data
from tests import toy_model
from tests.model import plain_script

from colophon_model import Detector, ModelRefused


def stand_in(side: int, values: int, seed: int) -> onnx.ModelProto:
    """Convolution, rectifier, a coarse map, a linear layer: input (b, 3, side, side), output (b, values)."""
    rng = np.random.default_rng(seed)
    weights = {
        "kernels": rng.normal(0, 0.3, (6, 3, 3, 3)),
        "linear": rng.normal(0, 0.05, (6 * 64, values)),
        "offset": rng.normal(0, 0.2, values),
    }
    nodes = [
        helper.make_node("Conv", ["pixel_values", "kernels"], ["maps"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["maps"], ["positive"]),
        helper.make_node(
            "AveragePool", ["positive"], ["coarse"], kernel_shape=[side // 16] * 2, strides=[side // 16] * 2
        ),
        helper.make_node("Flatten", ["coarse"], ["flat"]),
        helper.make_node("MatMul", ["flat", "linear"], ["sum"]),
        helper.make_node("Add", ["sum", "offset"], ["logits"]),
    ]
    described = helper.make_graph(
        nodes,
        "stand-in",
        [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["b", 3, side, side])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", values])],
        [numpy_helper.from_array(w.astype(np.float32), name) for name, w in weights.items()],
    )
    return helper.make_model(described, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


@dataclass(frozen=True)
class Family:
    """A way of feeding and reading a model: parts of its manifest, the plain script's score and logit."""

    side: int
    values: int
    constants: tuple[list[float], list[float]]
    views: list[dict[str, Any]]
    output: dict[str, Any]
    platt: tuple[float, float] | None
    score: Callable[[Path, Path], float]
    logit: Callable[[Path, Path], float]

    def write(self, folder: Path) -> Path:
        """The folder of a stand-in of this family; the golden value is the plain script's."""
        model = stand_in(self.side, self.values, seed=self.side + self.values)
        toy_model.write(folder, model)
        Image.fromarray(data.astronaut()).resize((300, 270)).save(folder / "scene.png")
        preprocess = {
            "exif_transpose": True,
            "icc": "to_srgb",
            "alpha": "composite_white",
            "views": self.views,
            "aggregate": "mean_prob",
            "min_side": 256,
        }
        calibration = self.platt and {
            "type": "platt",
            "a": self.platt[0],
            "b": self.platt[1],
            "views": [view["kind"] for view in self.views],
            "fit_set": "none",
            "conditions": [],
        }
        golden = {
            "image": "scene.png",
            "sha256": toy_model.digest(folder / "scene.png"),
            "logit": self.logit(folder / "toy.onnx", folder / "scene.png"),
            "atol": 0.001,
        }
        return toy_model.write(
            folder,
            model,
            input={
                "name": "pixel_values",
                "dtype": "float32",
                "layout": "NCHW",
                "shape": ["b", 3, self.side, self.side],
                "range": [0, 1],
                "mean": self.constants[0],
                "std": self.constants[1],
            },
            preprocess=preprocess,
            output={"name": "logits"} | self.output,
            calibration=calibration,
            operating_points=[],
            selftest=[golden],
        )


def two_views_score(model: Path, picture: Path) -> float:
    """The mean of the two views' probabilities, each calibrated."""
    logits = plain_script.two_views(model, picture)
    return sum(plain_script.sigmoid(0.464414 * logit + 3.2143) for logit in logits) / 2


def softmax_score(model: Path, picture: Path) -> float:
    """The softmax share of the first class."""
    first, second = np.exp(plain_script.two_classes(model, picture))
    return float(first / (first + second))


FAMILIES = {
    "short side, ImageNet, logit": Family(
        384, 1, plain_script.IMAGENET,
        [{"kind": "resize_short_center_crop", "short": 440, "crop": 384, "filter": "bilinear"}],
        {"kind": "logit"},
        (1.0, 0.43),
        lambda model, picture: plain_script.sigmoid(plain_script.short_side(model, picture) + 0.43),
        plain_script.short_side,
    ),
    "native and squash, CLIP, Platt on each view": Family(
        384, 1, plain_script.CLIP,
        [
            {"kind": "native_crop", "size": 384},
            {"kind": "squash", "size": [384, 384], "filter": "bicubic"},
        ],
        {"kind": "logit"},
        (0.464414, 3.2143),
        two_views_score,
        lambda model, picture: sum(plain_script.two_views(model, picture)) / 2,
    ),
    "squash, ImageNet, two classes, AI first": Family(
        256, 2, plain_script.IMAGENET,
        [{"kind": "squash", "size": [256, 256], "filter": "bicubic"}],
        {"kind": "softmax2", "ai_index": 0},
        None,
        softmax_score,
        lambda model, picture: float(np.subtract(*plain_script.two_classes(model, picture))),
    ),
}  # fmt: skip


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> Family:
    return FAMILIES[request.param]


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Wide, tall, square, smaller than the views and larger; PNG and JPEG."""
    images = {
        "wide.png": Image.fromarray(data.coffee()),
        "tall.jpg": Image.fromarray(data.coffee()).transpose(Image.Transpose.ROTATE_90),
        "square.jpg": Image.fromarray(data.astronaut()),
        "small.png": Image.fromarray(data.chelsea()),
        "odd.png": Image.fromarray(data.astronaut()).resize((1031, 777), Image.Resampling.LANCZOS),
    }
    for name, image in images.items():
        image.save(tmp_path / name)
    return [tmp_path / name for name in images]


def test_the_slot_gives_what_a_plain_script_gives(
    family: Family, pictures: list[Path], tmp_path: Path
) -> None:
    folder = family.write(tmp_path / "model")
    detector = Detector.load(folder)
    scores = []
    for picture in pictures:
        reading = detector.assess(np.asarray(Image.open(picture).convert("RGB")))
        assert reading.score is not None, (picture.name, reading.reason)
        assert reading.score == pytest.approx(family.score(folder / "toy.onnx", picture), abs=1e-5)
        scores.append(reading.score)
    assert max(scores) - min(scores) > 0.03, "the stand-in tells pictures apart"


@pytest.mark.parametrize(
    "spoil",
    [
        {"channel_order": "BGR"},
        {"mean": [0.5, 0.5, 0.5]},
        {"std": [0.5, 0.5, 0.5]},
        {"range": [-1, 1]},
    ],
)
def test_a_wrong_constant_is_caught_by_the_self_test(
    family: Family, tmp_path: Path, spoil: dict[str, Any]
) -> None:
    folder = family.write(tmp_path / "model")
    toy_model.change(folder, "input", **spoil)
    with pytest.raises(ModelRefused, match=r"the self-test on scene\.png gave"):
        Detector.load(folder)
