"""What a field means, beside the field itself: from this the codebook is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

_BOUNDS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
_LENGTHS = {"maxLength": "characters", "maxItems": "values", "maxProperties": "keys"}


@dataclass(frozen=True, slots=True)
class Told:
    """In words: what a value is, its unit, how an absent one is written, who sets it."""

    meaning: str
    unit: str = ""
    missing: str = "never missing"
    by: str = "extension"


@dataclass(frozen=True, slots=True)
class Column:
    """One line of the codebook; ``range`` is the JSON Schema of the field in words."""

    table: str
    name: str
    type: str
    range: str
    unit: str
    missing: str
    by: str
    meaning: str


def columns(table: str, model: type[BaseModel]) -> Iterator[Column]:
    """One column per field of ``model`` that has a `Told`; names are those on the wire."""
    schema = model.model_json_schema()
    for name, field in model.model_fields.items():
        told = next((one for one in field.metadata if isinstance(one, Told)), None)
        if told:
            type_, range_ = _type(schema["properties"][name], schema.get("$defs", {}))
            yield Column(table, name, type_, range_, told.unit, told.missing, told.by, told.meaning)


def _type(schema: dict[str, Any], known: dict[str, Any]) -> tuple[str, str]:
    """Type and range of a JSON Schema, without null."""
    if "$ref" in schema:
        return _type(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        parts = [_type(one, known) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(part[0] for part in parts), "; ".join(part[1] for part in parts if part[1])
    if "const" in schema:
        return str(schema.get("type", "")), str(schema["const"])
    if "enum" in schema:
        return str(schema.get("type", "")), ", ".join(map(str, schema["enum"]))
    said = [f"{sign} {schema[key]}" for key, sign in _BOUNDS.items() if key in schema]
    said += [f"at most {schema[key]} {what}" for key, what in _LENGTHS.items() if key in schema]
    said += [f"matches {schema['pattern']}"] if "pattern" in schema else []
    return str(schema["type"]), ", ".join(said)
