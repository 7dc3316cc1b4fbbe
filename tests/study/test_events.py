"""What the extension may send: every kind, strictly, with bounds; and every field explained."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from colophon.study.events import Batch, catalogue, kinds

T = 1_800_000_000_000
OF_ITEM = {"item": "0123456789abcdef", "place": 1}
SEEN = {"visible_ms": 2500, "longest_ms": 1800}
DATA: dict[str, dict[str, Any]] = {
    "assigned": {"unit": "participant", "levels": {"detail": "icon"}, "holdout": False},
    "eligible": {
        "platform": "mastodon",
        "phase": "treatment",
        "levels": {"detail": "icon"},
        "would_label": "ai_generated.metadata",
        "would_process": "ai_generated",
        "would_source": "metadata",
        "after_labelled": None,
    },
    "painted": {"applied": False, "not_applied_reason": "coverage"},
    "exposed": SEEN,
    "dwell": SEEN,
    "opened": {"level": 2},
    "survey_shown": {"survey": "probe"},
    "survey_answered": {"survey": "probe", "question": "made", "answer": 3, "rt_ms": 900},
    "survey_dismissed": {"survey": "probe", "answered": 1},
    "consent": {"sha256": "ab" * 32, "locale": "en"},
    "error": {"fault": "server"},
}
WITHOUT_ITEM = {"assigned", "consent", "withdraw"}


def event(kind: str, **other: Any) -> dict[str, Any]:
    about = {} if kind in WITHOUT_ITEM else OF_ITEM
    return {"seq": 1, "kind": kind, "t": T, **about, "data": DATA.get(kind, {})} | other


def batch(*events: dict[str, Any], **other: Any) -> dict[str, Any]:
    sent = {"session": "k3v9x2mq7p4d", "extension": "1.0", "resolver": "3", "labels": "0123456789ab"}
    return sent | {"events": list(events)} | other


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_taken_and_comes_out_as_it_went_in(kind: str) -> None:
    taken = Batch.model_validate(batch(event(kind))).model_dump(exclude_unset=True)
    assert taken["events"] == [event(kind)]


REFUSED = {
    "no such kind": event("clicked"),
    "an unknown key": event("dwell", url="https://example.org/post"),
    "an unknown key of the data": event("dwell", data=SEEN | {"author": "somebody"}),
    "a number as text": event("dwell", seq="1"),
    "seconds for milliseconds": event("dwell", t=T // 1000),
    "a time over a day": event("dwell", data=SEEN | {"visible_ms": 86_400_001}),
    "a whole hash of an image": event("dwell", item="ab" * 32),
    "no item": {key: value for key, value in event("dwell").items() if key != "item"},
    "a long answer": event("survey_answered", data=DATA["survey_answered"] | {"answer": "x" * 501}),
    "many choices": event("survey_answered", data=DATA["survey_answered"] | {"answer": ["a"] * 21}),
    "words for a fault": event("error", data={"fault": "cannot load https://example.org"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Batch.model_validate(batch(REFUSED[name]))


@pytest.mark.parametrize("number", [0, 201])
def test_a_batch_is_bounded(number: int) -> None:
    with pytest.raises(ValidationError):
        Batch.model_validate(batch(*[event("dwell")] * number))


def test_every_field_is_in_the_catalogue_once() -> None:
    named = [(column.table, column.name) for column in catalogue()]
    assert len(named) == len(set(named))
    for kind in kinds():
        sent = event(kind)
        fields = {name for table, name in named if table == kind} | {"kind", "data"}
        assert sent.keys() == fields, kind
        told = {name for table, name in named if table == f"{kind}.data"}
        assert sent["data"].keys() <= told, kind
    assert all(column.meaning and column.type for column in catalogue())
