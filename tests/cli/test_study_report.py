"""``colophon study report``: an export in, what it shows out, in order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import duckdb
import orjson
import pytest
from tests.study.report.exported import PEOPLE, STUDY, fill, folder, written
from tests.study.taking_part import frozen_file
from typer.testing import CliRunner, Result

from colophon.cli import app, study_extra
from colophon.store.database import open_store
from colophon.store.studies import StudyState
from colophon.study.export.write import written_file
from colophon.study.spec.frozen import identity

__all__ = ["folder", "written"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["study", "report", *arguments], env={"COLUMNS": "150"})


def test_in_the_order_to_be_read(folder: Path) -> None:
    result = run(str(folder))
    assert result.exit_code == 0, result.output
    shown = result.stdout
    places = [
        shown.index(words)
        for words in (
            identity(STUDY),
            "Split",
            "Left out",
            "Planned comparisons",
            "Right answers",
            "Discernment",
        )
    ]
    assert places == sorted(places)
    assert "control: 12 people, 2.92" in shown


@pytest.mark.parametrize("columns", [80, 120])
def test_no_word_is_broken(folder: Path, columns: int) -> None:
    """Whatever is said stands in one line somewhere, as a whole word."""
    wide = CliRunner().invoke(app, ["study", "report", str(folder)], env={"COLUMNS": "400"}).stdout
    narrow = CliRunner().invoke(app, ["study", "report", str(folder)], env={"COLUMNS": str(columns)}).stdout
    assert max(map(len, narrow.splitlines())) <= columns
    plain = [
        {word for word in said.split() if "\N{BOX DRAWINGS LIGHT HORIZONTAL}" not in word}
        for said in (wide, narrow)
    ]
    assert plain[0] == plain[1]


def test_as_data(folder: Path) -> None:
    found = orjson.loads(run(str(folder), "--json").stdout)
    assert found["freeze"] == identity(STUDY)
    read = ["balances", "exclusions", "comparisons", "discernment", "understanding"]
    assert [name for name in found if name in read] == read
    assert found["participants"] == PEOPLE
    assert found["put_in"] is None
    first = found["comparisons"][0]
    assert first["test"]["name"] == "answer_welch"
    assert first["effect"]["low"] < first["effect"]["value"] < first["effect"]["high"]
    assert found["exclusions"][1]["count"] is None  # one: not told


def test_effects_over_a_broken_split_are_not_shown(folder: Path) -> None:
    """The table of participants with everybody of `words` and most of `source` moved to `control`."""
    path = folder / "participants.parquet"
    with duckdb.connect() as connection:
        moved = connection.execute(
            f"""SELECT * REPLACE (CASE WHEN level_detail = 'source' THEN 'source' ELSE 'control' END
                AS level_detail) FROM '{path}'"""
        ).df()
        connection.register("moved", moved)
        connection.execute(f"COPY moved TO '{path}' (FORMAT parquet)")
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    for file in manifest["files"]:
        if file["name"] == path.name:
            file["sha256"] = written_file(path).sha256
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    shown = " ".join(run(str(folder)).stdout.split())
    assert "not as planned" in shown
    assert "Planned comparisons" not in shown
    assert "Right answers" not in shown
    assert "no result: participants are not split as planned by detail" in shown


def test_page_and_data_are_written(folder: Path, tmp_path: Path) -> None:
    result = run(str(folder), "--out", str(tmp_path / "a" / "report"))
    assert result.exit_code == 0, result.output
    assert orjson.loads((tmp_path / "a" / "report" / "report.json").read_bytes()) == orjson.loads(
        run(str(folder), "--json").stdout
    )
    page = (tmp_path / "a" / "report" / "report.html").read_text(encoding="utf-8")
    assert identity(STUDY) in page
    assert "made up" not in page
    refused = run(str(folder), "--out", str(folder / "load.py"))
    assert refused.exit_code != 0
    assert "load.py" in refused.stderr


async def test_nobody_takes_part_yet(tmp_path: Path) -> None:
    async with open_store(tmp_path / "colophon.sqlite3") as store:
        await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
    said = await asyncio.to_thread(run, STUDY.id, "--data", str(tmp_path))
    assert said.exit_code == 0, said.output
    assert "Nobody takes part in these data" in said.stdout
    assert "Split" not in said.stdout


async def test_a_study_of_a_server_while_it_runs(tmp_path: Path) -> None:
    """By its id; one look is planned, so nothing is told of arms before it is closed."""
    async with open_store(tmp_path / "colophon.sqlite3") as store:
        await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
        await store.studies.add_code("code", STUDY.id, 100, 9999)
        await fill(store)

    def said(*more: str) -> str:
        result = CliRunner().invoke(app, ["study", "report", STUDY.id, "--data", str(tmp_path), *more])
        assert result.exit_code == 0, result.output
        return " ".join(result.stdout.split())

    early = await asyncio.to_thread(said)
    assert "no result: the study still runs" in early
    assert "Planned comparisons" not in early
    async with open_store(tmp_path / "colophon.sqlite3") as store:
        await store.studies.advance(STUDY.id, StudyState.CLOSED)
    assert "Planned comparisons" in await asyncio.to_thread(said)
    unknown = await asyncio.to_thread(run, "nothing", "--data", str(tmp_path))
    assert unknown.exit_code == 1
    assert (
        "nothing is neither a folder here nor a study of a server (there is no study 'nothing'"
        in unknown.stderr
    )
    unused = await asyncio.to_thread(run, "nothing", "--data", str(tmp_path / "other"))
    assert "nothing is neither a folder here nor a study of a server" in unused.stderr
    assert "no server has used the data folder" in unused.stderr


def test_no_export(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code == 1
    assert "name the folder of an export" in result.stderr


def test_without_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_extra, "find_spec", lambda name: None if name == "duckdb" else name)
    result = run(str(folder))
    assert result.exit_code == 1
    assert "this command needs duckdb: pip install 'colophon[study]'" in result.stderr
