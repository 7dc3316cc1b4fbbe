"""``colophon check``: one assessment per file, clear words for what is not one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from typer.testing import CliRunner, Result

from colophon.cli import app


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def assessments(*arguments: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in check("--json", *arguments).stdout.splitlines()]


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COLOPHON_TRUST", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    text = PngImagePlugin.PngInfo()
    text.add_text("parameters", "a lake\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64")
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "in" / "generated.png", pnginfo=text)
    Image.new("RGB", (64, 64), "olive").save(tmp_path / "in" / "plain.jpg")
    return tmp_path / "in"


def test_one_assessment_per_file_in_order(folder: Path) -> None:
    generated, plain = assessments(folder)
    assert Path(str(generated["path"])).name == "generated.png"
    assert generated["label"]["id"] == "ai_generated.metadata"  # type: ignore[index]
    assert (plain["status"], plain["label"]) == ("none", None)


def test_what_the_post_says_counts_in_the_language_asked_for(folder: Path) -> None:
    [plain] = assessments(folder / "plain.jpg", "--caption", "Illustration made with AI", "--locale", "es")
    label = plain["label"]
    assert isinstance(label, dict)
    assert (label["id"], label["locale"]) == ("ai_generated.creator", "es")


def test_what_is_no_image_is_not_checked_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "notes.png").write_text("not a picture at all")
    result = check("--json", tmp_path / "empty.png", tmp_path / "notes.png", tmp_path / "absent.png")
    empty, notes = map(json.loads, result.stdout.splitlines())
    assert (empty["status"], empty["reason"]) == ("not_checked", "the file is empty")
    assert notes["status"] == "not_checked"
    assert "absent.png" in result.stderr
    assert result.exit_code == 1


def test_a_folder_without_images_is_an_error_that_names_it(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 2
    assert str(tmp_path) in result.output


def test_text_output_names_the_label_and_the_evidence(folder: Path) -> None:
    output = check(folder / "generated.png").stdout
    assert "File data says AI-generated" in output
    assert "AUTOMATIC1111" in output


def test_the_metadata_cases_come_out_as_expected(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_TRUST", str(cases / "c2pa" / "trust"))
    found = {Path(str(a["path"])).name: a for a in assessments(cases / "meta")}
    wrong = []
    for row in csv.DictReader((cases / "meta" / "cases.csv").read_text(encoding="utf-8").splitlines()):
        evidence = found[row["file"]]["evidence"]
        assert isinstance(evidence, list)
        said = {piece["process"] for piece in evidence if piece["source"] in {"metadata", "signed"}}
        expected = row["expected_verdict"]
        if expected == "error":
            right = found[row["file"]]["status"] == "not_checked"
        elif expected.startswith("none"):
            right = found[row["file"]]["label"] is None
        else:
            right = expected in said and found[row["file"]]["label"] is not None
        if not right:
            wrong.append((row["file"], expected, found[row["file"]]["label"]))
    assert not wrong


def test_what_is_missing_or_counts_for_nothing_is_said(folder: Path) -> None:
    said = check(folder, "--platform-label", "Sponsored").stderr
    assert "trust update" in said
    assert "'Sponsored' is none we know" in said
    assert "2 files: 1 File data says AI-generated, 1 no label" in said


def test_the_platform_is_named(folder: Path) -> None:
    [plain] = assessments(folder / "plain.jpg", "--platform-label", "AI info", "--platform", "instagram")
    assert plain["label"]["short"] == "Instagram: AI info"  # type: ignore[index]


def test_a_wrong_setting_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_WORKERS", "abc")
    result = check(folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == "colophon: setting workers='abc' must be a whole number"


def test_a_damaged_trust_list_is_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "C2PA-TRUST-LIST.pem").write_text("-----BEGIN CERTIFICATE-----\nno\n")
    monkeypatch.setenv("COLOPHON_TRUST", str(tmp_path / "trust"))
    result = check(folder)
    assert result.exit_code == 1
    assert "C2PA-TRUST-LIST.pem" in result.stderr
    assert "Traceback" not in result.output
