"""``colophon study simulate``: made-up people in, an export out; nothing near a real study."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest
from tests.study.report.simulated import frozen
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.study.spec.frozen import content_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "study.frozen.json"
    path.write_bytes(content_of(frozen()))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["study", *arguments], env={"COLUMNS": "150"})


def test_from_a_file_to_a_report(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    few = ("--participants", "12", "--exposures", "3", "--effect", "answer_ols=-0.5", "--withdraw", "0")
    done = run("simulate", str(file), "--out", str(tmp_path / "one"), *few)
    assert done.exit_code == 0, done.output
    assert "12 made-up people" in done.stdout
    assert "answer_ols (answer, source against control): a difference of -0.4" in done.stdout
    assert not (tmp_path / "data").exists()
    again = run("simulate", str(file), "--out", str(tmp_path / "two"), *few, "--json")
    told = orjson.loads(again.stdout)
    assert told["simulated"] is True
    assert told["put_in"]["effects"] == {"answer_ols": "-0.5"}
    assert told["came_of_it"]["enrolled"] == 12
    for name in ("participants.csv", "exposures.csv", "answers.csv", "events.csv", "simulated.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert (
        "simulated" in (tmp_path / "one" / "participants.csv").read_text()
    )  # the platform: marked in itself
    report = run("report", str(tmp_path / "one"), "--out", str(tmp_path / "report"))
    assert report.exit_code == 0, report.output
    assert "These people are made up" in report.stdout
    assert "These people are made up" in (tmp_path / "report" / "report.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--effect", "nothing=1"), "there is no planned test 'nothing'"),
        (("--participants", "1001"), "enrolment of this study ends with participant 1000"),
        (("--effect", "answer_ols"), "write NAME=VALUE"),
        (("--withdraw", "blue=0.3"), "name a level of the study and a share from 0 to 1"),
        (("--withdraw", "1.5"), "name a level of the study and a share from 0 to 1"),
        (("--effect", "comprehension_proportions=0.7"), "name a smaller one, or another --baseline"),
    ],
)
def test_what_cannot_be_simulated(file: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    refused = run("simulate", str(file), "--out", str(tmp_path / "out"), *words)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_there_and_a_file_that_is_not(file: Path, tmp_path: Path) -> None:
    assert "is there already" in run("simulate", str(file), "--out", str(tmp_path)).stderr
    refused = run("simulate", str(tmp_path / "no.toml"), "--out", str(tmp_path / "out"))
    assert "there is no such file" in refused.stderr
    data = ("--data", str(tmp_path / "data"))
    unused = run("simulate", "no-study", "--out", str(tmp_path / "out"), *data)
    assert "no server has used the data folder" in unused.stderr


def test_a_study_of_the_server(tmp_path: Path) -> None:
    """Its plan is taken, and nothing is added to it."""
    from colophon.store.database import Store, open_store

    made = frozen()

    async def opened() -> list[int]:
        async with open_store(tmp_path / "colophon.sqlite3") as store:
            text = content_of(made).decode()
            await store.studies.open(made.study.id, 1, made.sha256, text, None)
            return await counts(store)

    async def counts(store: Store) -> list[int]:
        return [await store.events.number_in(made.study.id), *(n for _, n in await store.studies.all())]

    before = asyncio.run(opened())
    few = ("--participants", "2", "--exposures", "1", "--data", str(tmp_path))
    done = run("simulate", made.study.id, "--out", str(tmp_path / "out"), *few)
    assert done.exit_code == 0, done.output
    assert asyncio.run(opened()) == before == [0, 0]
    assert (tmp_path / "out" / "manifest.json").exists()
