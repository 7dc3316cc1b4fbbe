from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from c2pa import Context, Reader
from cryptography import x509
from PIL import Image

from colophon.demo import sign
from colophon.demo.certificate import SIGNER, Identity, make_identity

OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}


@pytest.fixture(scope="module")
def identity() -> Identity:
    return make_identity()


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    return Image.effect_noise((320, 240), 60).convert("RGB")


def read(data: bytes, anchor: str = "") -> Any:
    settings: dict[str, Any] = OFFLINE | ({"trust": {"trust_anchors": anchor}} if anchor else {})
    return Reader.try_create("image/jpeg", io.BytesIO(data), context=Context.from_dict(settings))


def failures(reader: Any) -> list[str]:
    return [entry["code"] for entry in reader.get_validation_results()["activeManifest"]["failure"]]


def test_recognised_only_with_the_demo_anchor(identity: Identity, picture: Image.Image) -> None:
    data = sign.signed(picture, "trainedAlgorithmicMedia", "Sample image generator", identity)
    assert read(data, identity.anchor).get_validation_state() == "Trusted"
    assert failures(read(data)) == ["signingCredential.untrusted"]
    assert failures(read(data, make_identity().anchor)) == ["signingCredential.untrusted"]


def test_the_record_says_how_it_was_made_and_who_signed(identity: Identity, picture: Image.Image) -> None:
    reader = read(sign.signed(picture, "digitalCapture", "Sample camera", identity))
    record = json.loads(reader.json())
    manifest = record["manifests"][record["active_manifest"]]
    actions = next(a for a in manifest["assertions"] if a["label"].startswith("c2pa.actions"))["data"][
        "actions"
    ]
    assert actions[0]["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    assert manifest["signature_info"]["issuer"] == SIGNER


def test_a_changed_picture_opens_but_does_not_fit_its_record(
    identity: Identity, picture: Image.Image
) -> None:
    data = sign.changed_later(sign.signed(picture, "digitalCapture", "Sample camera", identity))
    assert "assertion.dataHash.mismatch" in failures(read(data, identity.anchor))
    with Image.open(io.BytesIO(data)) as changed:
        changed.load()


def test_generator_text_and_source_type_are_written(picture: Image.Image) -> None:
    with Image.open(io.BytesIO(sign.with_parameters(picture, "Steps: 20"))) as png:
        assert png.info["parameters"] == "Steps: 20"
    with Image.open(io.BytesIO(sign.with_source_type(picture, "trainedAlgorithmicMedia"))) as jpeg:
        assert b'DigitalSourceType="http://cv.iptc.org/' in jpeg.info["xmp"]


def test_an_identity_lasts_a_month(identity: Identity) -> None:
    now = datetime.now(UTC)
    for certificate in x509.load_pem_x509_certificates(identity.chain.encode()):
        assert certificate.not_valid_before_utc < now < certificate.not_valid_after_utc
        assert 25 < (certificate.not_valid_after_utc - now).days < 31
