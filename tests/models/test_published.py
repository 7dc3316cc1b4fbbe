"""The published models: their manifests fit files of their shape, and give the scores of a plain script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image
from skimage import data as images
from tests.models.stand_ins import SHAPES, known_at, publishing, stand_in
from tests.toy_model import graph

from colophon.models.install import install
from colophon.models.sources import Wish
from colophon_model import Detector, ModelRefused, Reading
from colophon_model.manifest import read
from colophon_model.published import complete, published


@pytest.fixture(params=sorted(SHAPES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Install = Callable[[str, bytes], Path]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    def install_it(name: str, data: bytes) -> Path:
        file = tmp_path / "given.onnx"
        file.write_bytes(data)
        with publishing(monkeypatch, known_at("https://example.org/model.onnx", name, data)):
            install(tmp_path / "models", Wish(str(file)))
        return tmp_path / "models" / name

    return install_it


def photo() -> np.ndarray:
    return np.asarray(Image.fromarray(images.astronaut()).resize((700, 520), Image.Resampling.LANCZOS))


def test_there_are_the_three_that_are_documented() -> None:
    assert set(published()) == set(SHAPES)
    for known in published().values():
        assert known.host in ("github.com", "huggingface.co")
        assert known.download.note
        assert known.license in ("MIT", "Apache-2.0")
        assert "operating_points" not in known.template


def test_the_manifest_fits_a_file_of_its_shape(installed: Install, name: str) -> None:
    data = stand_in(name, batch="batch" if name != "swinv2-int8" else 1)
    folder = installed(name, data)
    manifest = read(folder)
    assert (manifest.id, manifest.opset, manifest.bytes) == (name, 17, len(data))
    (test,) = manifest.selftest
    assert test.origin == "install"
    detector = Detector.load(folder)
    assert detector.why_no_label is not None
    reading = detector.assess(photo())
    assert reading.score is not None
    assert 0 < reading.score < 1


@pytest.mark.parametrize("half", [False, True])
def test_the_score_is_that_of_a_plain_script(installed: Install, name: str, half: bool) -> None:
    data = stand_in(name, half=half, offset=0.3)
    found = Detector.load(installed(name, data)).assess(photo())
    assert isinstance(found, Reading)
    assert found.score == pytest.approx(PLAIN[name](data, half), abs=2e-3 if half else 1e-5)


def run(data: bytes, crop: Image.Image, mean: list[float], std: list[float], half: bool) -> np.ndarray:
    pixels = (np.asarray(crop, np.float32) / 255 - np.array(mean, np.float32)) / np.array(std, np.float32)
    tensor = pixels.transpose(2, 0, 1)[None].astype(np.float16 if half else np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    output: np.ndarray = session.run(None, {session.get_inputs()[0].name: tensor})[0]
    values: np.ndarray = output[0]
    return values


def sigmoid(logit: float) -> float:
    return 1 / (1 + float(np.exp(-logit)))


IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def sieve(data: bytes, half: bool) -> float:
    picture = Image.fromarray(photo())
    resized = picture.resize((round(700 * 440 / 520), 440), Image.Resampling.BILINEAR)
    left = (resized.width - 384) // 2
    return sigmoid(run(data, resized.crop((left, 28, left + 384, 412)), *IMAGENET, half)[0] + 0.43)


def commfor(data: bytes, half: bool) -> float:
    picture = Image.fromarray(photo())
    native = picture.crop((158, 68, 542, 452))
    squashed = picture.resize((384, 384), Image.Resampling.BICUBIC)
    return float(np.mean([sigmoid(run(data, crop, *CLIP, half)[0]) for crop in (native, squashed)]))


def swin(data: bytes, half: bool) -> float:
    squashed = Image.fromarray(photo()).resize((256, 256), Image.Resampling.BILINEAR)
    values = np.exp(run(data, squashed, *IMAGENET, half))
    return float(values[0] / values.sum())


PLAIN = {"sieve-ft44s": sieve, "commfor-vits-384": commfor, "swinv2-int8": swin}


def test_what_the_file_cannot_tell_has_to_be_said() -> None:
    several = stand_in("sieve-ft44s", extra_output=True)
    template = dict(published()["sieve-ft44s"].template)
    with pytest.raises(ModelRefused, match=r"outputs \['logit', 'flat'\]; say in the manifest which"):
        complete(template, several)
    chosen = template | {"output": template["output"] | {"name": "logit"}}
    assert complete(chosen, several)["output"]["name"] == "logit"
    with pytest.raises(ModelRefused, match="the manifest says 'score'"):
        complete(template | {"output": {"kind": "logit", "name": "score"}}, several)


def test_what_is_given_is_not_replaced() -> None:
    data = graph().SerializeToString()
    made = complete({"sha256": "0" * 64, "input": {"shape": ["n", 32, 32, 3]}, "output": {}}, data)
    assert (made["sha256"], made["input"]["shape"]) == ("0" * 64, ["n", 32, 32, 3])
    assert (made["input"]["dtype"], made["input"]["name"], made["output"]["name"]) == (
        "uint8",
        "pixels",
        "logit",
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"<html></html>", "page"),
        (stand_in("sieve-ft44s")[:200], "truncated"),
        (b"x" * 9, "ONNX"),
    ],
)
def test_what_is_no_onnx_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ModelRefused, match=why):
        complete({}, data)


def test_a_template_says_where_its_file_is() -> None:
    known = known_at("http://127.0.0.1:1/a.onnx", "sieve-ft44s", b"x")
    assert (known.id, known.host, known.license) == ("sieve-ft44s", "127.0.0.1", "MIT")


def test_the_least_manifest_in_the_documentation_is_enough(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
    (tmp_path / "net.json").write_text(page.partition("```json\n")[2].partition("```")[0])
    (tmp_path / "net.onnx").write_bytes(stand_in("sieve-ft44s"))
    manifest = install(tmp_path / "models", Wish(str(tmp_path / "net.onnx"), str(tmp_path / "net.json")))
    assert (manifest.id, manifest.input.name, manifest.selftest[0].origin) == ("my-net", "input", "install")


def test_the_documentation_names_every_published_model() -> None:
    page = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
    for known in published().values():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{known.id}`"))
        assert known.license in row
        assert known.host in row
