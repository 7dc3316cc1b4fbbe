"""What loads a model tells nobody: the runtime's telemetry is off before it starts."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOADS_A_MODEL = """
import os, colophon_model
assert colophon_model.builtin() is not None
print(os.environ["ORT_DISABLE_TELEMETRY"])
"""


def test_only_one_place_loads_the_runtime() -> None:
    found = [
        path.relative_to(ROOT)
        for folder in ("server", "model")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(a.name.startswith("onnxruntime") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onnxruntime"))
    ]
    assert [*map(str, found)] == ["model/colophon_model/runtime.py"]


def test_no_identifier_is_written_by_loading_a_model(tmp_path: Path) -> None:
    """Telemetry begins with the file ``.ses`` in the folder for temporary files, and one below the home."""
    places = {name: str(tmp_path / name.lower()) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    done = subprocess.run(
        [sys.executable, "-c", LOADS_A_MODEL], env=clean | places, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
