"""A stream of decisions: whatever is not as its publisher signed it is refused, and where is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.follow.streams import OTHER, SIGNER, answer, record

from colophon.follow.chain import Answer, Distrusted, read
from colophon.follow.lines import Position, after

RECORDS = [
    record(1),
    record(2, near=True, sketch=b"\x02\x64\x00", expires=2_000_000_000),
    record(3, negated=True, decision=record(1).decision, sha256=record(1).sha256),
    record(4, reason="Größe, 素材 “quoted”\n"),
    record(5),
]
LINES = answer(RECORDS)


def positions() -> list[Position]:
    found = [Position()]
    for one in RECORDS:
        found.append(after(one, found[-1]))
    return found


AT = positions()


def reading(lines: list[bytes], since: int = 0) -> Answer:
    return read(b"".join(lines), SIGNER.public, AT[since])


def refused(lines: list[bytes], since: int = 0) -> str:
    with pytest.raises(Distrusted) as caught:
        reading(lines, since)
    return str(caught.value)


def test_what_was_signed_is_read() -> None:
    found = reading(LINES)
    assert list(found.records) == RECORDS
    assert found.position == AT[5]
    assert (found.head.server, found.more) == ("A newsroom", False)


@pytest.mark.parametrize("since", range(6))
def test_it_goes_on_anywhere(since: int) -> None:
    found = reading(answer(RECORDS, since), since)
    assert list(found.records) == RECORDS[since:]
    assert found.position == AT[5]


def test_piece_by_piece() -> None:
    first = reading(answer(RECORDS, 0, to=2))
    assert (list(first.records), first.position, first.more) == (RECORDS[:2], AT[2], True)


@given(st.data())
def test_one_changed_byte(data: st.DataObject) -> None:
    whole = b"".join(LINES)
    place = data.draw(st.integers(0, len(whole) - 1))
    value = data.draw(st.integers(0, 255))
    assume(whole[place] != value)
    changed = whole[:place] + bytes([value]) + whole[place + 1 :]
    line = whole[:place].count(b"\n")
    with pytest.raises(Distrusted) as caught:
        read(changed, SIGNER.public, AT[0])
    named = "head" if line == 0 else f"record {line}"
    if value != 10 and whole[place] != 10:  # a line more or less is counted
        assert named in str(caught.value) or "another key" in str(caught.value)


@given(st.integers(1, 5))
def test_a_dropped_line(number: int) -> None:
    without = [*LINES[:number], *LINES[number + 1 :]]
    assert "4 records, and its head speaks of 5" in refused(without)


@given(st.integers(1, 5))
def test_a_dropped_line_and_a_head_that_knows_of_it(number: int) -> None:
    """As the holder of the key could send it who wants to leave something out."""
    head = answer(RECORDS[:4])[0]
    lines = [head, *LINES[1:number], *LINES[number + 1 :]]
    if number == 5:
        assert len(reading(lines).records) == 4, "nobody can tell that there is more"
    else:
        assert refused(lines) == f"record {number} is missing: record {number + 1} is in its place"


@given(st.integers(1, 5))
def test_a_doubled_line(number: int) -> None:
    head = answer([*RECORDS, record(6)])[0]
    lines = [head, *LINES[1 : number + 1], LINES[number], *LINES[number + 1 :]]
    assert refused(lines) == f"record {number + 1} is missing: record {number} is in its place"


@given(st.permutations(range(1, 6)))
def test_another_order(order: list[int]) -> None:
    assume(order != sorted(order))
    first = next(place for place, number in enumerate(order, 1) if place != number)
    assert refused([LINES[0], *(LINES[n] for n in order)]).startswith(f"record {first} is missing")


@given(st.integers(1, len(b"".join(LINES)) - 1))
def test_cut_off(length: int) -> None:
    with pytest.raises(Distrusted):
        read(b"".join(LINES)[:length], SIGNER.public, AT[0])


def test_cut_off_in_a_line() -> None:
    assert "cut off" in refused([b"".join(LINES)[:-9]])


def test_another_key() -> None:
    assert "another key" in refused(answer(RECORDS, signer=OTHER))


def test_a_head_that_names_our_key_and_is_signed_with_another() -> None:
    forged = answer(RECORDS, signer=OTHER, key=SIGNER.fingerprint)
    assert refused(forged) == "the signature of the head does not fit it"


def test_a_record_that_is_signed_with_another_key() -> None:
    theirs = answer(RECORDS, signer=OTHER)
    assert refused([*LINES[:2], theirs[2], *LINES[3:]]) == "the signature of record 2 does not fit it"


def test_the_stream_went_back() -> None:
    assert "went back" in refused(answer(RECORDS[:3], 3), 5)


def test_history_was_written_anew() -> None:
    """With the same key, and nothing new since: the head says it."""
    others = [RECORDS[0], record(2), *RECORDS[2:]]
    assert refused(answer(others, 5), 5) == "record 5 is another now than it was"
    assert refused(answer(others, 2), 2) == "record 2 is another now than it was"


def test_history_was_written_anew_and_the_head_keeps_quiet() -> None:
    others = [RECORDS[0], record(2), *RECORDS[2:]]
    assert refused(answer(others, 2, prev=AT[2].hash), 2) == "record 3 does not follow record 2"


def test_an_answer_to_another_question() -> None:
    assert "begins after record 2" in refused(answer(RECORDS, 2), 3)


def test_what_was_emptied_later_keeps_the_chain() -> None:
    emptied = [RECORDS[0], replace(RECORDS[1], reason="", sketch=None), *RECORDS[2:]]
    found = reading(answer(emptied))
    assert (found.records[1].reason, found.records[1].sketch) == ("", None)
    assert found.position == AT[5]


def test_another_reason_than_was_sealed() -> None:
    other = [replace(RECORDS[0], reason="something else"), *RECORDS[1:]]
    assert refused(answer(other)) == "the reason or the sketch of record 1 is another than was signed"


def test_the_form_is_as_it_was() -> None:
    """A server that speaks another form breaks the chain of everybody who follows it."""
    assert AT[5].hash == "04a18ea8f94ab2a6cd2f95bd88d548f92a79f591d9b3a31d5b8ad6c3742a19a3"


@given(st.binary(max_size=400))
def test_anything(data: bytes) -> None:
    with pytest.raises(Distrusted):
        read(data, SIGNER.public, AT[0])


@pytest.mark.parametrize(
    "changes",
    [
        {"created": 2**53}, {"created": -1}, {"expires": 2**62}, {"sha256": "x"}, {"decision": "../../x"},
        {"process": "x" * 25}, {"team": "x" * 201}, {"reason": "x" * 501}, {"sketch": b"x" * 40_000},
        {"near": 1}, {"negated": "yes"},
    ],
)  # fmt: skip
def test_what_the_publisher_itself_may_not_say(changes: dict[str, Any]) -> None:
    """Signed as it should be, and refused all the same: nothing later has to bear it."""
    assert refused(answer([RECORDS[0], record(2, **changes)])).startswith("record 2: ")
