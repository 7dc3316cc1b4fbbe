"""Editing XMP packets: what is stated is read by our own reader, what was there stays, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.disclose.files import CREDIT

from colophon.checks.metadata.xmp import properties
from colophon.config import Limits
from colophon.disclose import xmp
from colophon.disclose.source_type import Claim
from colophon.errors import InputError

URI = Claim.AI_EDITED.uri
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
OTHER = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def packet(description: str, about: str = 'rdf:about=""') -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description {about} xmlns:q="{IPTC}" xmlns:dc="http://purl.org/dc/elements/1.1/" {description}'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def read(data: bytes) -> list[tuple[str, str]]:
    found, problem = properties(data, Limits())
    assert problem is None
    return found


@pytest.mark.parametrize(
    "description",
    [
        'dc:format="image/jpeg"/>',
        f'dc:format="image/jpeg" q:DigitalSourceType="{OTHER}"/>',
        f"q:DigitalSourceType='{OTHER}' dc:format=\"image/jpeg\"/>",
        f'dc:format="image/jpeg"><q:DigitalSourceType>{OTHER}</q:DigitalSourceType></rdf:Description>',
        f'dc:format="image/jpeg"><q:DigitalSourceType rdf:resource="{OTHER}"/></rdf:Description>',
        f'dc:format="image/jpeg"><q:DigitalSourceFileType>{OTHER}</q:DigitalSourceFileType></rdf:Description>',
        f'dc:format="image/jpeg" q:DigitalSourceType="{OTHER}" q:DigitalSourceFileType="{OTHER}"/>',
    ],
)
def test_one_source_type_is_left_and_the_rest_stays(description: str) -> None:
    edited = xmp.stating(packet(description), URI)
    assert read(edited) == [("DigitalSourceType", URI)]
    assert b'dc:format="image/jpeg"' in edited
    assert xmp.stating(edited, URI) == edited


def test_a_packet_without_a_source_type_is_only_added_to() -> None:
    edited = xmp.stating(CREDIT, URI)
    root = CREDIT.index(b'rdf-syntax-ns#">') + len(b'rdf-syntax-ns#">')
    assert edited.startswith(CREDIT[:root])
    assert edited.endswith(CREDIT[root:])  # padding too
    assert read(edited) == [("DigitalSourceType", URI)]


def test_what_describes_an_ingredient_is_not_touched() -> None:
    inner = (
        f'<dc:source rdf:parseType="Resource"><q:DigitalSourceType>{OTHER}</q:DigitalSourceType></dc:source>'
    )
    edited = xmp.stating(packet(f">{inner}</rdf:Description>"), URI)
    assert inner.encode() in edited
    assert read(edited) == [("DigitalSourceType", URI)]


def test_the_subject_of_the_descriptions_is_kept() -> None:
    about = 'rdf:about="uuid:a&amp;b"'
    for data in (packet('dc:format="x"/>', about), packet(f'q:DigitalSourceType="{OTHER}"/>', about)):
        assert about.encode() in xmp.stating(data, URI)


@pytest.mark.parametrize("empty", [None, b"", packet("")[:0]])
def test_without_a_packet_there_is_a_new_one(empty: bytes | None) -> None:
    assert read(xmp.stating(empty, URI)) == [("DigitalSourceType", URI)]


def test_an_empty_root_makes_way_for_a_new_packet() -> None:
    empty = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert read(xmp.stating(empty, URI)) == [("DigitalSourceType", URI)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_offsets_are_bytes_in_any_script(mark: bytes) -> None:
    title = "<dc:title>بحيرة 湖 🎉</dc:title>"
    data = mark + packet(f">{title}<q:DigitalSourceType>{OTHER}</q:DigitalSourceType></rdf:Description>")
    edited = xmp.stating(data, URI)
    assert title.encode() in edited
    assert read(edited) == [("DigitalSourceType", URI)]


@pytest.mark.parametrize(
    "data",
    [
        b"<x:xmpmeta",
        b"no markup",
        b"<a/>",
        packet('dc:format="x"/>')[:-5],
        packet('dc:format="x"/>').decode().encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY e "e">]>' + packet('dc:format="x"/>'),
    ],
)
def test_a_damaged_packet_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(InputError, match=r"XMP block is damaged .* save the picture anew"):
        xmp.stating(data, URI)


def test_a_pointer_to_a_record_is_found_and_taken_out() -> None:
    data = packet('xmlns:t="http://purl.org/dc/terms/" t:provenance="https://example.org/r" dc:format="x"/>')
    assert xmp.holds(data, xmp.RECORD_ELSEWHERE)
    freed = xmp.without(data, xmp.RECORD_ELSEWHERE)
    assert not xmp.holds(freed, xmp.RECORD_ELSEWHERE)
    assert b"example.org" not in freed
    assert b'dc:format="x"' in freed


_VALUES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)


@given(_VALUES, _VALUES, st.booleans())
def test_any_values_around_it_stay(one: str, other: str, stated: bool) -> None:
    from xml.sax.saxutils import escape, quoteattr

    own = f"<q:DigitalSourceType>{OTHER}</q:DigitalSourceType>" if stated else ""
    attribute, element = f"dc:format={quoteattr(one)}", f"<dc:title>{escape(other)}</dc:title>"
    edited = xmp.stating(packet(f"{attribute}>{own}{element}</rdf:Description>"), URI)
    assert attribute.encode() in edited
    assert element.encode() in edited
    assert read(edited) == [("DigitalSourceType", URI)]
