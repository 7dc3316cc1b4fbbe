from __future__ import annotations

import pytest
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers import nothing from the folder they are started in."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=":")
