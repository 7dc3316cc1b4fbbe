"""``colophon review import --with-pictures``: what was audited is brought along, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.audit import sources
from tests.audit.readers.archives import zipped
from tests.audit.readers.test_recording import recording, row
from tests.cli.test_review import within
from tests.pictures import photo, sha256
from tests.review.test_pictures import holding, protected
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.config import load
from colophon.registry.memory import Registry
from colophon.review.pictures import CasePictures
from colophon.store.case_media import Kept
from colophon.store.database import Store

NAMES = ("a", "b", "c", "d")
PHOTOS = {name: photo(n) for n, name in enumerate(NAMES, 1)}


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLOPHON_CHECKS", "metadata,registry")
    for name, value in sources.with_our_modules().items():
        monkeypatch.setenv(name, value)
    address = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'colophon.sqlite3'}"
    within(address, lambda store: store.changes.generation())
    return address


def kept(database: str, *pictures: bytes) -> dict[str, Kept]:
    found: dict[str, Kept] = within(
        database, lambda store: store.pictures.held([sha256(p) for p in pictures])
    )
    return found


def brought(*arguments: str | Path) -> dict[str, Any]:
    done = command("review", "import", *arguments, "--with-pictures", "--json")
    assert done.exit_code == 0, done.output
    pictures: dict[str, Any] = json.loads(done.stdout)["pictures"]
    return pictures


def test_what_was_audited_is_kept_and_what_changed_since_is_not(database: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, data in PHOTOS.items():
        (folder / f"{name}.jpg").write_bytes(data)
    assert command("audit", folder, "--out", out, "--workers", "1").exit_code == 0
    (folder / "b.jpg").unlink()
    (folder / "c.jpg").write_bytes(photo(9))
    within(database, lambda store: store.entries.add([protected(PHOTOS["d"], exact=False)], []))
    assert brought(out, "--keep-days", "7") == {
        "kept": 1,
        "left_out": {
            "another picture in the source now": 1,
            "not in the source as it was": 1,
            "protected": 1,
        },
        "full": None,
    }
    [(name, only)] = kept(database, *PHOTOS.values()).items()
    assert (name, only.by) == (sha256(PHOTOS["a"]), "audit")
    assert only.kept_until - only.created == 7 * 24 * 3600

    async def opened(store: Store) -> bytes:
        pictures = CasePictures(store, Registry(), load())
        return (await pictures.open(name)).data

    assert within(database, opened) == PHOTOS["a"], "a server over the same folder can show it"
    assert "1 pictures are kept" in command("review", "list").output
    parts = [data[900:948] for data in PHOTOS.values()]
    assert list(holding(tmp_path / "data", parts)) == list(holding(out, parts)) == []
    assert "1 without a picture: protected" in command("review", "import", out, "--with-pictures").output


def test_a_recording_is_brought_as_such_from_where_it_lies_now(database: str, tmp_path: Path) -> None:
    here, there, out = tmp_path / "here", tmp_path / "there", tmp_path / "out"
    here.mkdir()
    pair = (PHOTOS["a"], PHOTOS["b"])
    rows = (row(str(n), data) for n, data in enumerate(pair))
    archive = zipped(here / "recording.zip", recording(*rows, media=pair))
    assert command("audit", archive, "--out", out, "--workers", "1").exit_code == 0
    here.rename(there)
    absent = command("review", "import", out, "--with-pictures")
    assert absent.exit_code == 1
    assert "--source" in absent.output
    assert brought(out, "--source", there / archive.name)["kept"] == 2
    assert {one.by for one in kept(database, *pair).values()} == {"recording"}


def test_a_bundle_gives_them_where_the_source_is_gone(database: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.jpg").write_bytes(PHOTOS[name])
    assert command("audit", folder, "--out", out, "--workers", "1").exit_code == 0
    bundle = tmp_path / "bundle.zip"
    made = command("audit", "bundle", out, "--with-pictures", "--zip", bundle)
    assert made.exit_code == 0, made.output
    (folder / "a.jpg").unlink()
    (folder / "b.jpg").unlink()
    folder.rmdir()
    assert brought(out, "--source", bundle)["kept"] == 2
    assert set(kept(database, PHOTOS["a"], PHOTOS["b"])) == {sha256(PHOTOS[name]) for name in "ab"}


def test_it_ends_in_words_where_the_room_does(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLOPHON_CASE_PICTURES", "0")
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(PHOTOS["a"])
    assert command("audit", folder, "--out", out, "--workers", "1").exit_code == 0
    done = command("review", "import", out, "--with-pictures")
    assert "1 images wait now" in done.output
    assert "the rest without pictures: this server keeps no pictures" in done.output
    assert kept(database, PHOTOS["a"]) == {}
    refused = command("review", "import", out, "--keep-days", "5")
    assert refused.exit_code == 1
    assert "go with --with-pictures" in refused.output
