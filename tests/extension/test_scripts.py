"""The extension's JavaScript: its unit tests, its types, and the linter of the add-on store."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from colophon.cli.extension_package import pack

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MODULES = HERE / "node_modules"
# chrome.dom, where Firefox has a property of the element instead
EXPECTED_WARNINGS = {"UNSUPPORTED_API"}


def node(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the environment's own node; the tools must have been installed by scripts/setup --dev."""
    binary = ROOT / ".venv" / "bin" / "node"
    if not binary.exists() or not MODULES.is_dir():
        pytest.fail("node or its packages are absent: run scripts/setup --dev")
    command = [str(binary), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=ROOT, check=False)


@pytest.mark.parametrize("file", sorted((HERE / "unit").glob("*.test.mjs")), ids=lambda file: file.name[:-9])
def test_unit(file: Path) -> None:
    done = node("--test", str(file))
    assert done.returncode == 0, done.stdout + done.stderr


def test_types() -> None:
    done = node(str(MODULES / "typescript/bin/tsc"), "-p", str(HERE))
    assert done.returncode == 0, done.stdout


def test_add_on_linter(tmp_path: Path) -> None:
    """The store's own linter, on the package that the store would get."""
    [package] = [one.path for one in pack(ROOT / "extension", tmp_path) if "firefox" in one.path.name]
    done = node(str(MODULES / "addons-linter/bin/addons-linter"), str(package), "--output", "json")
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert {warning["code"] for warning in report["warnings"]} <= EXPECTED_WARNINGS
