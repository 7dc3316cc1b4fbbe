"""Packages for the stores: the same bytes everywhere, one half of the manifest each, nothing else in them."""

from __future__ import annotations

import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from colophon.browser.extension import observable_copy
from colophon.cli.extension import app, extension_folder
from colophon.cli.extension_package import KINDS, manifest_for, pack
from colophon.errors import ConfigError

run = CliRunner().invoke
EXTENSION = extension_folder()


@pytest.fixture
def other_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The extension in another folder: later, other modes, among what editors and systems leave behind."""
    folder = Path(shutil.copytree(EXTENSION, tmp_path / "another place" / "ext"))
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o777 if path.is_dir() else 0o600)
        os.utime(path, (2_000_000_000, 2_000_000_000))
    for left in (
        ".DS_Store",
        "pages/.popup.js.swp",
        "pages/popup.js~",
        ".idea/x.json",
        "background/main.orig",
    ):
        (folder / left).parent.mkdir(exist_ok=True)
        (folder / left).write_text("left behind")
    return folder


def read(path: Path) -> tuple[set[str], dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return set(archive.namelist()), json.loads(archive.read("manifest.json"))


def test_the_same_bytes_in_another_folder_and_another_zone(
    tmp_path: Path, elsewhere: Path, request: pytest.FixtureRequest
) -> None:
    here = pack(EXTENSION, tmp_path / "a")
    request.getfixturevalue("other_zone")
    there = pack(elsewhere, tmp_path / "b")
    assert time.timezone == -14 * 3600
    assert [package.sha256 for package in here] == [package.sha256 for package in there]
    for one, other in zip(here, there, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_every_shipped_file_and_no_other_is_in_it(tmp_path: Path) -> None:
    for package in pack(EXTENSION, tmp_path):
        names, _ = read(package.path)
        there = {p.relative_to(EXTENSION).as_posix() for p in EXTENSION.rglob("*") if p.suffix in KINDS}
        assert names == there
        assert package.files == len(names)
        assert package.size == package.path.stat().st_size
    forgotten = {p.suffix for p in EXTENSION.rglob("*") if p.is_file() and p.name[0] != "."} - KINDS
    assert forgotten == {".ts"}


def test_each_browser_gets_its_half_of_the_manifest(tmp_path: Path) -> None:
    whole = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    (_, chromium), (_, firefox) = (read(package.path) for package in pack(EXTENSION, tmp_path))
    assert chromium["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert firefox["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert set(whole) - set(chromium) == {"browser_specific_settings"}
    assert set(whole) - set(firefox) == {"minimum_chrome_version"}
    for key in set(whole) - {"background"}:
        assert all(made[key] == whole[key] for made in (chromium, firefox) if key in made), key


def test_a_manifest_is_not_changed_by_being_read() -> None:
    whole = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    before = json.dumps(whole)
    manifest_for("firefox", whole)
    manifest_for("chromium", whole)
    assert json.dumps(whole) == before


def test_the_copy_for_tests_is_never_packed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"for tests.*pack the extension itself"):
        pack(observable_copy(EXTENSION, tmp_path / "copy"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    result = run(app, ["pack", "--out", str(tmp_path / "new")])
    assert result.exit_code == 0
    assert sorted(path.name.rpartition("-")[2] for path in (tmp_path / "new").iterdir()) == [
        "chromium.zip",
        "firefox.zip",
    ]
    for line, package in zip(result.output.splitlines(), pack(EXTENSION, tmp_path), strict=True):
        assert package.sha256 in line


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(app, ["pack", "--out", str(tmp_path / "file")])
    assert result.exit_code == 1
    assert str(tmp_path / "file") in result.output
    assert "--out" in result.output
