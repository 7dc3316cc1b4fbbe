"""What pydantic says of a study file, in words for who writes one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from colophon.study.spec import base
from colophon.study.spec.locate import Path
from colophon.study.spec.plan import Test
from colophon.study.spec.problems import Problem
from colophon.study.spec.schema import schema_at

MAX_PROBLEMS = 200
ABSENT = "is needed and absent"
_PATTERNS = {
    base.NAME: "a name is 1 to 40 small letters (a-z), digits and underscores, and begins with a letter",
    base.STUDY_ID: "an id is 3 to 40 small letters (a-z), digits and hyphens, and begins with a letter",
    base.LABEL_ID: "a label's id looks like ai_generated.signed",
    base.MAIL: "a mail address looks like ana@example.org",
    base.LINK: "an address begins with https:// and has at most 480 characters after that",
    Test.model_json_schema()["properties"]["question"]["anyOf"][0]["pattern"]: (
        "a question is named by its survey, a dot and its name, such as probe.accurate"
    ),
}
_KINDS = {
    "string": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list in square brackets",
    "dict": "a table",
    "model": "a table",
    "date": "a day without quotes, such as 2027-03-31",
}
_BOUNDS = {
    "greater_than": ("gt", "over"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}
_LENGTHS = {
    "string_too_short": ("min_length", "at least {} characters"),
    "string_too_long": ("max_length", "at most {} characters"),
    "too_short": ("min_length", "at least {} entries"),
    "too_long": ("max_length", "at most {} entries"),
}
# What to add where it is absent; without an entry the schema's example is named.
_ADD = {
    "n": "add the number of participants, such as n = 400; `colophon study power` helps to find it",
    "low": 'a scale needs words at both ends: add low = { en = "Not at all" }',
    "high": 'a scale needs words at both ends: add high = { en = "Completely" }',
    "adults_only": "add adults_only = true: people under 18 cannot take part in any study",
    "rule": 'add rule = "fixed", "date" or "sequential"',
    "type": 'add type = "scale", "single", "multiple" or "text"',
    "consent": 'add [consent] with the text for each language, en = """..."""',
    "contact": "add [contact] with name and email: participants must be able to ask somebody",
    "retention": "add the day after which all data are deleted, such as retention = 2030-12-31",
}


def problems_of(error: ValidationError, data: object) -> list[Problem]:
    """One problem per thing that pydantic refuses, the first `MAX_PROBLEMS` of them."""
    return [_problem(one, data) for one in error.errors(include_url=False)[:MAX_PROBLEMS]]


def path_of(error: ErrorDetails, data: Any) -> Path:
    """Where it is in the file: pydantic's place without its marks of keys and of kinds of parts."""
    path: list[str | int] = []
    steps = [step for step in error["loc"] if step != "[key]"]
    for number, step in enumerate(steps):
        inside = isinstance(data, list) if isinstance(step, int) else isinstance(data, dict)
        there = inside and (isinstance(step, int) or step in data)
        if there:
            path.append(step)
            data = data[step]
        elif inside and number == len(steps) - 1 and error["type"] == "missing":
            path.append(step)
    return tuple(path)


def _problem(error: ErrorDetails, data: object) -> Problem:
    path, kind, ctx = path_of(error, data), error["type"], error.get("ctx", {})
    schema = schema_at(path, data)
    key = str(path[-1]) if path else "the file"
    if kind == "missing":
        return Problem(path, f"{key} {ABSENT}{_about(schema)}", _add(key, schema))
    if kind == "extra_forbidden":
        return _unknown(path, key, schema_at(path[:-1], data))
    if kind in ("literal_error", "union_tag_invalid", "union_tag_not_found", "enum"):
        return _not_among(path, error, ctx, data)
    if kind == "string_pattern_mismatch":
        pattern = _PATTERNS.get(str(ctx["pattern"]), f"it has to match {ctx['pattern']}")
        return Problem(path, pattern, _fitting(path, str(error["input"]), data))
    if kind in _BOUNDS:
        return _out_of_bounds(path, kind, ctx, schema)
    if kind in _LENGTHS:
        name, words = _LENGTHS[kind]
        limit = words.format(f"{ctx[name]:,}")
        way = "add to it" if "short" in kind else "make it shorter"
        return Problem(path, f"{key} has {limit}{_about(schema)}", way)
    needed = _KINDS.get(kind.split("_")[0])
    if needed:
        bare = kind.startswith(("int", "float", "bool")) and isinstance(error["input"], str)
        way = f"write {needed}{', without quotes' if bare else ''}"
        return Problem(path, f"needed is {needed}{_about(schema)}", way)
    return Problem(path, str(error["msg"]), "write another value; `colophon study schema` says which")


def _fitting(path: Path, written: str, data: object) -> str:
    """The way out where a name has not its form; the whole name of a question named without its survey."""
    if path[-1] == "question":
        matching = [name for name in _questions(data) if name.split(".")[1] == written]
        return f'write "{matching[0]}"' if len(matching) == 1 else "write it so"
    named = path[-1] in ("id", "name", "value")
    return f"write it so{', everywhere that it is named' if named else ''}"


def _questions(data: object) -> list[str]:
    """Whole names of all questions, of data that may be anything."""
    surveys = data.get("surveys") if isinstance(data, dict) else None
    return [
        f"{survey.get('name')}.{question.get('name')}"
        for survey in (surveys if isinstance(surveys, list) else ())
        if isinstance(survey, dict) and isinstance(survey.get("questions"), list)
        for question in survey["questions"]
        if isinstance(question, dict)
    ]


def _unknown(path: Path, key: str, schema: Mapping[str, Any]) -> Problem:
    known = list(schema.get("properties", {}))
    near = difflib.get_close_matches(key, known, 1)
    limit = f"there is no such key here; there are: {', '.join(known)}"
    return Problem(path, limit, f"write {near[0]}, or take it out" if near else "take it out")


def _not_among(path: Path, error: ErrorDetails, ctx: Mapping[str, Any], data: object) -> Problem:
    known = str(ctx.get("expected") or ctx.get("expected_tags") or "")
    field = str(ctx.get("discriminator", "")).strip("'")
    names = [part.strip(" '") for part in known.replace(" or ", ", ").split(",")]
    if not names or not names[0]:
        return Problem((*path, field), f"{field} {ABSENT}", _add(field, {}))
    path = (*path, field) if field else path
    if path and path[-1] == "adults_only":
        return Problem(path, "people under 18 cannot take part in any study", "write adults_only = true")
    near = difflib.get_close_matches(str(ctx.get("tag", error["input"])), names, 1)
    limit = f"it is one of: {', '.join(names)}{_about(schema_at(path, data))}"
    return Problem(path, limit, f'write "{near[0]}"' if near else "write one of these")


def _out_of_bounds(path: Path, kind: str, ctx: Mapping[str, Any], schema: Mapping[str, Any]) -> Problem:
    name, words = _BOUNDS[kind]
    if path and path[-1] == "weight" and kind == "greater_than":
        limit = "a weight is over 0; shares are worked out from the sum of a factor's weights"
        return Problem(path, limit, "write weight = 1 for equal shares, or take the level out")
    limit = f"it is {words} {ctx[name]:,}{_about(schema)}"
    return Problem(path, limit, f"write a number that is {words} {ctx[name]:,}")


def _about(schema: Mapping[str, Any]) -> str:
    said = str(schema.get("description", "")).split("\n\n")[0].replace("\n", " ")
    return f" ({said.rstrip('.')})" if said else ""


def _add(key: str, schema: Mapping[str, Any]) -> str:
    if key in _ADD:
        return _ADD[key]
    examples = schema.get("examples") or schema.get("enum")
    return f'add {key} = "{examples[0]}"' if examples else f"add {key}"
