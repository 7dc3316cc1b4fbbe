"""Codes to integrity and trust, and which manifest may speak with the signer's weight."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.c2pa.stores import action, manifest, store, taken_in

from colophon.checks.c2pa.manifest import parse
from colophon.checks.c2pa.reading import Reading
from colophon.checks.c2pa.record import evidence_of
from colophon.checks.c2pa.validity import failures, integrity_of, trust_of, vouched
from colophon.evidence import Trust


@pytest.mark.parametrize(
    ("codes", "integrity"),
    [
        ([], "ok"),
        (["signingCredential.untrusted", "signingCredential.expired", "timeStamp.untrusted"], "ok"),
        (["cawg.ica.did_unavailable", "cawg.x509.signature.mismatch"], "ok"),
        (["assertion.action.malformed"], "ok"),
        (["assertion.dataHash.mismatch", "signingCredential.untrusted"], "tampered"),
        (["claimSignature.mismatch"], "tampered"),
        (["assertion.bmffHash.mismatch"], "tampered"),
        (["ingredient.manifest.missing"], "tampered"),
        (["assertion.required.missing"], "malformed"),
        (["some.code.of.the.future"], "malformed"),
        (["some.code.of.the.future", "claim.missing"], "tampered"),
    ],
)
def test_integrity(codes: list[str], integrity: str) -> None:
    assert integrity_of(codes) == integrity


@pytest.mark.parametrize(
    ("state", "by", "codes", "trust"),
    [
        ("Trusted", Trust.OFFICIAL, set(), "official"),
        ("Trusted", Trust.INTERIM, set(), "interim"),
        ("Valid", None, {"signingCredential.untrusted"}, "untrusted"),
        (
            "Invalid",
            None,
            {"signingCredential.untrusted", "signingCredential.expired"},
            "expired_untimestamped",
        ),
        ("Invalid", Trust.OFFICIAL, {"cawg.ica.did_unavailable"}, "untrusted"),
    ],
)
def test_trust(state: str, by: Trust | None, codes: set[str], trust: str) -> None:
    assert trust_of(Reading("read", state=state, trusted_by=by), frozenset(codes)) == trust


def test_failures_of_ingredients_count() -> None:
    delta = {"validationDeltas": {"failure": [{"code": "claimSignature.mismatch"}]}}
    results = {"activeManifest": {"failure": [{"code": "a"}]}, "ingredientDeltas": [delta]}
    assert failures({"validation_results": results}) == {"a", "claimSignature.mismatch"}
    assert failures({}) == frozenset()


SIGNATURE = "self#jumbf=/c2pa/first/c2pa.signature"
TRUSTED = {"code": "signingCredential.trusted", "url": SIGNATURE}
UNTRUSTED = {"code": "signingCredential.untrusted", "url": SIGNATURE}


@pytest.mark.parametrize(
    ("recorded", "now", "speaks"),
    [
        ({"success": [TRUSTED]}, {}, True),
        ({}, {"success": [TRUSTED]}, True),
        ({"failure": [UNTRUSTED]}, {"success": [TRUSTED]}, True),
        ({}, {}, False),
        ({"success": [TRUSTED]}, {"failure": [UNTRUSTED]}, False),
        ({"success": [TRUSTED], "failure": [UNTRUSTED]}, {}, False),
        (
            {"success": [TRUSTED], "failure": [{"code": "claimSignature.mismatch", "url": SIGNATURE}]},
            {},
            False,
        ),
        ({}, {"success": [TRUSTED | {"url": "self#jumbf=/c2pa/first2/c2pa.signature"}]}, False),
    ],
    ids=[
        "recorded",
        "found now",
        "recorded unknown, known now",
        "never known",
        "recorded, no longer",
        "record says both",
        "recorded as broken",
        "known is another",
    ],
)
def test_an_earlier_record_needs_a_recognised_signer(
    recorded: dict[str, Any], now: dict[str, Any], speaks: bool
) -> None:
    ingredient = taken_in("parentOf", "first") | {"validation_results": {"activeManifest": recorded}}
    given = store(manifest(action("opened"), ingredients=(ingredient,)), first=manifest(action("created")))
    given["validation_results"] = {"ingredientDeltas": [{"validationDeltas": now}]}
    parsed = parse(given)
    assert vouched(Reading("read", store=given), parsed, parsed.manifests["first"]) is speaks


def test_no_record_is_no_evidence() -> None:
    assert evidence_of(Reading("none")) is None


@pytest.mark.parametrize(
    ("message", "integrity"),
    [
        ("Remote: must fetch remote manifests from url http://127.0.0.1/", "remote_only"),
        ("Verify: invalid JUMBF header", "malformed"),
    ],
)
def test_exceptions_of_the_library(message: str, integrity: str) -> None:
    evidence = evidence_of(Reading("error", kind="C2paError", message=message))
    assert evidence is not None
    assert evidence.details == {"integrity": integrity, "trust": "none"}
    assert (evidence.rank, evidence.process, evidence.confidence) == (0, "unknown", "none")


def read(active: dict[str, Any], *codes: str, by: Trust | None = Trust.OFFICIAL) -> Reading:
    given = store(active) | {
        "validation_results": {"activeManifest": {"failure": [{"code": c} for c in codes]}}
    }
    return Reading("read", state="Trusted" if by else "Invalid", store=given, trusted_by=by)


def test_evidence_of_a_recognised_record() -> None:
    evidence = evidence_of(read(manifest(action("created", "trainedAlgorithmicMedia"))))
    assert evidence is not None
    assert (evidence.source, evidence.process, evidence.confidence) == ("signed", "ai_generated", "recorded")
    assert (evidence.rank, evidence.source_name, evidence.date) == (90, "Example Org", "2026-05-31")
    assert evidence.details == {
        "integrity": "ok",
        "trust": "official",
        "signer": "Example Org",
        "time": "2026-05-31T21:03:40+00:00",
        "content_claim": "ai_generated",
        "actions": ["c2pa.created"],
        "digital_source_type": "trainedAlgorithmicMedia",
    }


def test_structural_record_keeps_its_claim_with_a_note() -> None:
    codes = ("assertion.action.malformed", "signingCredential.expired")
    evidence = evidence_of(read(manifest(action("created", "trainedAlgorithmicMedia")), *codes, by=None))
    assert evidence is not None
    assert evidence.details["note"] == "structural"
    assert (evidence.process, evidence.rank) == ("ai_generated", 50)
    assert evidence.details["trust"] == "expired_untimestamped"


def test_text_of_a_record_is_bounded_and_printable() -> None:
    signature = {"issuer": "A\x1b[31m\u202eB" + "x" * 1000, "time": "2026-05-31T21:03:40+00:00"}
    evidence = evidence_of(read(manifest(signature_info=signature)))
    assert evidence is not None
    assert evidence.source_name is not None
    assert evidence.source_name.startswith("A[31mB")
    assert len(evidence.source_name) <= 120
