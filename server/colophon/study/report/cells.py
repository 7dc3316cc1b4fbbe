"""Small cells are not told: nobody shall be found in a table."""

from __future__ import annotations

SMALLEST = 10  # people: decided for all tables of studies


def shown(count: int) -> int | None:
    """The count, or None where it is between 1 and 9."""
    return None if 0 < count < SMALLEST else count
