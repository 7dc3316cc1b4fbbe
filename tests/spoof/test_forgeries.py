"""What somebody who wants another label can do to a file's records, and what comes of it."""

from __future__ import annotations

import pytest
from tests.checks.c2pa.signing import SOURCE_TYPE, Authority
from tests.checks.metadata.files import AI_XMP, PARAMETERS, app1_xmp, text, xmp
from tests.spoof.files import CROPPED, FORMATS, MADE, SHOT, encoded
from tests.spoof.mutations import record_of_another
from tests.spoof.parts import split
from tests.spoof.reader import Reader

from colophon.evidence import Confidence, Evidence, Match, Process, Rank, Source

CAPTURE_XMP = xmp('Iptc4xmpExt:DigitalSourceType="digitalCapture"')


def with_xmp(jpeg: bytes, packet: bytes) -> bytes:
    return jpeg[:2] + app1_xmp(packet) + jpeg[2:]


def captured_earlier(match: Match) -> Evidence:
    return Evidence(
        Source.REGISTRY, Process.CAPTURED_EARLIER, Confidence.MATCHED, Rank.REGISTRY, details={"match": match}
    )


def test_forged_metadata_does_not_unseat_a_signed_capture(read: Reader, camera_maker: Authority) -> None:
    shot = camera_maker.sign(with_xmp(encoded(), AI_XMP), SHOT)
    found = read.evidence(shot)
    assert {(e.source, e.process, e.rank) for e in found} == {
        ("signed", "captured", Rank.SIGNED_OFFICIAL),
        ("metadata", "ai_generated", Rank.UNSIGNED),
    }
    resolution = read.resolution(shot)
    assert resolution.label_id == "captured.signed"
    assert resolution.review


def test_metadata_written_into_a_signed_capture_breaks_it(read: Reader, camera_maker: Authority) -> None:
    """The record no longer fits, so nothing is captured; the forged claim stays what it is: unsigned."""
    found = read.evidence(with_xmp(camera_maker.sign(encoded(), SHOT), AI_XMP))
    assert {(e.source, e.process, e.rank) for e in found} == {
        ("signed", "unknown", Rank.NO_CLAIM),
        ("metadata", "ai_generated", Rank.UNSIGNED),
    }


def test_an_earlier_signed_capture_defends_a_photo_that_was_tagged(
    read: Reader, camera_maker: Authority
) -> None:
    tagged = with_xmp(encoded(), AI_XMP)
    assert read.label(tagged) == "ai_generated.metadata"
    assert read.label(tagged, captured_earlier(Match.SAME)) == "conflict"


@pytest.mark.parametrize("match", [Match.EXACT, Match.SAME])
def test_a_re_signed_copy_of_an_earlier_capture_is_a_conflict(
    read: Reader, camera_maker: Authority, stranger: Authority, match: Match
) -> None:
    for signer in (camera_maker, stranger):
        assert read.label(signer.sign(encoded(), MADE), captured_earlier(match)) == "conflict"
    assert read.label(camera_maker.sign(encoded(), MADE), captured_earlier(Match.SIMILAR)) == (
        "ai_generated.signed"
    )


@pytest.mark.parametrize("packet", [AI_XMP, CAPTURE_XMP], ids=["ai", "capture"])
def test_forged_metadata_of_an_unsigned_photo_is_weak(read: Reader, packet: bytes) -> None:
    (evidence,) = read.evidence(with_xmp(encoded(), packet))
    assert evidence.rank <= Rank.UNSIGNED
    assert read.label(with_xmp(encoded(), packet)) in (None, "ai_generated.metadata")


def test_metadata_never_makes_a_camera_photo(read: Reader, stranger: Authority) -> None:
    assert read.label(with_xmp(encoded(), CAPTURE_XMP)) is None
    assert read.label(stranger.sign(with_xmp(encoded(), CAPTURE_XMP), SHOT)) == "signer_unknown"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("action", [MADE, SHOT], ids=["made", "shot"])
def test_a_record_copied_from_another_file_claims_nothing(
    read: Reader, camera_maker: Authority, kind: str, action: dict[str, str]
) -> None:
    """Same length, same kind, another picture."""
    signed = camera_maker.sign(encoded(kind), action, media_type=FORMATS[kind])
    victim = camera_maker.sign(encoded(kind, turned=True), CROPPED | action, media_type=FORMATS[kind])
    copied = record_of_another(victim, signed)
    (evidence,) = read.evidence(copied)
    assert evidence.details["integrity"] == "tampered"
    assert (evidence.process, evidence.rank) == ("unknown", Rank.NO_CLAIM)
    assert read.label(copied) == "record_mismatch"


def test_a_record_put_into_an_unsigned_file_claims_nothing(read: Reader, camera_maker: Authority) -> None:
    record = [part for part in split(camera_maker.sign(encoded(), SHOT)) if part.startswith(b"\xff\xeb")]
    plain = encoded(turned=True)
    (evidence,) = read.evidence(plain[:2] + b"".join(record) + plain[2:])
    assert evidence.details["integrity"] == "tampered"
    assert evidence.process == "unknown"


@pytest.mark.parametrize(
    "generator", ["Nikon_Z_9", "Truepic_Lens_iOS/1.5.0", "ChatGPT", "Adobe Firefly", "AI Generated Image"]
)
def test_the_name_of_a_program_proves_nothing(
    read: Reader, camera_maker: Authority, stranger: Authority, generator: str
) -> None:
    """Not even in a record of a recognised signer, who may call a program anything."""
    for signer in (camera_maker, stranger):
        for signed in (
            signer.sign(encoded(), CROPPED, generator=generator),
            signer.sign(encoded(), generator=generator),
        ):
            assert read.label(signed) in (None, "signer_unknown")
            assert all(e.process == "unknown" or e.rank <= Rank.UNSIGNED for e in read.evidence(signed))
    assert read.label(camera_maker.sign(encoded(), CROPPED, generator=generator)) is None


def test_a_thumbnail_proves_nothing(read: Reader, camera_maker: Authority) -> None:
    for thumbnail in (camera_maker.sign(encoded(), SHOT), with_xmp(encoded(), AI_XMP)):
        signed = camera_maker.sign(encoded(), CROPPED, thumbnail=thumbnail)
        (evidence,) = read.evidence(signed)
        assert evidence.details["content_claim"] == "edited"
        assert read.label(signed) is None


def test_words_of_a_record_prove_nothing(read: Reader, camera_maker: Authority) -> None:
    """Statements in fields that are not for them: assertions of other kinds, agents, descriptions."""
    others = [
        {"label": "org.example.source", "data": {"digitalSourceType": f"{SOURCE_TYPE}digitalCapture"}},
        {"label": "org.example.xmp", "data": {"packet": AI_XMP.decode(), "settings": PARAMETERS}},
    ]
    described = CROPPED | {
        "softwareAgent": "Midjourney",
        "description": f"{SOURCE_TYPE}trainedAlgorithmicMedia",
    }
    (evidence,) = read.evidence(camera_maker.sign(encoded(), described, others=others))
    assert evidence.details["content_claim"] == "edited"


def test_settings_in_a_png_signed_as_a_capture(read: Reader, camera_maker: Authority) -> None:
    plain = encoded("PNG")
    forged = plain[:33] + text("parameters", PARAMETERS) + plain[33:]
    assert read.label(forged) == "ai_generated.metadata"
    assert read.label(camera_maker.sign(forged, SHOT, media_type="image/png")) == "captured.signed"
