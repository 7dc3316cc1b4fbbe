"""Who may do what."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What the holder of a token may do."""

    READER = "reader"
    RESEARCHER = "researcher"
    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"


EVERY_ROLE = frozenset(Role)
