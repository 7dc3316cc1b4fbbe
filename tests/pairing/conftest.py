"""A store of its own for each test, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.services.places import place
from tests.services.postgres import postgres, postgres_template, postgres_url

from colophon.store.database import Store, open_store

__all__ = ["place", "postgres", "postgres_template", "postgres_url"]


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as opened:
        yield opened
