"""Records signed here and now: the tier of this server's own anchors, and who may speak for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.checks.c2pa.signing import SOURCE_TYPE, Authority, picture

from colophon.checks.c2pa import C2paCheck
from colophon.evidence import DONE, Confidence, Evidence, Process, Rank

MADE = {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE}trainedAlgorithmicMedia"}
SHOT = {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE}digitalCapture"}


def look(check: C2paCheck, data: bytes) -> Evidence:
    report = check.look(picture(data))
    assert report.outcome == DONE
    (evidence,) = report.evidence
    return evidence


def test_own_anchor_gives_local_trust(
    local_check: C2paCheck, authority: Authority, plain_jpeg: bytes
) -> None:
    e = look(local_check, authority.sign(plain_jpeg, MADE))
    assert e.details["integrity"] == "ok"
    assert e.details["trust"] == "local"
    assert (e.process, e.rank, e.confidence) == (
        Process.AI_GENERATED,
        Rank.SIGNED_INTERIM,
        Confidence.RECORDED,
    )
    assert e.source_name == "Test Press"


def test_stranger_is_not_recognised(local_check: C2paCheck, stranger: Authority, plain_jpeg: bytes) -> None:
    e = look(local_check, stranger.sign(plain_jpeg, MADE))
    assert e.details["trust"] == "untrusted"
    assert (e.process, e.rank, e.confidence) == (Process.AI_GENERATED, Rank.UNSIGNED, Confidence.STATED)


def test_changed_picture_is_tampered(local_check: C2paCheck, authority: Authority, plain_jpeg: bytes) -> None:
    signed = bytearray(authority.sign(plain_jpeg, MADE))
    signed[-20] ^= 0x10  # in the picture's own data
    e = look(local_check, bytes(signed))
    assert e.details["integrity"] == "tampered"
    assert (e.process, e.rank, e.confidence) == (Process.UNKNOWN, Rank.NO_CLAIM, Confidence.NONE)
    assert "content_claim" not in e.details


@pytest.mark.parametrize(
    ("first", "process"), [(SHOT, Process.CAPTURED), (MADE, Process.AI_GENERATED)], ids=["shot", "made"]
)
def test_a_recognised_signer_does_not_vouch_for_a_strangers_record(
    local_check: C2paCheck,
    authority: Authority,
    stranger: Authority,
    plain_jpeg: bytes,
    first: Mapping[str, Any],
    process: Process,
) -> None:
    """Else anybody could have a claim of theirs passed on under a name that is recognised."""
    laundered = authority.sign(plain_jpeg, parent=stranger.sign(plain_jpeg, first))
    e = look(local_check, laundered)
    assert e.details["trust"] == "local"
    assert (e.process, e.rank) == (process, Rank.UNSIGNED)
    assert e.details["note"] == "earlier_signer_not_recognised"

    passed_on = authority.sign(plain_jpeg, parent=authority.sign(plain_jpeg, first))
    e = look(local_check, passed_on)
    assert (e.process, e.rank) == (process, Rank.SIGNED_INTERIM)
    assert "note" not in e.details


@pytest.mark.parametrize(
    ("action", "process"), [(SHOT, Process.UNKNOWN), (MADE, Process.AI_GENERATED)], ids=["shot", "made"]
)
def test_gathered_actions_are_not_the_signers_word(
    local_check: C2paCheck,
    authority: Authority,
    plain_jpeg: bytes,
    action: Mapping[str, Any],
    process: Process,
) -> None:
    e = look(local_check, authority.sign(plain_jpeg, action, created=False))
    assert e.details["trust"] == "local"
    assert (e.process, e.rank) == (process, Rank.UNSIGNED)
    assert e.details["note"] == "not_said_by_signer"


def test_people_and_places_are_not_passed_on(
    local_check: C2paCheck, authority: Authority, plain_jpeg: bytes
) -> None:
    author = {"@type": "CreativeWork", "author": [{"@type": "Person", "name": "Ada Example"}]}
    place = {"@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:GPSLatitude": "59,54.8N"}
    others = [
        {"label": "stds.schema-org.CreativeWork", "data": author},
        {"label": "stds.exif", "data": place},
    ]
    e = look(local_check, authority.sign(plain_jpeg, SHOT, others=others))
    assert e.process == Process.CAPTURED
    assert "Ada" not in repr(e)
    assert "59,54" not in repr(e)
    assert "signer" in e.details
    assert "serial" not in repr(e).lower()
