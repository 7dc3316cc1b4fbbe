"""What the registry learns of somebody else's decisions: records of theirs, never decisions of ours."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from tests.follow.streams import record
from tests.pictures import photo

from colophon.entry import Basis, Entry, Kind
from colophon.follow.intake import entries_of_list, entry_of_record, last_words
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.formats import Defaults, read_rows
from colophon.registry.lines import Problem
from colophon.store.subscriptions import Source, Subscription

THEIRS = Subscription(
    "5" * 32, "https://example.org", Source.STREAM, "A newsroom", Basis.RECORDED, key="0" * 64
)
STATED = Subscription("6" * 32, "https://example.org", Source.STREAM, "A forum", Basis.STATED, key="0" * 64)
NOW = 1_770_000_000


def entry(subscription: Subscription = THEIRS, **changes: Any) -> Entry | None:
    return entry_of_record(record(1, **changes), subscription, NOW)


@pytest.mark.parametrize("process", ["ai_generated", "ai_edited", "ai_involved", "composite_ai"])
def test_a_decision_is_a_record_of_theirs(process: str) -> None:
    made = entry(process=process)
    assert made is not None
    assert (made.process, made.basis, made.kind) == (process, Basis.RECORDED, Kind.STATEMENT)
    assert (made.said_by, made.origin, made.sha256) == (
        "A newsroom", "subscription:" + "5" * 32, record(1).sha256,
    )  # fmt: skip
    assert made.followed
    assert made.permalink == f"https://example.org/decisions/{record(1).decision}"
    assert made.date == "2025-10-09"


@pytest.mark.parametrize(
    "process",
    ["no_finding", "captured", "captured_edited", "composite", "captured_earlier", "something newer"],
)
def test_what_says_nothing_here(process: str) -> None:
    assert entry(process=process) is None


def test_what_they_take_back_and_what_has_run_out() -> None:
    assert entry(negated=True) is None
    assert entry(expires=NOW) is None
    made = entry(expires=NOW + 1)
    assert made is not None
    assert not made.counts_at(NOW + 1)


def test_their_trust_is_the_most() -> None:
    made = entry(STATED)
    assert made is not None
    assert made.basis is Basis.STATED
    weightier = entry(replace(THEIRS, trust=Basis.REVIEWED))
    assert weightier is not None
    assert weightier.basis is Basis.RECORDED


def test_near_copies_only_where_the_decision_is_about_them_and_the_sketch_can_be_read() -> None:
    sketch = sketch_of(Picture.of(photo(1), 10**7).pixels())
    assert sketch is not None
    for near, data, kept in ((True, sketch.dump(), True), (False, sketch.dump(), False), (True, b"x", False)):
        made = entry(near=near, sketch=data)
        assert made is not None
        assert (made.sketch is not None) is kept


def test_control_characters_are_spaces() -> None:
    made = entry(reason="a\x1b[31mb\u202ec")
    assert made is not None
    assert made.words == "a [31mb c"


def test_the_last_word_about_an_image_counts() -> None:
    a, b = "a" * 64, "b" * 64
    records = [record(1, sha256=a), record(2, sha256=b), record(3, sha256=a, negated=True)]
    assert [(sha256, one.seq) for sha256, one in last_words(records).items()] == [(b, 2), (a, 3)]


def test_rows_of_a_list_speak_in_its_name_and_protect_nothing() -> None:
    text = f"""process,sha256,said_by,kind,basis
ai_generated,{"1" * 64},Somebody else,,reviewed
ai_edited,{"2" * 64},,protected,
captured_earlier,{"3" * 64},,,
"""
    found = list(entries_of_list(read_rows(io.BytesIO(text.encode()), Defaults()), STATED))
    assert [type(one) for one in found] == [Entry, Problem, Problem]
    assert isinstance(found[0], Entry)
    assert (found[0].said_by, found[0].basis, found[0].kind) == ("A forum", Basis.STATED, Kind.STATEMENT)
