"""A store of its own for each test, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.services.places import place

from colophon.pairing import doors
from colophon.store.database import Store, open_store

__all__ = ["place"]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks at which codes are open a test does not wait for a second."""
    monkeypatch.setattr(doors, "READ_SECONDS", 0.02)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as opened:
        yield opened
