from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.pictures import photo, recompressed, sha256
from typer.testing import CliRunner, Result

from colophon.cli import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLOPHON_WORKERS", "1")
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(app, ["registry", *words])

    return invoke


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def write(folder: Path, **files: bytes) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.jpg").write_bytes(data)


def test_what_was_added_is_matched_by_its_copies(run: Any, tmp_path: Path) -> None:
    write(tmp_path, first=photo(1), copy=recompressed(photo(1)), other=photo(2))
    said = (
        "--said-by",
        "Someone",
        "--words",
        "made with AI",
        "--date",
        "2026-04-26",
        "--permalink",
        "https://a.org/1",
    )
    [entry] = lines(run("add", "first.jpg", "--as", "ai_generated", *said, "--json"))
    assert (entry["sha256"], entry["basis"], entry["date"]) == (sha256(photo(1)), "stated", "2026-04-26")
    copy, other = lines(run("match", "copy.jpg", "other.jpg", "--json"))
    assert [(m["id"], m["match"], m["whole"]) for m in copy["matches"]] == [(entry["id"], "same", True)]
    assert other["matches"] == []
    text = run("match", "copy.jpg").stdout
    assert "same: ai_generated  Someone  2026-04-26" in text


def test_an_import_goes_on_where_it_stopped(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "faces", a=photo(1), b=photo(2), twice=photo(1))
    words = ("import", "faces", "--as", "ai_generated", "--said-by", "A stock set")
    assert "faces: 2 of 3 pictures added" in run(*words).stdout
    write(tmp_path / "faces", c=photo(3))
    assert "faces: 1 of 4 pictures added" in run(*words).stdout
    [row] = lines(run("list", "--json"))
    assert row == {
        "kind": "statement",
        "basis": "recorded",
        "process": "ai_generated",
        "state": "active",
        "entries": 3,
    }


def test_a_protected_list_labels_nothing(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "list", a=photo(1))
    write(tmp_path, copy=recompressed(photo(1)))
    assert run("import", "list", "--kind", "protected").exit_code == 0
    [row] = lines(run("match", "copy.jpg", "--json"))
    assert row["matches"] == []
    result = CliRunner().invoke(app, ["check", "copy.jpg", "--json"])
    shown = json.loads(result.stdout)
    assert (shown["status"], shown["label"], shown["evidence"]) == ("protected", None, [])


def test_what_is_withdrawn_is_gone(run: Any, tmp_path: Path) -> None:
    write(tmp_path, first=photo(1))
    [entry] = lines(run("add", "first.jpg", "--as", "ai_edited", "--json"))
    assert "1 now withdrawn" in run("withdraw", entry["id"]).stdout
    assert lines(run("match", "first.jpg", "--json"))[0]["matches"] == []
    assert lines(run("list", "--entries", "--json")) == []
    assert run("withdraw", entry["id"]).exit_code == 1
    assert "withdrawn" in run("withdraw", entry["id"]).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "first.jpg"), "--as ai_generated|"),
        (("add", "first.jpg", "--as", "ai_generated", "--date", "yesterday"), "2026-11-28"),
        (("import", "nowhere", "--as", "ai_generated"), "nowhere"),
        (("withdraw", "0" * 32), "no entry"),
        (("accept", "x"), "no entry"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    run: Any, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    write(tmp_path, first=photo(1))
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_no_picture_is_named_and_the_others_are_added(run: Any, tmp_path: Path) -> None:
    write(tmp_path, first=photo(1), second=b"hello")
    result = run("add", "first.jpg", "second.jpg", "--as", "ai_generated")
    assert result.exit_code == 1
    assert "second.jpg" in result.stderr
    assert len(lines(run("list", "--entries", "--json"))) == 1
