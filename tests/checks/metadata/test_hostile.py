from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.metadata.bombs import BOMBS
from tests.checks.metadata.files import EXAMPLES, LIMITS, PARAMETERS, jpeg, look, png, said, text
from tests.outcomes import error

from colophon.checks.metadata import exif, iim, samsung, xmp
from colophon.checks.metadata.containers import WALKERS
from colophon.checks.metadata.generators import recognise
from colophon.checks.metadata.records import Kind, Records
from colophon.checks.metadata.source_type import PROCESSES
from colophon.config import Limits
from colophon.evidence import DONE, State, Why
from colophon.images.sniff import media_type_of

GENERATORS = {
    "AUTOMATIC1111", "ComfyUI", "Fooocus", "Google AI", "InvokeAI", "Midjourney", "NovelAI",
    "Samsung Photo assist", "TC260 AIGC", "xAI Grok", "ChatGPT", "Imagen",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_say_nothing_and_name_the_limit(name: str) -> None:
    data, problem = BOMBS[name]
    report = look(data)
    assert report.evidence == ()
    if problem is None:
        assert report.outcome == DONE
    else:
        assert report.outcome.state is State.ERROR
        assert problem in report.outcome.reasons


def test_an_item_is_read_once_however_often_it_is_located() -> None:
    records = Records(LIMITS)
    WALKERS["image/avif"](BOMBS["shared items"][0], records)
    assert len(records.packets) == 1


def test_what_is_over_a_limit_does_not_hide_the_rest() -> None:
    data = png(text("Comment", b"x" * 2_000_000) + text("parameters", PARAMETERS))
    assert said(data) == [("ai_generated", "AUTOMATIC1111", "png:parameters")]
    assert look(data).outcome == error(Why.BLOCK_TOO_LARGE, limit="1048576")


def test_limits_come_from_the_configuration() -> None:
    data = png(text("parameters", PARAMETERS))
    small = Limits(metadata_packet_bytes=len(PARAMETERS) - 1)
    assert look(data, small).evidence == ()
    assert look(data, Limits(metadata_packet_bytes=len(PARAMETERS))).outcome == DONE


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(WALKERS)), st.binary(max_size=600))
def test_any_bytes_in_any_container(media_type: str, data: bytes) -> None:
    report = look(data, media_type=media_type)
    assert report.outcome == DONE or report.outcome.state is State.ERROR


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([data for data, _ in EXAMPLES.values()]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.none() | st.integers(0, 3000),
)
def test_mutated_and_truncated_files(seed: bytes, changes: list[tuple[int, int]], cut: int | None) -> None:
    """Never raises, and no word of an answer comes from the file."""
    data = bytearray(seed)
    for place, value in changes:
        data[place % len(data)] = value
    report = look(bytes(data[:cut]), media_type=media_type_of(seed))
    for evidence in report.evidence:
        assert set(evidence.details) == {"generator", "field", "digital_source_type"}
        assert evidence.details["digital_source_type"] in {None, *PROCESSES}
        assert evidence.details["generator"] == evidence.source_name
        assert evidence.source_name is None or evidence.source_name in GENERATORS


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_in_the_inner_formats(data: bytes) -> None:
    xmp.properties(data, LIMITS)
    xmp.properties(b"<a>" + data, LIMITS)
    iim.credit(data)
    iim.credit(b"8BIM\x04\x04\0\0" + data)
    for order in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        exif.tags(order + data, exif.NAMES, 1000)
    records = Records(LIMITS)
    samsung.walk(data + b"SEFT", 0, records)
    assert all(packet.kind is Kind.TEXT for packet in records.packets)


NO_SIGNATURE = st.text().map("~{}".format)  # alone, text() also tries the signatures it finds in our code


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["png:prompt", "png:AIGC", "xmp:Credit", "exif:Artist"]), st.lists(NO_SIGNATURE)
    )
)
def test_any_text_in_any_field(fields: dict[str, list[str]]) -> None:
    assert recognise(fields) == []


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_behind_the_end_never_count(tail: bytes) -> None:
    assert said(jpeg(behind=tail)) == []
    assert said(png(behind=tail)) == []
