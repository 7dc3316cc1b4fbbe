"""A study file from its bytes: the study, or everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from colophon.study.spec.locate import Lines, Path, locate
from colophon.study.spec.problems import Problem, StudyFileError, in_order
from colophon.study.spec.rules import RULES
from colophon.study.spec.rules.plan import to_come
from colophon.study.spec.skeleton import in_place_of
from colophon.study.spec.study import Study
from colophon.study.spec.wrong import path_of, problems_of

MAX_BYTES = 1_000_000
_AT_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Read:
    """``study`` is there exactly when ``problems`` is empty.

    ``unread``: sections with something that cannot be read; rules that look at those were not tried.
    """

    study: Study | None
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()


def read(content: bytes, freeze_on: dt.date | None = None) -> Read:
    """Read a study file and hold it against all rules; never raises.

    With ``freeze_on``, a day, nothing that is yet to happen may lie before it.
    """
    data, lines, problem = _parsed(content)
    if problem:
        return Read(None, (problem,))
    problems, bad = [], frozenset[str]()
    try:
        study = Study.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error, data)
        bad = frozenset(str(path[0]) for one in error.errors() if (path := _section(path_of(one, data), one)))
        study = in_place_of(data, bad)
    for rule, parts in RULES:
        if not parts & bad:
            problems += rule(study)
    if freeze_on and not bad & {"dates", "stopping"}:
        problems += to_come(study, freeze_on)
    if problems:
        placed = in_order(problem.placed(data, lines) for problem in problems)
        return Read(None, tuple(placed), tuple(sorted(bad)))
    return Read(study)


def load(content: bytes, file: str = "study file") -> Study:
    """The study of a file. Raises StudyFileError with all its problems."""
    done = read(content)
    if done.study is None:
        raise StudyFileError(done.problems, file)
    return done.study


def _section(path: Path, error: Any) -> Path:
    return path or tuple(error["loc"][:1])


def _parsed(content: bytes) -> tuple[dict[str, Any], Lines, Problem | None]:
    nothing: dict[str, Any] = {}
    if len(content) > MAX_BYTES:
        limit = f"the file has {len(content):,} bytes; a study file has at most {MAX_BYTES:,}"
        return nothing, Lines({}), Problem((), limit, "shorten its texts", 1)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return (
            nothing,
            Lines({}),
            Problem((), "TOML is UTF-8, and this is not", "save the file as UTF-8", line),
        )
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return nothing, Lines({}), Problem((), "brackets are nested too deep", "take some of them out", 1)
    except ValueError as error:
        return nothing, Lines({}), _not_toml(str(error), text)
    if not data:
        way = "`colophon study new FILE` writes a whole study with comments, to be changed"
        return nothing, Lines({}), Problem((), "there is nothing in the file", way, 1)
    return data, locate(text), None


def _not_toml(said: str, text: str) -> Problem:
    if text.lstrip()[:1] == "{":
        limit = "this is JSON, as a frozen study is; a study file is TOML"
        return Problem((), limit, "name the file that was frozen; its text is `source` in the frozen one", 1)
    match = _AT_LINE.search(said)
    line = int(match[1]) if match else text.count("\n") + 1 if "end of document" in said else 1
    column = f", column {match[2]}" if match else ""
    limit = f"this is not TOML{column}: {_AT_LINE.sub('', said).replace(' (at end of document)', '')}"
    return Problem((), limit, "strings stand in quotes, and each key and each table once (toml.io)", line)
