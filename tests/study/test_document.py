"""What the documentation shows of studies is what the commands print."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from colophon.cli import app
from colophon.cli import study as cli
from colophon.study.spec.example import example

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "researchers.md"
SHOWN = re.findall(
    r"^```\n\$ colophon (study (?:new|check|freeze|schema|assign) .*?)\n(.*?)^```",
    DOCUMENT.read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)
DAY = dt.date(2027, 3, 1)
GOOD = example("label-detail", DAY)
# the mistakes that the document shows
WRONG = (
    GOOD.replace('weight = 1\ntreatment = { show = "nothing', 'weight = 0\ntreatment = { show = "nothing')
    .replace("ratio = 0.5", "ration = 0.5")
    .replace("n = 600  ", "#")
)


def printed(folder: Path, text: str, arguments: str) -> str:
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, arguments.replace("study.toml", str(file)).split())
    return done.output.replace(f"{folder}/", "")


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_the_document_shows_what_is_printed(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_today", lambda: DAY)
    arguments, shown = SHOWN[number]
    text = WRONG if "is wrong" in shown or "are wrong" in shown else GOOD
    output = _plain(printed(tmp_path, text, arguments))
    for part in shown.split("...\n"):
        assert _plain(part) in output


def test_all_commands_with_output_are_shown() -> None:
    assert [arguments.split()[1] for arguments, _ in SHOWN] == ["check", "check", "freeze", "assign"]


def _plain(text: str) -> str:
    return " ".join(text.split())  # the document's lines are shorter
