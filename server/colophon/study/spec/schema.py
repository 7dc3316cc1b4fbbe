"""The JSON Schema of the study file: published, and asked for what may stand at a place in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from colophon.study.spec.locate import Path
from colophon.study.spec.study import Study

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


@cache
def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12. Rules between parts of a file are not in it: `colophon study check`."""
    return {"$schema": SCHEMA_ID} | Study.model_json_schema()


def schema_at(path: Path, data: object) -> dict[str, Any]:
    """What may stand at a place of a file; ``data`` is the file, for parts of several kinds. Else empty."""
    schema = _plain(json_schema(), data)
    for step in path:
        data = _step(data, step)
        if isinstance(step, int):
            schema = schema.get("items", {})
        else:
            named = schema.get("properties", {}).get(step)
            schema = named or next(iter(_values(schema)), {})
        schema = _plain(schema, data)
    return schema


def _values(schema: dict[str, Any]) -> list[dict[str, Any]]:
    patterns = list(schema.get("patternProperties", {}).values())
    others = schema.get("additionalProperties")
    return patterns + ([others] if isinstance(others, dict) else [])


def _plain(schema: dict[str, Any], data: object) -> dict[str, Any]:
    """References followed, "or nothing" left out, of several kinds the one that ``data`` says it is."""
    while True:
        if "$ref" in schema:
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            schema = json_schema()["$defs"][schema["$ref"].rpartition("/")[2]] | rest
        elif "anyOf" in schema:
            first = next(one for one in schema["anyOf"] if one.get("type") != "null")
            schema = first | {key: value for key, value in schema.items() if key != "anyOf"}
        elif "oneOf" in schema:
            kind = _step(data, schema["discriminator"]["propertyName"])
            target = schema["discriminator"]["mapping"].get(kind) if isinstance(kind, str) else None
            if target is None:
                return {}
            schema = {"$ref": target}
        else:
            return schema


def _step(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
