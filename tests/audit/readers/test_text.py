"""Text of other people's exports: repaired where it was broken, and never the end of an audit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.audit.readers import times, values
from colophon.audit.readers.html_text import read_html, unescaped
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.mojibake import repaired

ANYTHING = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too
PROPER = st.text(max_size=60)


@given(PROPER)
def test_text_that_meta_broke_is_whole_again(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text


@given(PROPER.filter(lambda text: any(char > "\xff" for char in text)))
def test_text_with_letters_beyond_latin_was_never_broken(text: str) -> None:
    assert repaired(text) == text


@given(ANYTHING)
def test_repair_never_fails(text: str) -> None:
    assert repaired(text).isascii() or not text.isascii()


def test_words_that_are_no_utf8_stay() -> None:
    assert repaired("café") == "café"
    assert repaired("cafÃ©") == "café"


@given(ANYTHING)
def test_words_can_be_written_and_are_bounded(text: str) -> None:
    for found in (values.text(text, 10), values.name(text), values.address(f"https://example.org/{text}")):
        assert found is None or (found.encode() and found == found.strip())
    assert len(values.text(text, 10) or "") <= 10


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "data:image/png;base64,AA",
            "//host/x",
            "https://",
            "https://[",
            "ftp://host/x",
        ),
        *("https://host/a b", "https://host/\x07", "https://host/" + "x" * 3000, 7, None, ["https://host"]),
    ],
)
def test_what_is_no_address_becomes_no_link(address: object) -> None:
    assert values.address(address) is None


def test_an_address_stays_as_it_is() -> None:
    assert values.address(" https://example.org/a?b=c ") == "https://example.org/a?b=c"


@given(st.lists(st.text("a~12/", max_size=4), max_size=30))
def test_ids_are_never_given_twice_and_always_the_same(natural: list[str]) -> None:
    first, second = Ids(), Ids()
    given_ids = [first.new(name) for name in natural]
    assert len(set(given_ids)) == len(given_ids)
    assert given_ids == [second.new(name) for name in natural]


def test_an_id_is_the_name_in_the_source() -> None:
    ids = Ids()
    assert [ids.new("7", 1), ids.new("7", 2), ids.new("7", 1), ids.new("7", 1)] == [
        "7/1",
        "7/2",
        "7/1~2",
        "7/1~3",
    ]


NOON = datetime(2018, 10, 10, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (times.of_x("Wed Oct 10 14:00:05 +0200 2018"), NOON),
        (times.of_x("Wed Okt 10 14:00:05 +0200 2018"), None),
        (times.of_x("Wed Feb 30 14:00:05 +0200 2018"), None),
        (times.iso("2018-10-10T12:00:05.000Z"), NOON),
        (times.iso("2018-10-10T12:00:05"), NOON),
        (times.iso("yesterday"), None),
        (times.iso("0001-01-01T00:00:00+14:00"), None),
        (times.rfc("Wed, 10 Oct 2018 14:00:05 +0200"), NOON),
        (times.rfc("Wed, 10 Oct 2018 12:00:05 GMT"), NOON),
        (times.rfc("Wed"), None),
        (times.unix(1539172805), NOON),
        (times.unix(0), None),
        (times.unix(True), None),
        (times.unix(1e300), None),
        (times.unix(float("nan")), None),
    ],
)
def test_times_are_in_utc(time: datetime | None, written: datetime | None) -> None:
    if time is not None and written is not None:
        time = time.replace(microsecond=0)
    assert time == written


@given(ANYTHING)
def test_no_time_fails(text: str) -> None:
    for read in (times.iso, times.rfc, times.of_x, times.unix):
        assert (found := read(text)) is None or found.tzinfo is UTC


def test_html_is_words_and_pictures() -> None:
    found = read_html(
        '<p>Tea &amp; cake<br>by the sea</p><script>if (a < b) no()</script><!-- <img src="no.png"> -->'
        """<p>3 < 4 <img alt='a "b" > c' src=x.png><IMG SRC="y.png"></p>"""
    )
    assert found.text == "Tea & cake\nby the sea\n3 < 4"
    assert found.images == [("x.png", 'a "b" > c'), ("y.png", None)]


@given(st.text("<>!-/ \"'=a&#0;imgsrc", max_size=80))
def test_html_never_fails(text: str) -> None:
    assert "\n\n" not in read_html(text).text
    assert isinstance(unescaped("&#" + "9" * 5000 + ";" + text), str)
