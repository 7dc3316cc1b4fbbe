"""The house keeps its shape: imports point one way, files stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "server" / "colophon"
MODEL = ROOT / "model" / "colophon_model"

# A room may import from rooms of a lower floor and from its own.
FLOORS = [
    {"evidence", "errors", "roles", "entry", "address", "log", "leaving", "away"},
    {"config", "wire", "memory", "slow", "supervise", "download", "whole", "keyfile"},
    {"images", "trust", "store", "browser", "isolation", "models", "report"},
    {"registry", "retention"},
    {"checks", "resolve", "labels"},
    {"assess", "behind", "examine", "pool", "disclose"},
    {"second_look"},
    {"pipeline", "pairing", "review", "staff", "study", "audit"},
    {"publish"},
    {"follow"},
    {"http"},
    {"app"},
    {"demo", "processes"},
    {"cli"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
HTTP_ROOMS = {"app", "http", "browser", "demo"}
# Rooms of `study` that work on what was collected, and the packages that only they and the commands may load.
STUDY_DESKS = {"analysis", "report", "export", "simulate"}
AUDIT_DESK = ("audit", "export")  # Parquet
DESK_PACKAGES = {"scipy", "statsmodels", "pandas", "patsy", "duckdb", "pyarrow", "matplotlib"}
MAX_LINES = 350


def modules(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.py") if p.name != "__main__.py")


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(PACKAGE), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert room in FLOOR, f"{room} has no floor: give it one here"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "colophon" and len(parts) > 1 and parts[1] in FLOOR and parts[1] != room:
            assert FLOOR[parts[1]] <= FLOOR[room], f"{room} imports {parts[1]}, which is above it"
            assert FLOOR[parts[1]] < FLOOR[room] or parts[1] != room


@pytest.mark.parametrize("path", modules(PACKAGE), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_http_rooms_know_aiohttp(path: Path) -> None:
    if room_of(path) not in HTTP_ROOMS:
        assert not [name for name in imports(path) if name.split(".")[0] == "aiohttp"]


@pytest.mark.parametrize("path", modules(PACKAGE), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_request_path_knows_no_statistics(path: Path) -> None:
    """No server pays 300 MB and a second of start for what only a researcher's command needs."""
    if room_of(path) == "cli" or desk_of(path):
        return
    names = set(imports(path))
    assert not [name for name in names if name.split(".")[0] in DESK_PACKAGES]
    assert not [name for name in names if name.split(".")[:2] == ["colophon", "study"] and desk_named(name)]


def desk_of(path: Path) -> bool:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:2] == AUDIT_DESK or (parts[0] == "study" and len(parts) > 1 and parts[1] in STUDY_DESKS)


def desk_named(name: str) -> bool:
    return len(name.split(".")) > 2 and name.split(".")[2] in STUDY_DESKS


@pytest.mark.parametrize(
    "path", modules(PACKAGE / "study" / "analysis"), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_the_analysis_is_plain_mathematics(path: Path) -> None:
    """Arrays in, figures out: it needs no store, no settings and no study file."""
    allowed = ("colophon.errors", "colophon.study.analysis")
    ours = [name for name in imports(path) if name.split(".")[0] == "colophon"]
    assert [name for name in ours if not name.startswith(allowed)] == []


def test_a_server_loads_no_statistics() -> None:
    """What the modules above say, seen from outside: the application is built, and none of it is there."""
    code = "import sys, colophon.app, colophon.cli, colophon.cli.serve; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "colophon.app" in out.split()
    assert {name.split(".")[0] for name in out.split()} & DESK_PACKAGES == set()


@pytest.mark.parametrize("path", modules(MODEL), ids=lambda p: str(p.relative_to(MODEL)))
def test_the_model_package_stands_alone(path: Path) -> None:
    assert not [name for name in imports(path) if name.split(".")[0] == "colophon"]


SHIPPED = [p for folder in ("server", "model", "extension") for p in (ROOT / folder).rglob("*.[pj][ys]")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "Generated from" not in text[:200]:
        assert text.count("\n") <= MAX_LINES, "one concept per file"
