"""Bytes outside valid containers never count: evidence and label with the plant are those without it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.c2pa.signing import Authority
from tests.checks.metadata.files import PARAMETERS, look
from tests.pictures import picture
from tests.spoof.files import MADE
from tests.spoof.plants import COMMENTS, PLACES, PLANTS, RIGHT
from tests.spoof.reader import Reader

from colophon.images import sniff
from colophon.resolve import resolve

EVERYWHERE = PLACES | COMMENTS


@pytest.mark.parametrize("name", PLACES)
def test_a_statement_in_the_wrong_place_says_nothing(name: str) -> None:
    for plant in PLANTS.values():
        assert look(PLACES[name](plant)).evidence == ()


@pytest.mark.parametrize("name", COMMENTS)
def test_a_statement_in_a_comment_says_nothing(name: str) -> None:
    for kind, plant in PLANTS.items():
        settings_text = PARAMETERS.encode() in plant
        assert look(COMMENTS[name](plant)).evidence == () or settings_text, kind


@pytest.mark.parametrize("media_type", RIGHT)
def test_in_the_right_place_it_would_count(media_type: str) -> None:
    """The tests above can fail."""
    data = RIGHT[media_type]
    assert sniff.media_type_of(data) == media_type
    assert [e.process for e in look(data).evidence] == ["ai_generated"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(sorted(PLANTS)),
    st.binary(max_size=40),
    st.binary(max_size=40),
)
def test_no_surroundings_make_it_count(place: str, plant: str, before: bytes, behind: bytes) -> None:
    assert look(PLACES[place](before + PLANTS[plant] + behind)).evidence == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_no_plant_changes_the_label_of_a_picture(read: Reader, camera_maker: Authority, kind: str) -> None:
    """Through both readers, with whole signed files and their records among the plants."""
    plain = picture(kind=kind)
    signed = camera_maker.sign(picture(kind="JPEG"), MADE)
    record = signed[signed.index(b"jumb") - 4 :]
    assert read.evidence(plain) == ()
    for plant in (*PLANTS.values(), signed, record, b"c2pa jumb C2PA dcterms:provenance"):
        assert read.evidence(plain + plant) == ()
        assert read.label(plain + plant) is None


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_record_in_the_wrong_place_makes_no_claim(read: Reader, camera_maker: Authority, name: str) -> None:
    signed = camera_maker.sign(picture(), MADE)
    for plant in (signed, signed[signed.index(b"jumb") - 4 :]):
        found = read.evidence(EVERYWHERE[name](plant))
        assert all(e.rank == 0 for e in found)
        assert resolve(found).label_id in (None, "record_mismatch")
