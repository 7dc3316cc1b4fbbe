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
    assert "faces: 2 added, 1 known already" in run(*words).stdout
    write(tmp_path / "faces", c=photo(3))
    assert "faces: 1 added, 3 known already" in run(*words).stdout
    [row] = lines(run("list", "--json"))
    assert row == {
        "kind": "statement",
        "basis": "stated",
        "process": "ai_generated",
        "state": "active",
        "entries": 3,
    }


def test_a_protected_list_labels_nothing(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "list", a=photo(1))
    write(tmp_path, copy=recompressed(photo(1)))
    assert run("import", "list", "--kind", "protected").exit_code == 0
    [row] = lines(run("match", "copy.jpg", "--json"))
    assert (row["matches"], row["protected"]) == ([], True)
    refused = run("add", "copy.jpg", "--as", "ai_generated")
    assert refused.exit_code == 1
    assert "protected" in refused.stderr
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
        (("add", "first.jpg", "--as", "ai_generated", "--permalink", "javascript:x"), "permalink"),
        (("add", "first.jpg", "--as", "ai_generated", "--date", "2999-01-01"), "yet to come"),
        (("withdraw", "0" * 32), "no entry"),
        (("accept", "x"), "no entry"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    run: Any, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    write(tmp_path, first=photo(1), other=photo(2))
    assert run("add", "other.jpg", "--as", "ai_edited").exit_code == 0
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


def test_what_is_exported_labels_copies_elsewhere(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, first=photo(1), second=photo(2), copy=recompressed(photo(1)))
    run("add", "first.jpg", "--as", "ai_generated", "--said-by", "Ana", "--words", "made with AI")
    run("add", "second.jpg", "--as", "ai_edited", "--basis", "recorded")
    for format, name in (("jsonl", "all.jsonl"), ("csv", "all.csv")):
        assert "2 entries" in run("export", name, "--format", format).stdout
        monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / format))
        assert "2 added" in run("import", name).stdout
        assert "0 added, 2 known already" in run("import", name).stdout
        [row] = lines(run("match", "copy.jpg", "--json"))
        [found] = row["matches"]
        assert (found["match"], found["said_by"], found["basis"]) == ("same", "Ana", "stated")
        monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    assert "exists already" in run("export", "all.csv").stderr


def test_foreign_records_are_believed_as_far_as_the_operator_says(run: Any, tmp_path: Path) -> None:
    for basis, believed in (("recorded", "recorded"), ("stated", "stated")):
        row = {"process": "ai_generated", "sha256": "1" * 64, "basis": "reviewed"}
        (tmp_path / f"{basis}.jsonl").write_text(json.dumps(row))
        run("import", f"{basis}.jsonl", "--basis", basis)
        shown = [e for e in lines(run("list", "--entries", "--json")) if e["origin"] == f"{basis}.jsonl"]
        assert [e["basis"] for e in shown] == [believed], "never as a decision of this server"


def test_a_hash_alone_is_similar_at_most(run: Any, tmp_path: Path) -> None:
    write(tmp_path, first=photo(1))
    run("add", "first.jpg", "--as", "ai_generated")
    run("export", "hashes.txt", "--format", "pdq")
    [entry] = lines(run("list", "--entries", "--json"))
    run("withdraw", entry["id"])
    assert "1 added" in run("import", "hashes.txt", "--as", "ai_generated").stdout
    [row] = lines(run("match", "first.jpg", "--json"))
    assert [m["match"] for m in row["matches"]] == ["similar"]
    result = CliRunner().invoke(app, ["check", "first.jpg", "--json"])
    assert json.loads(result.stdout)["label"] is None


def test_a_list_of_hashes_protects_near_copies(run: Any, tmp_path: Path) -> None:
    write(tmp_path, first=photo(1), copy=recompressed(photo(1)))
    run("add", "first.jpg", "--as", "ai_generated")
    run("export", "list.txt", "--format", "pdq")
    assert "1 added" in run("import", "list.txt", "--kind", "protected").stdout
    result = CliRunner().invoke(app, ["check", "copy.jpg", "--json"])
    assert json.loads(result.stdout)["status"] == "protected"


def test_a_subscription_follows_its_list(run: Any, tmp_path: Path) -> None:
    def publish(*numbers: int) -> None:
        rows = [{"process": "ai_generated", "sha256": f"{n}" * 64, "said_by": "A list"} for n in numbers]
        (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, rows)))

    publish(1, 2)
    words = ("subscribe", "list.jsonl", "--name", "theirs")
    assert "theirs: 2 added, 0 known already, 0 withdrawn" in run(*words).stdout
    publish(2, 3)
    assert "theirs: 1 added, 1 known already, 1 withdrawn" in run(*words).stdout
    assert [e["sha256"][0] for e in lines(run("list", "--entries", "--json"))] == ["2", "3"]


@pytest.mark.parametrize("left", ["", '{"process": "ai_generated", "sha256": "' + "2" * 64 + '"}\n{"cut'])
def test_a_list_that_was_cut_off_withdraws_nothing(run: Any, tmp_path: Path, left: str) -> None:
    rows = [{"process": "ai_generated", "sha256": f"{n}" * 64} for n in (1, 2)]
    (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, rows)))
    words = ("subscribe", "list.jsonl", "--name", "theirs")
    run(*words)
    (tmp_path / "list.jsonl").write_text(left)
    result = run(*words)
    assert result.exit_code == 1
    assert "--accept-losses" in result.stderr
    assert len(lines(run("list", "--entries", "--json"))) == 2
    if not left:
        assert "2 withdrawn" in run(*words, "--accept-losses").stdout


def test_that_a_camera_took_it_is_believed_of_records_only(run: Any, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(json.dumps({"process": "captured_earlier", "sha256": "1" * 64}))
    assert "0 added" in run("import", "list.jsonl").stdout


def test_lines_that_cannot_be_used_are_named_and_the_others_are_taken(run: Any, tmp_path: Path) -> None:
    good = json.dumps({"process": "ai_generated", "sha256": "1" * 64})
    (tmp_path / "list.jsonl").write_text(f"{good}\n{{broken\n")
    result = run("import", "list.jsonl")
    assert result.exit_code == 0
    assert "1 added" in result.stdout
    assert "line 2" in result.stderr
    assert "lines left out: 1" in result.stderr
