"""Who this server is to the AT Protocol: did:web of its public address, and the key behind its labels.

Sources: atproto.com/specs/did, atproto.com/specs/cryptography (secp256k1, compressed, multibase base58btc;
signatures with low S, 64 bytes), atproto.com/specs/label (the key #atproto_label, the service
#atproto_labeler), w3c-ccg.github.io/did-method-web.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from colophon.keyfile import another_kind, kept_key

KEY_NAME = "label-key.pem"  # in the data folder, readable by its owner only
KEY_ID, SERVICE_ID = "#atproto_label", "#atproto_labeler"
_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141  # of secp256k1 (SEC 2, 2.4.1)
_SECP256K1_PUB = b"\xe7\x01"  # multicodec table, as a varint
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def label_key(data: Path) -> ec.EllipticCurvePrivateKey:
    """The key in the data folder, made there where there is none yet. Raises ConfigError naming the file."""
    path = data / KEY_NAME
    key = kept_key(path, lambda: ec.generate_private_key(ec.SECP256K1()))
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256K1):
        raise another_kind(path, "secp256k1")
    return key


def did_of(address: str) -> str:
    """The name of a server at this public address, as did:web has it."""
    return f"did:web:{quote(urlsplit(address).netloc, safe='')}"


@dataclass(frozen=True, slots=True)
class Identity:
    """``address`` is the public one."""

    address: str
    key: ec.EllipticCurvePrivateKey

    @property
    def did(self) -> str:
        """Its name."""
        return did_of(self.address)

    def sign(self, data: bytes) -> bytes:
        """64 bytes: r and s, with the lower of the two s; the same for the same data (RFC 6979)."""
        made = self.key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(made)
        return r.to_bytes(32) + min(s, _ORDER - s).to_bytes(32)

    def document(self) -> dict[str, Any]:
        """The DID document: how the labels are checked, and where they are served."""
        did = self.did
        method = {
            "id": did + KEY_ID,
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multikey(self.key.public_key()),
        }
        service = {"id": SERVICE_ID, "type": "AtprotoLabeler", "serviceEndpoint": self.address}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": did,
            "verificationMethod": [method],
            "service": [service],
        }


def multikey(key: ec.EllipticCurvePublicKey) -> str:
    """A public key as text."""
    return "z" + _base58(_SECP256K1_PUB + key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def _base58(data: bytes) -> str:
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text
