"""Pictures as they lie at rest: encrypted, and bound to the image they are of."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from colophon.errors import Conflict

KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.3: random ones serve for 2^32 pictures under one key
_PURPOSE = b"colophon case picture 1"


class Sealed(Conflict):
    """A picture is kept and cannot be opened; says why, and what to do."""

    title = "Picture cannot be opened"


@dataclass(frozen=True, slots=True)
class Key:
    """32 random bytes. ``name`` tells one key from another and says nothing of it."""

    secret: bytes

    @property
    def name(self) -> str:
        """16 hex digits."""
        return hashlib.sha256(b"colophon key name" + self.secret).hexdigest()[:16]


def seal(key: Key, data: bytes, sha256: str, media_type: str) -> bytes:
    """Nonce and ciphertext with its tag (AES-256-GCM). It opens as this image of this type only."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, data, _about(sha256, media_type))


def unseal(key: Key, body: bytes, sha256: str, media_type: str) -> bytes:
    """The picture. Raises Sealed where what is kept was changed, or is that of another image."""
    nonce, ciphertext = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
    try:
        return AESGCM(key.secret).decrypt(nonce, ciphertext, _about(sha256, media_type))
    except (InvalidTag, ValueError):
        raise Sealed(
            "what is kept of this picture was changed since, so it is not shown: restore the database, "
            "or look at the post"
        ) from None


def _about(sha256: str, media_type: str) -> bytes:
    return b"\0".join((_PURPOSE, sha256.encode(), media_type.encode()))
