"""The published JSON Schema takes what is right, and refuses what is written wrongly."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema_rs
import pytest
from tests.study.bad_files import GOOD, changed

from colophon.study.spec.schema import json_schema, schema_at

VALIDATOR = jsonschema_rs.validator_for(json_schema(), validate_formats=True)
WRITTEN_WRONGLY = [
    *("no id", "an id of other characters", "a version that is text", "an unknown key", "people under 18"),
    *("nothing about adults", "no contact", "a mail address that is none", "a language that there is not"),
    *(
        "a weight of nought",
        "a coverage over 1",
        "a detail that there is not",
        "a stratum that is no stratum",
    ),
    *("a question without an anchor", "a scale of six", "a question of no kind", "no rule for stopping"),
    *("a rule without n", "a factor of one level", "an exposure of nought"),
]


def as_json(text: str) -> Any:
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def test_the_example_fits() -> None:
    VALIDATOR.validate(as_json(GOOD))


@pytest.mark.parametrize("name", WRITTEN_WRONGLY)
def test_what_is_written_wrongly_does_not_fit(name: str) -> None:
    assert not VALIDATOR.is_valid(as_json(changed(name)))


def test_a_place_of_a_file_has_its_own_schema() -> None:
    data = tomllib.loads(GOOD)
    assert schema_at(("exposure", "ratio"), data)["exclusiveMinimum"] == 0
    assert schema_at(("surveys", 0, "questions", 0, "points"), data)["enum"] == [4, 5, 7, 100]
    assert schema_at(("factors", 0, "levels", 1, "treatment"), data)["properties"].keys() >= {
        "detail",
        "show",
    }
    assert schema_at(("no", "such", 3, "place"), data) == {}
