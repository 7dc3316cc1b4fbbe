from __future__ import annotations

import pytest
from tests.resolver.enumeration import SPACES, Outcomes, outcomes


@pytest.fixture(scope="session")
def answers() -> dict[str, Outcomes]:
    """The reference resolver's answers to every combination, by the name of the space. About 20 s of CPU."""
    return {space.name: outcomes(space) for space in SPACES}
