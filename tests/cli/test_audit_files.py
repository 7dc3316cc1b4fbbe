"""What follows an audit on the command line: report, export, bundle and verify, diff."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.audit.made import finished
from tests.audit.rows import audit_of_rows, post
from tests.audit.sources import with_our_modules
from tests.pictures import picture
from typer.testing import CliRunner, Result

from colophon.cli import app

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *args: CliRunner().invoke(app, ["audit", *map(str, args)])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return finished(tmp_path / "audit", 60)


def test_report(run: Run, out: Path, tmp_path: Path) -> None:
    said = run("report", out)
    assert said.exit_code == 0, said.output
    assert "Looked at: 60 images" in said.output
    assert f"{out / 'report.html'} written; beside it weeks.csv" in said.output
    earlier = finished(tmp_path / "earlier", 50)
    assert run("report", out, "--before", earlier).exit_code == 0
    assert "Since the audit of 2026-11-29" in (out / "report.html").read_text(encoding="utf-8")


def test_export(run: Run, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("export", out, "--format", "csv", "--format", "jsonl")
    assert said.exit_code == 0, said.output
    assert {path.name for path in out.glob("rows.*")} == {"rows.csv", "rows.jsonl"}
    assert run("export", out).exit_code == 0
    assert (out / "rows.parquet").is_file()
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr("colophon.cli.study_extra.find_spec", lambda _: None)
    said = run("export", out)
    assert said.exit_code == 1
    assert "pip install 'colophon[audit]'" in said.output


def test_bundle_and_verify(run: Run, out: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    said = run("bundle", out, "--data", data)
    assert said.exit_code == 0, said.output
    assert "no timestamp" in said.output
    fingerprint = said.output.partition("public key: ")[2].split()[0]
    good = run("verify", out)
    assert good.exit_code == 0
    assert "is as it was signed" in good.output
    assert fingerprint in good.output
    assert "Nothing in a bundle tells who that is" in good.output
    spaced = " ".join(fingerprint[at : at + 8].upper() for at in range(0, 64, 8))
    assert run("verify", out / "bundle", "--key", spaced).exit_code == 0
    other = run("verify", out, "--key", "0" * 64)
    assert other.exit_code == 1
    assert "signature.json: signed with another key" in other.output
    assert "is no fingerprint" in run("verify", out, "--key", "abc").output

    lines = (out / "bundle" / "rows.jsonl").read_bytes().splitlines(keepends=True)
    lines[6] = lines[6].replace(b"post-", b"past-")
    (out / "bundle" / "rows.jsonl").write_bytes(b"".join(lines))
    bad = run("verify", out)
    assert bad.exit_code == 1
    assert bad.output.startswith("rows.jsonl, line 7: changed\n")
    told = json.loads(run("verify", out, "--json").output)
    assert told["problems"] == [{"file": "rows.jsonl", "line": 7, "what": "changed"}]
    assert told["unchanged"] is False


def test_one_zip_with_pictures(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out, file = tmp_path / "timeline", tmp_path / "audit", tmp_path / "bundle.zip"
    source.mkdir()
    for n in range(3):
        (source / f"{n}.png").write_bytes(picture(n))
    for name, value in with_our_modules().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLOPHON_CHECKS", "registry")
    (tmp_path / "data").mkdir()
    data = ("--data", tmp_path / "data")
    assert run(source, "--out", out, "--workers", 1, *data).exit_code == 0
    assert "needs --zip" in run("bundle", out, "--with-pictures", *data).output
    said = run("bundle", out, "--zip", file, "--with-pictures", *data)
    assert said.exit_code == 0, said.output
    assert "3 of them pictures" in said.output
    told = json.loads(run("verify", file, "--json", *data).output)
    assert (told["unchanged"], told["pictures"], told["timestamp"]) == (True, 3, None)
    assert not (out / "bundle").exists()


def test_a_timestamp_that_is_not_to_be_had(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLOPHON_TSA", "http://127.0.0.1:1/")
    refused = run("bundle", out, "--data", tmp_path)
    assert refused.exit_code == 1
    assert "no timestamp from http://127.0.0.1:1/" in refused.output
    assert not (out / "bundle").exists()
    assert "no timestamp of an independent" in run("bundle", out, "--no-timestamp", "--data", tmp_path).output
    (tmp_path / "roots.pem").write_text("none")
    assert "as certificates" in run("verify", out, "--roots", tmp_path / "roots.pem").output


def test_diff(run: Run, out: Path, tmp_path: Path) -> None:
    earlier = finished(tmp_path / "earlier", 50)
    said = run("diff", earlier, out, "--out", tmp_path / "changes.jsonl")
    assert said.exit_code == 0, said.output
    changes = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_bytes().splitlines()]
    assert {one["sort"] for one in changes} == {"appeared"}
    assert f"{len(changes):,}  new in the source" in said.output
    assert json.loads(run("diff", earlier, out, "--json").output)["counts"]["appeared"] == len(changes)


@pytest.mark.parametrize("command", ["report", "export", "bundle", "verify", "diff"])
def test_where_there_is_no_audit(run: Run, tmp_path: Path, command: str) -> None:
    data = ["--data", tmp_path] if command == "bundle" else []
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    said = run(command, nothing, *([nothing] if command == "diff" else []), *data)
    assert said.exit_code == 1
    assert "holds no" in said.output
    assert list(nothing.iterdir()) == []


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    out = audit_of_rows(tmp_path / "a", [post(0, None, None, "a")])
    (out / "report.html").mkdir()
    said = run("report", out)
    assert said.exit_code == 1
    assert "cannot be written to" in said.output
