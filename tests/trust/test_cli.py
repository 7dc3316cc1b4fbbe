"""``colophon trust show`` and ``colophon trust update``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.trust.certificates import pem
from typer.testing import CliRunner

from colophon.cli.trust import app
from colophon.trust.known import KNOWN, OFFICIAL

run = CliRunner().invoke


def test_show_of_an_empty_folder_says_what_follows(tmp_path: Path) -> None:
    result = run(app, ["show", "--trust", str(tmp_path)])
    assert result.exit_code == 0
    assert f"{OFFICIAL}: absent" in result.output
    assert "signers are shown as not recognised" in result.output


def test_show_as_json(tmp_path: Path) -> None:
    (tmp_path / OFFICIAL).write_text(pem("One"))
    answer = json.loads(run(app, ["show", "--json", "--trust", str(tmp_path)]).output)
    assert answer["folder"] == str(tmp_path)
    assert {"name": OFFICIAL, "present": True, "certificates": 1, "expired": 0} in answer["lists"]


def test_show_of_a_damaged_list_names_it(tmp_path: Path) -> None:
    (tmp_path / OFFICIAL).write_text("nothing")
    result = run(app, ["show", "--trust", str(tmp_path)])
    assert result.exit_code == 1
    assert OFFICIAL in result.stderr


def test_update_from_files_waits_for_acceptance(tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "trust"
    files.mkdir()
    (files / OFFICIAL).write_text(pem("Newcomer"))
    arguments = ["update", "--trust", str(folder), "--from", str(files)]
    result = run(app, arguments)
    assert result.exit_code == 1
    assert "+ CN=Newcomer" in result.output
    assert "--accept-new" in result.output
    assert not folder.exists()
    result = run(app, [*arguments, "--accept-new", "--json"])
    assert result.exit_code == 0
    (change,) = json.loads(result.output)["lists"]
    assert (change["state"], change["known"]) == ("stored", False)
    assert (folder / OFFICIAL).is_file()


def test_update_from_the_published_files(cases: Path, tmp_path: Path) -> None:
    source = cases / "c2pa" / "trust"
    result = run(app, ["update", "--trust", str(tmp_path), "--from", str(source)])
    assert result.exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(known.name for known in KNOWN)
    assert "next update 2027-08-05T00:11:39Z" in result.output
