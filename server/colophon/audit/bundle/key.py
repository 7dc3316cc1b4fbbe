"""The key with which this installation signs bundles: Ed25519 (RFC 8032), made when it is first needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from colophon.keyfile import signing_key as kept

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_NAME = "audit-key.pem"  # in the data folder, readable by its owner only


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The key in the data folder, made there where there is none yet. Raises ConfigError naming the file."""
    return kept(data / KEY_NAME)
