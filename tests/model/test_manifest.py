"""What a manifest may say: measured groups, several crops, where the file came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import ValidationError
from tests import toy_model

from colophon_model import Manifest
from colophon_model.manifest import (
    MAX_CROPS,
    Download,
    GroupRate,
    InputSpec,
    ModelRefused,
    NativeCrop,
    SelfTest,
    read,
)


def manifest(folder: Path, **changes: Any) -> Manifest:
    data = (toy_model.write(folder) / "manifest.json").read_bytes()
    return Manifest.model_validate_json(orjson.dumps(orjson.loads(data) | changes))


def test_what_is_not_said_has_the_plain_meaning(tmp_path: Path) -> None:
    said = manifest(tmp_path)
    assert said.preprocess.steady
    assert said.preprocess.crops == 1
    assert said.download is None
    assert said.scope.packs == []
    assert said.operating_points[0].groups == {}
    assert said.selftest[0].origin == "publisher"


def test_all_that_may_be_said_survives_being_written_and_read(tmp_path: Path) -> None:
    point = {
        "name": "label", "threshold": 0.9, "fpr": 0.0, "fpr_upper95": 0.001, "n_real": 3000,
        "groups": {"cameras": {"n": 3000, "wrong": 0, "upper95": 0.001}},
        "measured_on": f"pack {'0' * 64}",
    }  # fmt: skip
    said = manifest(
        tmp_path,
        operating_points=[point],
        download={"url": "https://example.org/m.onnx", "sha256": "a" * 64, "note": "large"},
    )
    assert Manifest.model_validate_json(said.model_dump_json(by_alias=True)) == said
    assert said.operating_points[0].groups["cameras"] == GroupRate(n=3000, wrong=0, upper95=0.001)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"n": 10, "wrong": 11, "upper95": 1.0}, "11 wrong of 10"),
        ({"n": 10, "wrong": 5, "upper95": 0.4}, "below the share measured"),
        ({"n": 0, "wrong": 0, "upper95": 1.0}, "greater than or equal to 1"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(group: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        GroupRate.model_validate(group)


def test_more_crops_than_are_run_are_refused(tmp_path: Path) -> None:
    many = [{"kind": "native_crop", "size": 32, "count": 9}, {"kind": "native_crop", "size": 32, "count": 8}]
    preprocess = manifest(tmp_path).preprocess.model_dump() | {"views": many}
    with pytest.raises(ValidationError, match=f"17 crops of one picture, at most {MAX_CROPS} are run"):
        manifest(tmp_path, preprocess=preprocess, calibration=None, operating_points=[])
    with pytest.raises(ValidationError, match="less than or equal to 13"):
        NativeCrop(kind="native_crop", size=32, count=14)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/m.onnx", "m.onnx", "https://a b"])
def test_only_an_address_of_the_web_is_a_download(url: str) -> None:
    with pytest.raises(ValidationError, match="url"):
        Download(url=url, sha256="0" * 64)


def test_a_download_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ValidationError, match="1073741824"):
        Download(url="https://example.org/m.onnx", sha256="0" * 64, bytes=(1 << 30) + 1)


def test_a_byte_input_keeps_its_normalisation_in_the_graph_and_a_half_input_need_not() -> None:
    shape = ("b", 3, 32, 32)
    with pytest.raises(ValidationError, match="neither mean nor std"):
        InputSpec(name="x", dtype="uint8", layout="NCHW", shape=shape, range=(0, 1))
    assert InputSpec(name="x", dtype="float16", layout="NCHW", shape=shape, range=(0, 1)).mean is None


def test_the_fingerprint_changes_with_anything_that_could_change_a_reading(tmp_path: Path) -> None:
    first = manifest(tmp_path)
    views = [{"kind": "native_crop", "size": 32, "count": 4}]
    crops = first.preprocess.model_dump() | {"views": views}
    unsteady = first.preprocess.model_dump() | {"steady": False}
    prints = {
        first.fingerprint,
        manifest(tmp_path, preprocess=crops).fingerprint,
        manifest(tmp_path, preprocess=unsteady).fingerprint,
    }
    assert len(prints) == 3


def test_a_self_test_says_who_gave_the_value() -> None:
    with pytest.raises(ValidationError, match="origin"):
        SelfTest.model_validate(
            {"image": "g.png", "sha256": "0" * 64, "logit": 0.0, "atol": 0.01, "origin": "me"}
        )


def test_what_is_wrong_is_said_in_the_words_of_the_manifest_alone(tmp_path: Path) -> None:
    folder = toy_model.write(tmp_path, file="../toy.onnx")
    with pytest.raises(ModelRefused) as refused:
        read(folder)
    assert str(refused.value).endswith("file: '../toy.onnx' must be a path inside the model's folder")
