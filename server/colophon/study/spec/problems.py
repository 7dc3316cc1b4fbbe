"""What is wrong with a study file: where, the value, the limit, and the way out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from colophon.errors import InputError
from colophon.study.spec.locate import Lines, Path

MAX_VALUE = 60  # characters of a value that are repeated
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``path`` says where in the file, ``limit`` what holds there."""

    path: Path
    limit: str
    way_out: str
    line: int = 0
    at: str = ""
    value: str | None = None

    def placed(self, data: object, lines: Lines) -> Problem:
        """The same with its line, its place in words and the value that stands there."""
        found = _get(data, self.path)
        value = None if found is _NOTHING or isinstance(found, dict) else shown(found)
        return replace(self, line=lines.of(self.path), at=named(self.path, data), value=value)

    def said(self, file: str) -> str:
        """For a person: one line on where and what, one on the limit, one on the way out."""
        value = "" if self.value is None else f" = {self.value}"
        where = f"{file}:{self.line}: {self.at or 'the file'}{value}"
        return f"{where}\n    {self.limit}\n    {self.way_out}"


class StudyFileError(InputError):
    """A study file cannot be used; ``problems`` says why, all of them."""

    def __init__(self, problems: Sequence[Problem], file: str = "study file") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.said(file) for problem in problems))


def shown(value: object) -> str:
    """A value as it would stand in the file, cut short."""
    if isinstance(value, dt.date | dt.time):
        text = value.isoformat()
    elif isinstance(value, list) and len(value) > MAX_VALUE:
        text = f"({len(value)} values)"
    else:
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except (ValueError, RecursionError):
            text = type(value).__name__
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 3] + "..."


def named(path: Path, data: object) -> str:
    """A path in words; entries of lists by their name, if they have one: ``factors[detail].levels[icon]``."""
    text = ""
    for step in path:
        data = _get(data, (step,))
        if isinstance(step, int):
            name = data.get("name", data.get("value")) if isinstance(data, dict) else None
            text += f"[{name if isinstance(name, str) and len(name) <= MAX_VALUE else step + 1}]"
        else:
            text += ("." if text else "") + (step if step.replace("_", "").isalnum() else json.dumps(step))
    return text


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By line, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.at))


def _get(data: Any, path: Path) -> Any:
    for step in path:
        fits = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        if not fits and not (isinstance(data, dict) and step in data):
            return _NOTHING
        data = data[step]
    return data
