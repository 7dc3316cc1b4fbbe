"""Parts that stand in for those of a file that cannot be read, so that rules can look at the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from typing import Any

from colophon.study.spec.study import Study

_DAY = dt.date(2999, 12, 31)
_LEVELS = [
    {"name": "a", "treatment": {"detail": "icon"}},
    {"name": "b", "treatment": {"detail": "short"}},
]
_TEST = {"name": "a", "outcome": "opened_card", "factor": "a", "contrast": ["a", "b"]}
_WHOLE: dict[str, Any] = {
    "id": "stand-in",
    "version": 1,
    "title": {"en": "a"},
    "locales": ["en"],
    "adults_only": True,
    "contact": {"name": "a", "email": "a@example.org"},
    "dates": {"closes": _DAY, "retention": _DAY},
    "factors": [{"name": "a", "levels": _LEVELS}],
    "stopping": {"rule": "fixed", "n": 1000},
    "analysis": {"tests": [_TEST]},
    "consent": {"en": "a"},
}


def in_place_of(data: dict[str, Any], bad: Set[str]) -> Study:
    """The study of a file with its unreadable sections replaced, or left out where they may be absent."""
    good = {key: value for key, value in data.items() if key not in bad}
    return Study.model_validate(_WHOLE | good)
