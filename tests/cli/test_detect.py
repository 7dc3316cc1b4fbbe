"""``colophon detect``: one line per file, folders walked, files that are no pictures reported."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
import typer
from PIL import Image
from tests import toy_model
from typer.testing import CliRunner

from colophon.cli.detect import detect

app = typer.Typer()
app.command()(detect)


@pytest.fixture
def model(tmp_path: Path) -> str:
    return str(toy_model.write(tmp_path / "model"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "pictures" / "inside"
    inside.mkdir(parents=True)
    Image.fromarray(toy_model.noise(60)).save(inside / "a.png")
    Image.fromarray(toy_model.noise(210)).save(inside / "b.png")
    Image.fromarray(toy_model.noise(210, 20)).save(inside / "c.png")
    return tmp_path / "pictures"


def test_one_json_object_per_file_of_a_folder(folder: Path, model: str) -> None:
    result = CliRunner().invoke(app, [str(folder), "--json", "--model", model])
    assert result.exit_code == 0, result.output
    low, high, small = (orjson.loads(line) for line in result.stdout.splitlines())
    assert set(low) == {
        *("path", "assessed", "reason", "score", "state", "band"),
        *("model", "version", "calibrated", "experimental"),
    }
    assert (low["model"], low["version"], low["calibrated"], low["experimental"]) == ("toy", "1", True, False)
    assert (low["band"], high["band"], small["band"]) == ("low", "high", None)
    assert low["path"] == str(folder / "inside" / "a.png")
    assert (low["assessed"], low["reason"], low["state"]) == (True, None, "inconclusive")
    assert 0 <= low["score"] < high["score"] <= 1
    assert high["state"] == "signals_found"
    assert (small["assessed"], small["score"], small["state"]) == (False, None, "not_assessed")
    assert small["reason"] == "smaller than 32 px"


def test_a_file_that_is_no_picture_is_reported_and_the_rest_goes_on(folder: Path, model: str) -> None:
    (folder / "inside" / "broken.png").write_bytes(b"no picture")
    result = CliRunner().invoke(app, [str(folder), "--json", "--model", model])
    assert result.exit_code == 1
    lines = {Path(line["path"]).name: line for line in map(orjson.loads, result.stdout.splitlines())}
    assert len(lines) == 4
    assert lines["broken.png"]["state"] == "not_assessed"
    assert "first bytes" in lines["broken.png"]["reason"]
    assert lines["b.png"]["assessed"]


def test_an_absent_file_is_reported(tmp_path: Path, model: str) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "none.jpg"), "--model", model])
    assert result.exit_code == 1
    assert "not assessed (No such file or directory)" in result.stdout


def test_lines_for_people(folder: Path, model: str) -> None:
    result = CliRunner().invoke(app, [str(folder / "inside" / "b.png"), "--model", model])
    assert result.exit_code == 0
    assert "signals found, score 0." in result.stdout
    assert "no threshold" not in result.stdout


def test_a_score_without_threshold_calibration_or_measurement_says_so(folder: Path, tmp_path: Path) -> None:
    bare = toy_model.write(tmp_path / "bare", operating_points=[], calibration=None)
    result = CliRunner().invoke(app, [str(folder / "inside" / "b.png"), "--model", str(bare)])
    assert result.stdout.endswith(" (no threshold)\n")
    assert "toy has no calibration" in result.stderr
    assert "toy was never measured" in result.stderr
    assert "experimental" not in result.stderr
    measured = {"protocol": 1, "report_sha256": "0" * 64}
    known = toy_model.write(tmp_path / "known", evaluation=measured, experimental=True)
    result = CliRunner().invoke(app, [str(folder), "--json", "--model", str(known)])
    assert result.stderr == "toy is experimental: its card says how little it can tell\n"
    assert orjson.loads(result.stdout.splitlines()[0])["experimental"] is True


def test_a_refused_model_says_why(folder: Path, tmp_path: Path) -> None:
    model = toy_model.write(tmp_path / "bad", sha256="0" * 64)
    result = CliRunner().invoke(app, [str(folder), "--model", str(model)])
    assert result.exit_code == 2
    assert "bad was refused: toy.onnx has SHA-256" in result.output


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    toy_model.write(tmp_path / "data" / "models" / "toy")
    return tmp_path / "data" / "models"


def test_a_model_by_name_and_the_one_in_use(folder: Path, models: Path, model: str) -> None:
    answers = [CliRunner().invoke(app, [str(folder), "--json", "--model", name]) for name in ("toy", model)]
    (models / "current").write_text("toy\n")
    answers.append(CliRunner().invoke(app, [str(folder), "--json"]))
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    assert len({answer.stdout for answer in answers}) == 1


@pytest.mark.parametrize(
    ("name", "why"), [("none", "no model is in use; name one with --model"), ("gone", "is called 'gone'")]
)
def test_without_a_model_in_use_it_says_so(folder: Path, models: Path, name: str, why: str) -> None:
    (models / "current").write_text(name)
    result = CliRunner().invoke(app, [str(folder)])
    assert result.exit_code == 2
    assert why in result.output
