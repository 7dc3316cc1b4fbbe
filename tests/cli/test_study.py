"""``colophon study``: what a researcher types, and what comes of it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.study.bad_files import BAD, changed
from typer.testing import CliRunner, Result

from colophon.cli import app

RUNNER = CliRunner()


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["study", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "study.toml"
    assert run("new", path, "--id", "detail-2027").exit_code == 0
    return path


def test_a_new_file_is_told_about_frozen_and_drawn(file: Path) -> None:
    checked = run("check", file)
    assert checked.exit_code == 0
    assert "detail-2027, version 1" in checked.output
    frozen = run("freeze", file)
    assert frozen.exit_code == 0
    number = frozen.output.rsplit(" ", 1)[1].strip()
    assert len(number) == 64
    assert checked.output.rstrip().endswith(number)
    [kept] = file.parent.glob("*.json")
    drawn = [run("assign", path, "--unit", "p1", "--unit", "p2", "--json") for path in (file, kept)]
    assert drawn[0].output == drawn[1].output
    assert [json.loads(line)["unit"] for line in drawn[0].output.splitlines()] == ["p1", "p2"]


def test_a_file_that_is_there_is_kept(file: Path) -> None:
    before = file.read_bytes()
    done = run("new", file)
    assert done.exit_code == 1
    assert "is there already; name another file" in done.output
    assert file.read_bytes() == before


def test_how_to_begin_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    for written, things in (
        ("# nothing yet\n", "1 thing is wrong"),
        ("version = 1\n", "10 things are wrong"),
    ):
        path.write_text(written)
        done = run("check", path)
        assert done.exit_code != 0
        assert things in done.output
        assert done.output.count("`colophon study new") == 1


def test_an_id_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    done = run("new", tmp_path / "new.toml", "--id", "My Study")
    assert done.exit_code == 1
    assert "small letters" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["not toml", "a weight of nought", "a rule without n"])
@pytest.mark.parametrize("command", ["check", "freeze"])
def test_what_is_wrong_is_told_and_exits_with_two(name: str, command: str, file: Path) -> None:
    file.write_text(changed(name), encoding="utf-8")
    done = run(command, file)
    assert done.exit_code == 2
    assert f"{file}:" in done.stderr
    for words in BAD[name][2]:
        assert words in done.stderr
    assert done.stdout == ""
    assert list(file.parent.glob("*.json")) == []


def test_a_study_that_is_over_is_told_about_and_cannot_be_frozen(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon.cli.study._today", lambda: dt.date(2999, 1, 1))
    done = run("check", file)
    assert done.exit_code == 0
    assert "detail-2027, version 1" in done.stdout
    assert "it cannot be frozen today:" in done.stderr
    assert "today is 2999-01-01; this day is over" in done.stderr
    assert run("freeze", file).exit_code == 2


def test_problems_as_json(file: Path) -> None:
    file.write_text(changed("a weight of nought"), encoding="utf-8")
    done = run("check", file, "--json")
    [problem] = json.loads(done.stdout)["problems"]
    assert problem.keys() == {"line", "at", "value", "limit", "way_out"}
    assert (problem["at"], problem["value"]) == ("factors[detail].levels[words].weight", "0")
    assert done.exit_code == 2


def test_freezing_a_changed_file_says_the_way_out(file: Path) -> None:
    run("freeze", file)
    file.write_text(file.read_text(encoding="utf-8").replace("n = 600", "n = 700"), encoding="utf-8")
    done = run("freeze", file)
    assert done.exit_code == 1
    assert "write version = 2" in done.output
    assert run("freeze", file, "--out", file.parent / "elsewhere").exit_code == 0


@pytest.mark.parametrize("command", ["check", "freeze", "assign"])
def test_a_file_that_is_not_there(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path / "none.toml")
    assert done.exit_code == 1
    assert "`colophon study new` writes an example" in done.output
    assert done.output.startswith("colophon: ")


def test_many_draws_come_with_a_table(file: Path) -> None:
    done = run("assign", file, "--count", "3000")
    rows = done.output.splitlines()
    assert "... and 2,980 more" in rows
    table = [row.split() for row in rows if row.startswith("detail") and "p =" not in row]
    drawn = [int(row[-1].replace(",", "")) for row in table]
    assert len(drawn) == 3
    assert sum(drawn) == 3000
    assert "2 df, p = 0." in rows[-1]


def test_ids_that_cannot_be_drawn_are_refused(file: Path) -> None:
    done = run("assign", file, "--unit", "añb")
    assert done.exit_code == 1
    assert "printable ASCII" in done.output


def test_the_schema_is_json_schema() -> None:
    schema = json.loads(run("schema").output)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"factors", "consent", "stopping"} <= set(schema["required"])


def test_no_command_but_power_loads_what_computes(file: Path) -> None:
    code = f"""
import sys
from colophon.cli import app
for arguments in (["check", {str(file)!r}], ["freeze", {str(file)!r}], ["schema"], ["assign", {str(file)!r}]):
    app(["study", *arguments], standalone_mode=False)
loaded = {{name.partition(".")[0] for name in sys.modules}} & {{"scipy", "statsmodels", "pandas", "duckdb"}}
sys.exit(f"loaded {{loaded}}" if loaded else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
