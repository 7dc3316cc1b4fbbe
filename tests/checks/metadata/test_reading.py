"""Readings on their way from a worker, which a file may have taken over."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.metadata.bombs import BOMBS
from tests.checks.metadata.files import EXAMPLES, LIMITS

from colophon.checks.metadata.reading import Reading, read
from colophon.images.sniff import media_type_of

FILES = [data for data, _ in (*EXAMPLES.values(), *BOMBS.values())]
FINDING = ["ai_generated", "Imagen", "xmp:DigitalSourceType", "trainedAlgorithmicMedia"]
PROBLEM = ["too_many_parts", {"limit": "100000"}]


@pytest.mark.parametrize("data", FILES, ids=[*EXAMPLES, *BOMBS])
def test_nothing_is_lost_on_the_way(data: bytes) -> None:
    media_type = media_type_of(data)
    assert media_type is not None
    reading = read(data, media_type, LIMITS)
    assert Reading.decode(orjson.dumps(reading.as_json())) == reading


def test_what_a_worker_sends() -> None:
    reading = Reading.decode(orjson.dumps({"findings": [FINDING], "problems": [PROBLEM]}))
    assert reading.findings[0].generator == "Imagen"
    assert reading.problems[0].values == {"limit": "100000"}


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("value", ["x" * 1000, "a\x1b[31m", 3, {"a": 1}, ["a"]], ids=lambda v: str(v)[:4])
def test_no_other_words_pass(place: int, value: Any) -> None:
    finding = [*FINDING[:place], value, *FINDING[place + 1 :]]
    with pytest.raises((ValueError, TypeError, KeyError)):
        Reading.decode(orjson.dumps({"findings": [finding], "problems": []}))


@pytest.mark.parametrize("problem", [["no_such", {}], ["failed", {"limit": "x" * 100}], ["failed", 3], [], 3])
def test_no_other_reasons_pass(problem: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Reading.decode(orjson.dumps({"findings": [], "problems": [problem]}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({"findings": JSON, "problems": JSON}))
def test_anything_else_is_refused_or_empty(answer: Any) -> None:
    try:
        reading = Reading.decode(orjson.dumps(answer))
    except (ValueError, TypeError, KeyError):
        return
    assert reading == Reading((), ())
