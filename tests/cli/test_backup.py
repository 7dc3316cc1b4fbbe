"""`colophon backup` and `colophon restore`: a file that is private, whole, and says what is wrong with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.test_entries import ENTRY, every
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.cli.kept_files import KEYS
from colophon.store.database import open_store

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("COLOPHON_DATABASE", "COLOPHON_CONFIG", "COLOPHON_TRUST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return lambda *words, **how: CliRunner().invoke(app, [*words], **how)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with an entry, keys, a certificate, and an installed model that is in use."""
    folder = tmp_path / "data"
    for name in KEYS:
        put(folder / name, f"the secret of {name}")
    put(folder / "trust" / "local" / "ours.pem", "certificate")
    put(folder / "trust" / "official.pem", "fetched: not kept")
    put(folder / "models" / "current", "mine\n")
    put(folder / "models" / "mine" / "model.onnx", "weights" * 1000)
    put(folder / "models" / ".incoming-x" / "model.onnx", "half")

    async def fill() -> None:
        async with open_store(folder / "colophon.sqlite3") as store:
            await store.entries.add([ENTRY], [])

    asyncio.run(fill())
    return folder


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def ids(folder: Path) -> list[str]:
    async def read() -> list[str]:
        async with open_store(folder / "colophon.sqlite3") as store:
            return [entry.id for entry in await every(store, 0)]

    return asyncio.run(read())


def test_everything_comes_back_in_another_folder(run: Run, data: Path, tmp_path: Path) -> None:
    made = run("backup", "kept")
    assert made.exit_code == 0, made.output
    assert "1 entries" in made.stdout
    file = tmp_path / "kept"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    back = run("restore", "kept", "--data", "new", "--json")
    assert back.exit_code == 0, back.output
    said = json.loads(back.stdout)
    assert said["rows"]["entries"] == 1
    new = tmp_path / "new"
    assert ids(new) == [ENTRY.id]
    files = {p.relative_to(new) for p in new.rglob("*") if p.is_file()}
    kept = {Path("trust/local/ours.pem"), Path("models/current"), Path("models/mine/model.onnx")}
    kept |= {Path(name) for name in KEYS}
    assert {(new / name).stat().st_mode & 0o777 for name in KEYS} == {0o600}
    assert {p for p in files if not p.name.startswith("colophon.sqlite3")} == kept
    assert all((new / p).read_text() == (data / p).read_text() for p in kept)


def test_models_and_findings_may_be_left_out(run: Run, data: Path, tmp_path: Path) -> None:
    made = run("backup", "kept", "--without-models", "--without-findings", "--json")
    said = json.loads(made.stdout)
    assert said["files"] == sorted([f"keys/{name}" for name in KEYS] + ["models/current", "trust/ours.pem"])
    assert "findings" not in said["rows"]
    assert run("restore", "kept", "--data", "new").exit_code == 0
    assert ids(tmp_path / "new") == [ENTRY.id]


def test_another_key_is_not_lost_unless_what_is_there_is_replaced(
    run: Run, data: Path, tmp_path: Path
) -> None:
    run("backup", "kept")
    mine = tmp_path / "new" / KEYS[0]
    put(mine, "another secret")
    refused = run("restore", "kept", "--data", "new")
    assert (refused.exit_code, f"{KEYS[0]} is another key" in refused.stderr) == (1, True)
    assert "--replace" in refused.stderr
    assert mine.read_text() == "another secret"
    assert not (tmp_path / "new" / "colophon.sqlite3").exists()
    assert run("restore", "kept", "--data", "new", "--replace", "--yes").exit_code == 0
    assert mine.read_text() == (data / KEYS[0]).read_text()


def test_a_file_that_is_there_is_kept_unless_forced(run: Run, data: Path, tmp_path: Path) -> None:
    put(tmp_path / "kept", "somebody's notes")
    refused = run("backup", "kept")
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert (tmp_path / "kept").read_text() == "somebody's notes"
    assert run("backup", "older").exit_code == 0
    before = (tmp_path / "older").stat().st_ino
    assert run("backup", "older", "--force").exit_code == 0
    assert (tmp_path / "older").stat().st_ino != before


@pytest.mark.parametrize("contents", [b"", b"notes", b"PK\x03\x04 nothing"])
def test_force_writes_over_backups_only(run: Run, data: Path, tmp_path: Path, contents: bytes) -> None:
    (tmp_path / "kept").write_bytes(contents)
    refused = run("backup", "kept", "--force")
    assert (refused.exit_code, "writes over backups only" in refused.stderr) == (1, True)
    assert (tmp_path / "kept").read_bytes() == contents


def test_what_is_there_is_replaced_after_a_yes_only(run: Run, data: Path) -> None:
    run("backup", "kept")
    refused = run("restore", "kept")
    assert refused.exit_code == 1
    assert "1 entries" in refused.stderr
    assert "--replace" in refused.stderr
    for answer, code, said in (
        ("n\n", 1, "nothing was changed"),
        ("y\n", 0, ""),
        ("", 1, "--yes does not ask"),
    ):
        replaced = run("restore", "kept", "--replace", input=answer)
        assert (replaced.exit_code, said in replaced.stderr) == (code, True)
        assert ids(data) == [ENTRY.id]
    assert run("restore", "kept", "--replace", "--yes").exit_code == 0


@pytest.mark.parametrize("contents", [None, b"", b"PK\x03\x04 nothing", b"notes"])
def test_what_is_no_backup_is_named(run: Run, tmp_path: Path, contents: bytes | None) -> None:
    if contents is not None:
        (tmp_path / "kept").write_bytes(contents)
    refused = run("restore", "kept")
    assert refused.exit_code == 1
    assert "kept" in refused.stderr
    assert "Traceback" not in refused.output
    assert not (tmp_path / "data").exists(), "nothing was touched"


def test_a_place_that_cannot_be_written_is_named(run: Run, data: Path) -> None:
    refused = run("backup", "/proc/kept")
    assert refused.exit_code == 1
    assert "/proc/kept cannot be written" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "kept", "--data", "elsewhere"), "no server has used the data folder elsewhere"),
        (("backup", "none/kept"), "the folder none is not there"),
        (("backup", "data", "--force"), "data is a folder"),
    ],
)
def test_no_backup_is_made_by_mistake(
    run: Run, data: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"], "nothing was made"


def test_a_model_that_cannot_be_put_back_is_said(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", "kept")
    put(tmp_path / "new" / "models" / "mine", "a file where a folder has to be")
    refused = run("restore", "kept", "--data", "new")
    assert refused.exit_code == 1
    assert "the database is restored, but" in refused.stderr
