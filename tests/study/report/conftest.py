"""Studies of made-up people, each once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from tests.study.report.simulated import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Makes a study by the name of its world."""
    place = tmp_path_factory.mktemp("simulated")

    @cache
    def one(world: str) -> Made:
        return make(world, place / world)

    return one
