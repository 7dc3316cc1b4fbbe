from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from colophon.cli import app


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["demo", *arguments])
    return result.exit_code, result.output


def test_says_when_the_folder_is_absent(tmp_path: Path) -> None:
    code, output = run("--smoke", "--images", str(tmp_path / "absent"))
    assert code == 1
    assert "no such folder" in output


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_a_smoke_run_names_the_package_of_an_absent_browser(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("COLOPHON_TRUST", str(tmp_path))
    code, output = run("--smoke", "--browser", browser, "--screenshot", str(tmp_path / "none.png"))
    assert code == 1
    summary = json.loads(output.splitlines()[-1])
    assert f"apt-get install {browser}" in summary["problems"][0]
    assert summary["labels"] == {"expected": 7, "found": 0}
    assert summary["screenshot"] is None
    assert not (tmp_path / "none.png").exists()
