"""The key with which this installation signs bundles: Ed25519 (RFC 8032), made when it is first needed."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from colophon.errors import ConfigError

KEY_NAME = "audit-key.pem"  # in the data folder, readable by its owner only
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The key in the data folder, made there where there is none yet.

    Raises ConfigError naming the file where it cannot be made or read, where others may read it, or where it
    holds something else.
    """
    path = data / KEY_NAME
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise ConfigError(
                f"{path} can be read by others, who could sign in your name: `chmod 600 {path}`; or remove "
                "it, "
                "and a new key is made"
            )
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(
            f"the key in {path} cannot be used: {error}; remove it, and a new one is made"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError(f"{path} holds another kind of key than Ed25519; remove it, and a new one is made")
    return key


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """Its 32 bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key, 64 hex digits: short enough to tell by phone."""
    return hashlib.sha256(public).hexdigest()


def _make(path: Path) -> None:
    """Written whole under another name, then linked: of two processes one makes it, and both use that one."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    except FileExistsError:
        if not path.exists():
            raise
    finally:
        new.unlink(missing_ok=True)
