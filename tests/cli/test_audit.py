"""``colophon audit``: what it prints, what it refuses, and that a source needs no command before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.audit import sources
from tests.pictures import picture
from typer.testing import CliRunner, Result

from colophon.cli import app


def audit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLOPHON_CHECKS", "metadata,registry")
    for name, value in sources.with_our_modules().items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "more").mkdir(parents=True)
    (tmp_path / "in" / "generated.png").write_bytes(sources.generated(1))
    (tmp_path / "in" / "more" / "plain.jpg").write_bytes(picture(2))
    (tmp_path / "in" / "notes.txt").write_text("not a picture at all")
    return tmp_path / "in"


def test_a_folder_in_words_and_then_as_json(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = audit(folder, "--out", out, "--workers", "1")
    assert done.exit_code == 0, done.output
    assert f"{folder} (folder): 2 images" in done.stdout
    assert "1  File data says AI-generated (50.0%)" in done.stdout
    assert "1  no label; that is not a finding" in done.stdout
    assert "shard 0 is finished, 1 of 1" in done.stderr
    again = audit(folder, "--out", out, "--json")
    assert "nothing is left to do" in again.stderr
    said = json.loads(again.stdout)
    assert (said["found"], said["looked_at"], said["statuses"]) == (2, 2, {"labelled": 1, "none": 1})
    [label] = said["labels"]
    assert label["id"] == "ai_generated.metadata"
    assert label["share"] == {"count": 1, "n": 2, "value": 0.5, "low": None, "high": None}
    assert said["skipped"]["counts"] == {"no_image": 1}
    refused = audit(folder, "--out", out, "--sample", "1")
    assert refused.exit_code == 1
    assert "sample none (now 1)" in refused.stderr


def test_a_sample_comes_with_its_interval(folder: Path, tmp_path: Path) -> None:
    options = ("--sample", "1", "--stratify", "week", "--seed", "5", "--workers", "1")
    done = audit(folder, "--out", tmp_path / "out", *options)
    assert "2 images, 1 drawn, spread over weeks (seed 5)" in done.stdout
    assert "with the interval of 95 % for the whole (Wilson 1927)" in done.stdout


def test_help_is_that_of_an_audit() -> None:
    for arguments in (("--help",), ()):
        said = audit(*arguments)
        assert said.exit_code == 0
        for word in ("--out", "--sample", "--stratify", "--workers", "private messages are never read"):
            assert word in said.stdout
        assert "audit [OPTIONS]" in said.stdout
        assert "audit run" not in said.stdout


@pytest.mark.parametrize("command", ["report", "export", "bundle", "verify", "diff"])
def test_what_comes_next_has_help_of_its_own(command: str) -> None:
    assert command in audit("--help").stdout
    said = audit(command, "--help")
    assert said.exit_code == 0
    assert f"audit {command} [OPTIONS]" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("absent", "--out", "out"), 1, "colophon: absent does not exist: name the folder or the file"),
        (("in", "--out", "out", "--seed", "2"), 1, "--seed is about a sample: say with --sample how many"),
        (("in", "--out", "out", "--stratify", "site"), 1, "--stratify is about a sample"),
        (("in", "--out", "in/out"), 1, "lies in the source"),
        (("in",), 2, "Missing option '--out'"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.chdir(folder.parent)
    said = audit(*arguments)
    assert said.exit_code == code
    assert words in said.stderr
    assert not (folder.parent / "out").exists()
