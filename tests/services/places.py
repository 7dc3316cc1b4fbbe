"""The durable store on each database that Colophon runs on."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a store is; the test runs once for each kind."""
    if request.param == "sqlite":
        return tmp_path / "folder" / "colophon.sqlite3"
    url: str = request.getfixturevalue("postgres_url")
    return url
