"""The smallest study; its parts stand in for those that cannot be read, so that rules look at the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from copy import deepcopy
from typing import Any

from colophon.study.spec.study import Study

_DAY = dt.date(2999, 12, 31)
_LEVELS = [
    {"name": "plain", "treatment": {"detail": "short"}},
    {"name": "source", "treatment": {"detail": "short_source"}},
]
_TEST = {"name": "opened", "outcome": "opened_card", "factor": "detail", "contrast": ["plain", "source"]}
_WHOLE: dict[str, Any] = {
    "id": "small-study",
    "version": 1,
    "title": {"en": "A small study"},
    "locales": ["en"],
    "adults_only": True,
    "contact": {"name": "Ana", "email": "ana@example.org"},
    "dates": {"closes": _DAY, "retention": _DAY},
    "factors": [{"name": "detail", "levels": _LEVELS}],
    "stopping": {"rule": "fixed", "n": 1000},
    "analysis": {"tests": [_TEST]},
    "consent": {"en": "You may take part."},
}


def smallest() -> dict[str, Any]:
    """A study with what a file needs and nothing more, as data that may be changed."""
    return deepcopy(_WHOLE)


def in_place_of(data: dict[str, Any], bad: Set[str]) -> Study:
    """The study of a file with its unreadable sections replaced, or left out where they may be absent."""
    good = {key: value for key, value in data.items() if key not in bad}
    return Study.model_validate(smallest() | good)
