"""Whatever a worker sends is evidence or refused: a file may have taken it over."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.c2pa.stores import action, manifest, store, taken_in

from colophon.checks.c2pa.reading import Reading
from colophon.checks.c2pa.record import evidence_of
from colophon.evidence import Rank, Trust

REFUSED = (ValueError, TypeError, KeyError)
# fmt: off
KEYS = st.sampled_from([
    "active_manifest", "manifests", "active", "first", "assertions", "ingredients", "label", "data", "alg",
    "actions", "action", "description", "digitalSourceType", "parameters", "changes", "claim_generator",
    "claim_generator_info", "signature_info", "issuer", "time", "name", "validation_results",
    "validation_status", "activeManifest", "ingredientDeltas", "validationDeltas", "failure", "success",
    "code", "url", "relationship", "created", "claim_version",
])
# fmt: on
WORDS = st.sampled_from(
    [
        "active",
        "first",
        "c2pa.actions",
        "c2pa.created",
        "c2pa.soft-binding",
        "parentOf",
        "claim.missing",
        "\x1b[31m",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | WORDS
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
FIRST = manifest(action("created", "trainedAlgorithmicMedia"))
WHOLE = store(manifest(action("opened"), ingredients=(taken_in("parentOf", "first"),)), first=FIRST)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"3",
        b"[]",
        b"{}",
        b'{"outcome": "read", "store": []}',
        b'{"outcome": "error", "message": 3}',
        b'{"outcome": "read", "trusted_by": "me"}',
        b'{"outcome": "none", "more": 1}',
    ],
)
def test_what_is_no_reading_is_refused(message: bytes) -> None:
    with pytest.raises(REFUSED):
        Reading.decode(message)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_any_store(given_store: dict[str, Any]) -> None:
    message = orjson.dumps(
        {"outcome": "read", "state": "Trusted", "store": given_store, "trusted_by": "official"}
    )
    evidence = evidence_of(Reading.decode(message))
    assert evidence is not None
    assert "\x1b" not in repr(evidence)


@settings(max_examples=400, deadline=None)
@given(st.data(), JSON)
def test_a_store_with_one_value_of_another_kind(data: st.DataObject, value: Any) -> None:
    """Anywhere in a store that would be trusted."""
    given_store = orjson.loads(orjson.dumps(WHOLE))
    place: Any = given_store
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not (isinstance(place[key], dict | list) and place[key]) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    evidence = evidence_of(Reading("read", state="Trusted", store=given_store, trusted_by=Trust.OFFICIAL))
    assert evidence is not None
    assert evidence.rank <= Rank.SIGNED_OFFICIAL
