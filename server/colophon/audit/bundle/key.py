"""The key with which this installation signs bundles: Ed25519 (RFC 8032), made when it is first needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from colophon.keyfile import another_kind, kept_key

KEY_NAME = "audit-key.pem"  # in the data folder, readable by its owner only


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The key in the data folder, made there where there is none yet. Raises ConfigError naming the file."""
    key = kept_key(data / KEY_NAME, Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise another_kind(data / KEY_NAME, "Ed25519")
    return key


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """Its 32 bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key, 64 hex digits: short enough to tell by phone."""
    return hashlib.sha256(public).hexdigest()
