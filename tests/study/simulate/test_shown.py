"""What the documentation shows of a simulation is what comes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from colophon.cli import app

DOCUMENT = Path(__file__).parent.parent.parent.parent / "docs" / "researchers.md"


@pytest.mark.slow
def test_the_document_shows_what_comes_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chapter = DOCUMENT.read_text(encoding="utf-8").partition("### Try it")[2].partition("\n### ")[0]
    blocks = re.findall(r"^```\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)
    asked = re.findall(r"^(?:\$ )?colophon (study .*)$", "\n".join(blocks), re.MULTILINE)
    assert [words.split()[1] for words in asked] == ["new", "simulate", "report"]
    output = ""
    for words in asked:
        done = CliRunner().invoke(app, words.split(), env={"COLUMNS": "120"})
        assert done.exit_code == 0, done.output
        output += done.output
    shown = re.sub(r"^\$ .*$", "...", blocks[1], flags=re.MULTILINE)
    for part in shown.split("...\n"):
        assert _plain(part) in _plain(output)


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{BOX DRAWINGS LIGHT HORIZONTAL}", "").split())
