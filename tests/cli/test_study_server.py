"""A study from its file to its link, its end and its export, as a researcher does it."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.study.feed.folders import HOSTED, row, write
from tests.study.studies import study
from tests.study.taking_part import frozen_file
from typer.testing import CliRunner

from colophon.cli import app
from colophon.pairing.codes import hash_code
from colophon.store.database import open_store
from colophon.study.spec.frozen import identity

RUN = CliRunner()
STUDY = study()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a server that has run."""

    async def once() -> None:
        async with open_store(tmp_path / "data" / "colophon.sqlite3"):
            pass

    asyncio.run(once())
    (tmp_path / "study.json").write_text(frozen_file(STUDY))
    return tmp_path / "data"


def run(data: Path, *words: str, fails: bool = False) -> str:
    done = RUN.invoke(app, ["study", *words, "--data", str(data)])
    assert done.exit_code == int(fails), done.output
    return done.stderr if fails else done.stdout


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_from_the_file_to_the_export(data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "study.json")
    [made] = rows(run(data, "open", file, "--uses", "5", "--name", "panel A", "--json"))
    assert (made["uses"], made["name"], made["preview"]) == (5, "panel A", False)
    assert made["expires"] == "2098-01-01T23:59:59Z"
    address, _, code = made["link"].partition("#")
    assert address == "http://127.0.0.1:8765/study/small-study"
    assert run(data, "link", "small-study", "--preview", "--days", "2").startswith(address + "#")

    async def codes() -> list[tuple[int, bool]]:
        async with open_store(data / "colophon.sqlite3") as store:
            assert await store.studies.code("small-study", hash_code(code)) is not None
            return sorted((one.uses_left, one.preview) for one in await store.studies.codes("small-study"))

    assert asyncio.run(codes()) == [(5, False), (1000, True)]
    [listed] = rows(run(data, "list", "--json"))
    assert (listed["freeze"], listed["state"]) == (identity(STUDY), "enrolling")
    assert listed["keep_until"] == "2099-01-02T00:00:00Z", "the day after the last day of retention"
    assert "small-study  version 1, enrolling, 0 participants" in run(data, "list")
    assert "is closed" in run(data, "close", "small-study")
    assert "is closed already" in run(data, "close", "small-study", fails=True)
    assert "nobody can join any more" in run(data, "link", "small-study", fails=True)
    assert "takes" not in run(data, "debrief", "small-study")
    out = tmp_path / "out"
    [manifest] = rows(run(data, "export", "small-study", "--out", str(out), "--json"))
    assert manifest["state"] == "debriefed"
    assert (out / "study.toml").read_text() == "# a study\n"
    assert (out / "study.frozen.json").read_text() == frozen_file(STUDY)
    assert "is there already" in run(data, "export", "small-study", "--out", str(out), fails=True)


def test_what_cannot_be_used_is_said_with_the_way_out(data: Path, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("id = 'x'\n")
    told = {
        ("open", str(tmp_path / "study.toml")): "colophon study freeze FILE",
        ("open", str(tmp_path / "nothing.json")): "nothing.json cannot be read",
        ("link", "nothing"): "`colophon study list` shows them",
        ("close", "nothing"): "`colophon study list` shows them",
        ("export", "nothing", "--out", str(tmp_path / "out")): "`colophon study list` shows them",
    }
    for words, expected in told.items():
        assert expected in run(data, *words, fails=True)
    assert not (tmp_path / "out").exists()
    changed = frozen_file(STUDY).replace("A small study", "Another study")
    (tmp_path / "study.json").write_text(changed)
    assert "was changed" in run(data, "open", str(tmp_path / "study.json"), fails=True)


def test_a_feed_of_the_studys_own(data: Path, tmp_path: Path) -> None:
    made = study(**HOSTED, hosted={"participant": "PROLIFIC_PID"})
    file = tmp_path / "hosted.json"
    file.write_text(frozen_file(made))
    folder = write(tmp_path / "feed", [row(1), row(2, label="ai_generated.signed", truth="ai")])
    [told] = rows(run(data, "open", str(file), "--json"))
    assert re.fullmatch(
        r"http://[^/]*/study/small-study/feed\?code=[A-Z0-9-]+&PROLIFIC_PID=WHO", told["link"]
    )
    done = RUN.invoke(app, ["study", "feed", "check", str(file), str(folder)])
    assert (done.exit_code, "2 posts" in done.stdout) == (0, True), done.output
    output = run(data, "feed", "add", "small-study", str(folder))
    assert "truth: 2 ai" in output
    assert "labels: 1 none, 1 ai_generated.signed" in output

    async def truths() -> set[str]:
        async with open_store(data / "colophon.sqlite3") as store:
            return set((await store.items.truths("small-study")).values())

    assert asyncio.run(truths()) == {"ai"}
    (folder / "feed.csv").write_text("item\n")
    for words in (
        ("check", str(file), str(folder)),
        ("add", "small-study", str(folder), "--data", str(data)),
    ):
        refused = RUN.invoke(app, ["study", "feed", *words])
        assert (refused.exit_code, "1 thing is wrong" in refused.stderr) == (2, True), refused.output
        as_data = RUN.invoke(app, ["study", "feed", *words, "--json"])
        assert json.loads(as_data.stdout)["problems"][0]["line"] == 1
