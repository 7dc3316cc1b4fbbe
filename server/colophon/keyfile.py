"""Keys in the data folder: each made when it is first needed, and readable by its owner only."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from colophon.errors import ConfigError
from colophon.whole import make_once

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def kept_key(path: Path, generate: Callable[[], PrivateKeyTypes]) -> PrivateKeyTypes:
    """The private key in ``path`` (PEM), of whatever kind; made there where there is none yet.

    Raises ConfigError naming the file where it cannot be made or read, where others may read it, or where it
    holds something else.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if not path.exists():
            make_once(path, _pem(generate()))
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise ConfigError(
                f"{path} can be read by others, who could sign in your name: `chmod 600 {path}`; or remove "
                "it, and a new key is made"
            )
        return load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(
            f"the key in {path} cannot be used: {error}; remove it, and a new one is made"
        ) from error


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key (RFC 8032) in ``path``, made there where there is none yet. Raises ConfigError."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = kept_key(path, Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise another_kind(path, "Ed25519")
    return key


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """Its 32 bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key, 64 hex digits: short enough to tell by phone."""
    return hashlib.sha256(public).hexdigest()


def another_kind(path: Path, wanted: str) -> ConfigError:
    """What to raise where the key there is of another kind."""
    return ConfigError(f"{path} holds another kind of key than {wanted}; remove it, and a new one is made")


def _pem(key: PrivateKeyTypes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
