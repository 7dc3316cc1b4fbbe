from __future__ import annotations

import pytest


@pytest.fixture(params=["chromium", "firefox"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)
