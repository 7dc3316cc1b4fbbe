"""Installing models: from folders, files and addresses; what is refused leaves nothing, and says why."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import onnx
import orjson
import pytest
from tests import toy_model
from tests.models.stand_ins import known_at, publishing, serving, stand_in

from colophon.errors import ColophonError, DownloadError, ModelError
from colophon.models.install import install
from colophon.models.sources import Wish
from colophon_model import Detector, builtin
from colophon_model.manifest import read
from colophon_model.published import published

SIEVE = stand_in("sieve-ft44s")
TWO_GB = 2 << 30


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest_file(path: Path, **changes: Any) -> str:
    """A manifest for a file of Sieve's shape, as somebody would write it."""
    template = {
        k: v for k, v in published()["sieve-ft44s"].template.items() if k not in ("sha256", "download")
    }
    path.write_bytes(orjson.dumps(template | {"id": "mine"} | changes))
    return str(path)


def test_a_folder_is_taken_with_its_card_and_nothing_else(tmp_path: Path) -> None:
    source = toy_model.write(tmp_path / "source")
    for name in ("card.md", "report.json", "notes.txt"):
        (source / name).write_text("x")
    manifest = install(tmp_path / "models", Wish(str(source)))
    assert manifest == read(source)
    taken = {path.name for path in (tmp_path / "models" / "toy").iterdir()}
    assert taken == {"manifest.json", "toy.onnx", "golden.png", "card.md", "report.json"}
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["toy"]
    assert Detector.load(tmp_path / "models" / "toy").manifest.selftest[0].origin == "publisher"


def test_a_name_is_taken_once_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    models = tmp_path / "models"
    install(models, Wish(str(toy_model.write(tmp_path / "one"))))
    newer = Wish(str(toy_model.write(tmp_path / "two", version="2")))
    with pytest.raises(ModelError, match="toy is installed already; --replace"):
        install(models, newer)
    assert read(models / "toy").version == "1"
    install(models, newer, replace=True)
    assert read(models / "toy").version == "2"
    assert [path.name for path in models.iterdir()] == ["toy"]


def test_a_refused_replacement_leaves_the_old_one(tmp_path: Path) -> None:
    models = tmp_path / "models"
    install(models, Wish(str(toy_model.write(tmp_path / "one"))))
    with pytest.raises(ModelError, match="was refused"):
        install(models, Wish(str(toy_model.write(tmp_path / "two", sha256="0" * 64))), replace=True)
    assert read(models / "toy").version == "1"
    assert [path.name for path in models.iterdir()] == ["toy"]


def test_a_published_model_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said, came = list[str](), list[tuple[int, int | None]]()
    with serving({"/sieve.onnx": SIEVE}) as server:
        known = known_at(server.address("/sieve.onnx"), "sieve-ft44s", SIEVE)
        with publishing(monkeypatch, known):
            manifest = install(
                tmp_path,
                Wish("sieve-ft44s"),
                say=said.append,
                progress=lambda done, total: came.append((done, total)),
            )
            with pytest.raises(ModelError, match="installed already"):
                install(tmp_path, Wish("sieve-ft44s"))
    assert server.asked == ["/sieve.onnx"]
    assert "sieve-ft44s (MIT): fetching http" in said[0]
    assert "from 127.0.0.1" in said[0]
    assert "45 MB" in said[1]
    assert came[-1] == (len(SIEVE), len(SIEVE))
    assert (manifest.input.name, manifest.output.name, manifest.sha256) == ("input", "logit", digest(SIEVE))
    assert manifest.download is not None
    assert manifest.operating_points == []
    assert Detector.load(tmp_path / "sieve-ft44s").manifest == manifest


def test_a_published_file_that_was_fetched_by_hand_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "any name.onnx").write_bytes(SIEVE)
    with publishing(monkeypatch, known_at("https://example.org/m.onnx", "sieve-ft44s", SIEVE)):
        assert install(tmp_path / "models", Wish(str(tmp_path / "any name.onnx"))).id == "sieve-ft44s"


def test_an_installation_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with serving({"/m": SIEVE}) as server:
        wish = Wish(server.address("/m"), manifest_file(tmp_path / "m.json"), digest(SIEVE))
        with pytest.raises(KeyboardInterrupt):
            install(tmp_path / "models", wish, progress=stop)
    assert not list((tmp_path / "models").iterdir())


def test_what_a_killed_installation_left_is_removed_a_day_later(tmp_path: Path) -> None:
    old, young = tmp_path / "models" / ".incoming-old", tmp_path / "models" / ".incoming-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(b"half")
    os.utime(old, (0, 0))
    install(tmp_path / "models", Wish(str(toy_model.write(tmp_path / "source"))))
    assert (old.exists(), young.exists()) == (False, True)


def test_an_address_with_a_manifest_and_a_hash(tmp_path: Path) -> None:
    manifest = manifest_file(tmp_path / "m.json")
    with serving({"/m.onnx": SIEVE}) as server:
        address = server.address("/m.onnx")
        with pytest.raises(ModelError, match="its SHA-256 is needed: --sha256"):
            install(tmp_path / "models", Wish(address, manifest))
        with pytest.raises(ModelError, match="say what it is with --manifest"):
            install(tmp_path / "models", Wish(address, sha256=digest(SIEVE)))
        with pytest.raises(ModelError, match=f"has the SHA-256 {digest(SIEVE)}, not {'0' * 64}"):
            install(tmp_path / "models", Wish(address, manifest, "0" * 64))
        assert not list((tmp_path / "models").iterdir())
        assert install(tmp_path / "models", Wish(address, manifest, digest(SIEVE).upper())).id == "mine"


@pytest.mark.parametrize("digits", ["", "12ab", "g" * 64, "0" * 65])
def test_a_sha256_of_a_wrong_form_is_refused_before_anything_is_fetched(tmp_path: Path, digits: str) -> None:
    with serving({"/m.onnx": SIEVE}) as server:
        wish = Wish(server.address("/m.onnx"), manifest_file(tmp_path / "m.json"), digits)
        with pytest.raises(ModelError, match="is no SHA-256: that is 64 digits"):
            install(tmp_path / "models", wish)
    assert server.asked == []


@pytest.mark.parametrize("address", ["http://example.org/m.onnx", "ftp://127.0.0.1/m.onnx"])
def test_other_machines_are_asked_over_https_only(tmp_path: Path, address: str) -> None:
    with pytest.raises(DownloadError, match="over https"):
        install(tmp_path / "models", Wish(address, manifest_file(tmp_path / "m.json"), "0" * 64))


def test_a_file_with_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(SIEVE)
    wish = Wish(str(tmp_path / "m.onnx"), manifest_file(tmp_path / "m.json"), digest(SIEVE))
    assert install(tmp_path / "models", wish).sha256 == digest(SIEVE)
    other = Wish(wish.source, manifest_file(tmp_path / "o.json", id="other"), "0" * 64)
    with pytest.raises(ModelError, match=f"not {'0' * 64}"):
        install(tmp_path / "models", other)


def test_a_published_manifest_takes_the_published_file_only(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(SIEVE)
    with pytest.raises(ModelError, match=r"model\.onnx has SHA-256 \w+, the manifest says 513da879"):
        install(tmp_path / "models", Wish(str(tmp_path / "m.onnx"), "sieve-ft44s"))


def torch_checkpoint() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"w": 1}))
    return buffer.getvalue()


def external() -> bytes:
    model = onnx.load_from_string(SIEVE)
    weights = model.graph.initializer[0]
    weights.data_location = onnx.TensorProto.EXTERNAL
    weights.ClearField("raw_data")
    entry = weights.external_data.add()
    entry.key, entry.value = "location", "weights.bin"
    return bytes(model.SerializeToString())


def custom() -> bytes:
    model = onnx.load_from_string(SIEVE)
    model.graph.node[3].domain = "com.example"
    model.opset_import.append(onnx.helper.make_opsetid("com.example", 1))
    return bytes(model.SerializeToString())


BAD: dict[str, tuple[bytes, str]] = {
    "truncated": (SIEVE[:-40], "truncated"),
    "page": (b"<!DOCTYPE html><html>404</html>", "page of the web"),
    "empty": (b"", "empty"),
    "pickle": (pickle.dumps({"weights": [1.0] * 50}), "a pickle, which can run code"),
    "torch": (torch_checkpoint(), "PyTorch checkpoint"),
    "external": (external(), "other files"),
    "custom": (custom(), "com.example"),
    "shape": (stand_in("swinv2-int8"), "384 x 384"),
    "nan": (stand_in("sieve-ft44s", offset=float("nan")), "not a number"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_the_reason_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    data, why = BAD[kind]
    (tmp_path / "m.onnx").write_bytes(data)
    with pytest.raises(ModelError, match=rf"was refused: .*{why}") as raised:
        install(tmp_path / "models", Wish(str(tmp_path / "m.onnx"), manifest_file(tmp_path / "m.json")))
    assert not list((tmp_path / "models").iterdir())
    assert ".incoming" not in str(raised.value)


@pytest.mark.parametrize("kind", ["page", "truncated"])
def test_a_bad_file_that_was_fetched_is_refused_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    known = known_at("http://127.0.0.1/", "sieve-ft44s", SIEVE)
    with serving({"/m": BAD[kind][0]}) as server:
        wish = Wish(server.address("/m"), manifest_file(tmp_path / "m.json"), known.download.sha256)
        with pytest.raises(ModelError, match="it is a page of the web" if kind == "page" else "SHA-256"):
            install(tmp_path / "models", wish)
    assert not list((tmp_path / "models").iterdir())


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "m.onnx").open("wb") as file:
        os.truncate(file.fileno(), TWO_GB)  # sparse: takes no room
    with pytest.raises(ModelError, match=r"2,147,483,648 bytes, more than the limit of 1,073,741,824"):
        install(tmp_path / "models", Wish(str(tmp_path / "m.onnx"), manifest_file(tmp_path / "m.json")))
    with pytest.raises(ModelError, match="none of the published models"):
        install(tmp_path / "models", Wish(str(tmp_path / "m.onnx")))
    assert not list((tmp_path / "models").iterdir())


@pytest.mark.parametrize(
    ("announced", "why"),
    [(TWO_GB, "larger than the limit of 1073741824 bytes"), (len(SIEVE) + 9, "ended after|Incomplete")],
)
def test_what_is_announced_too_large_or_ends_early_is_refused(
    tmp_path: Path, announced: int, why: str
) -> None:
    with serving({"/m": SIEVE}, {"/m": announced}) as server:
        wish = Wish(server.address("/m"), manifest_file(tmp_path / "m.json"), digest(SIEVE))
        with pytest.raises(DownloadError, match=why):
            install(tmp_path / "models", wish)
    assert not list((tmp_path / "models").iterdir())


def outside(source: Path) -> None:
    (source / "toy.onnx").rename(source.parent / "toy.onnx")
    (source / "toy.onnx").symlink_to(source.parent / "toy.onnx")


@pytest.mark.parametrize(
    ("changes", "spoil", "why"),
    [
        ({"id": "builtin"}, None, "'builtin': it stands for something else"),
        ({"id": getattr(builtin(), "name", "")}, None, "stands for something else"),
        ({"id": "../up"}, None, "has the id '../up'"),
        ({"id": 3}, None, "has the id 3"),
        ({"file": "../toy.onnx"}, None, "lies outside the model's folder"),
        ({}, outside, "lies outside the model's folder"),
        ({}, lambda source: (source / "golden.png").unlink(), "golden.png: No such file"),
        ({}, lambda source: (source / "manifest.json").write_text("{"), "manifest.json is no JSON"),
        ({}, lambda source: (source / "manifest.json").write_text("[]"), "holds no JSON object"),
        ({}, lambda source: (source / "manifest.json").write_text(" " * (1 << 21)), "larger than the limit"),
        ({}, lambda source: (source / "manifest.json").unlink(), "manifest.json: No such file"),
        ({"license": None}, None, "license"),
        ({"surprise": 1}, None, "surprise"),
    ],
)
def test_a_bad_folder_is_refused_with_the_reason_and_leaves_nothing(
    tmp_path: Path, changes: Mapping[str, Any], spoil: Callable[[Path], object] | None, why: str
) -> None:
    source = toy_model.write(tmp_path / "source", **changes)
    if spoil:
        spoil(source)
    with pytest.raises(ModelError, match=why):
        install(tmp_path / "models", Wish(str(source)))
    assert not (tmp_path / "models").exists() or not list((tmp_path / "models").iterdir())


ODD: list[Any] = [None, 5, "x", "", [], [5], {}, {"x": 1}, True]


@pytest.mark.parametrize(
    "key", ["id", "file", "sha256", "bytes", "opset", "input", "output", "selftest", "download", "preprocess"]
)
def test_whatever_a_manifest_holds_is_refused_with_a_sentence(tmp_path: Path, key: str) -> None:
    sentences = []
    for number, value in enumerate(ODD):
        source = toy_model.write(tmp_path / str(number), **{key: value})
        models = tmp_path / f"models{number}"
        try:
            install(models, Wish(str(source)))
        except ModelError as error:
            sentences.append(str(error))
            assert not models.exists() or not list(models.iterdir())
    assert len(sentences) >= len(ODD) - 2  # an id may be "x", no download described, no self-test given
    assert not [sentence for sentence in sentences if "\n" in sentence]


def test_a_manifest_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(ModelError, match="is no JSON"):
        install(tmp_path / "models", Wish(str(tmp_path)))


def test_a_source_that_is_nothing_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ColophonError, match=r"neither a folder .* nor one of \S+, sieve-ft44s, \S+$"):
        install(tmp_path / "models", Wish("sieve"))
