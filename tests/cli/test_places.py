"""Every command says in one way where its data is; none makes a database by looking; folders are named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pictures import photo
from typer.main import get_command
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.store.database import open_store

Run = Callable[..., Result]
# what has nothing to do with a server's data; what has, but no database
OF_A_FILE = {
    *(("study", name) for name in ("new", "check", "freeze", "schema", "assign", "power")),
    ("study", "feed", "check"),
}
OF_AN_AUDIT = {("audit", name) for name in ("report", "export", "diff")}
NO_DATA = {("extension", "path"), ("extension", "pack"), ("publish", "record")} | OF_A_FILE | OF_AN_AUDIT
NO_DATABASE = {("audit", "verify"), ("detect",), ("demo",), ("trust", "show"), ("trust", "update")}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "other"))
    monkeypatch.setenv("COLOPHON_WORKERS", "1")
    monkeypatch.setenv("COLOPHON_CHECKS", "registry")
    for name in ("COLOPHON_DATABASE", "COLOPHON_CONFIG", "COLOPHON_TRUST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.jpg").write_bytes(photo(1))
    return lambda *words: CliRunner().invoke(app, [*words])


def every(command: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Every command with the options that it takes."""
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from every(command.get_command(None, name), (*names, name))
    else:
        yield names, {option for one in command.params for option in one.opts}


def test_every_command_says_in_one_way_where_its_data_is() -> None:
    found = dict(every(get_command(app)))
    assert len(found) > 30
    for names, options in found.items():
        assert ("--data" in options) is (names not in NO_DATA), names
        without = names in NO_DATA | NO_DATABASE or names[0] == "model"
        assert ("--database" in options) is not without, names


def test_the_folder_named_is_the_one_that_is_used(run: Run, tmp_path: Path) -> None:
    added = run("registry", "add", "picture.jpg", "--as", "ai_generated", "--data", "mine")
    assert added.exit_code == 0, added.output
    entry = added.stdout.split()[0]
    database = f"sqlite:///{tmp_path / 'mine' / 'colophon.sqlite3'}"
    for place in (("--data", "mine"), ("--database", database)):
        assert "1  statement" in run("registry", "list", *place).stdout
        assert ": 1 matches" in run("registry", "match", "picture.jpg", *place).stdout
        assert "AI" in run("check", "picture.jpg", *place).stdout
    assert "1 entries" in run("registry", "export", "all.jsonl", "--data", "mine").stdout
    assert "1 added" in run("registry", "import", "all.jsonl", "--data", "copy").stdout
    assert "known already" in run("registry", "subscribe", "all.jsonl", "--data", "copy").stdout
    assert "1 now withdrawn" in run("registry", "withdraw", entry, "--data", "mine").stdout
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("registry", "list"),
        ("registry", "list", "--waiting"),
        ("registry", "match", "picture.jpg"),
        ("registry", "export", "out.jsonl"),
        ("registry", "accept", "x"),
        ("registry", "withdraw", "x"),
        ("users", "list"),
        ("invite", "--list"),
    ],
)
def test_looking_makes_no_database(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    before = sorted(tmp_path.iterdir())
    for place, named in (
        ((), "data folder"),
        (("--data", "typo"), "data folder typo"),
        (("--database", "sqlite:///typo/x.db"), "database sqlite:///typo/x.db: its file is not there"),
    ):
        refused = run(*words, *place)
        assert refused.exit_code == 1, refused.output
        assert f"no server has used the {named}" in refused.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "words", [("check", "picture.jpg"), ("detect", "picture.jpg"), ("model", "list"), ("trust", "show")]
)
def test_a_folder_that_is_named_has_to_be_there(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    refused = run(*words, "--data", "typo")
    assert refused.exit_code == 1
    assert "--data typo: there is no such folder" in refused.stderr
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("check", "picture.jpg"),
        ("detect", "picture.jpg"),
        ("registry", "list"),
        ("trust", "show"),
        ("trust", "update", "--from", "."),
        ("model", "list"),
        ("users", "list"),
        ("serve", "--port", "0"),
        ("demo", "--smoke"),
    ],
)
def test_a_data_folder_that_cannot_be_read_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "picture.jpg" / "x"))
    refused = run(*words)
    assert refused.exit_code == 1
    assert f"the data folder {tmp_path / 'picture.jpg' / 'x'} cannot be read" in refused.stderr
    assert "Traceback" not in refused.output


def test_a_database_that_is_a_folder_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for named in ("sqlite:///folder", "sqlite:///folder/", "sqlite:///new/"):
        for words in (("users", "list"), ("check", "picture.jpg")):
            refused = run(*words, "--database", named)
            assert refused.exit_code == 1
            assert "folder" in refused.stderr or "irectory" in refused.stderr, refused.stderr
    assert not (tmp_path / "new").exists()


def test_trust_lists_are_those_of_the_folder_named(run: Run, tmp_path: Path) -> None:
    async def use() -> None:
        async with open_store(tmp_path / "mine" / "colophon.sqlite3"):
            pass

    asyncio.run(use())
    assert str(Path("mine") / "trust") in run("trust", "show", "--data", "mine").stdout
    refused = run("trust", "show", "--trust", "turst")
    assert (refused.exit_code, "there is no such folder" in refused.stderr) == (1, True)
    assert "there is no such folder" in run("serve", "--port", "0", "--trust", "turst").stderr
