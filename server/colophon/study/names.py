"""Names by which a participant is known, each made of the code that only they have and the study's salt."""

from __future__ import annotations

import base64
import hashlib
import hmac

CODE_CHARS = 20
ITEM_DIGITS = 16
PARTICIPANT_DIGITS = 16  # 64 bits: two of a million participants agree once in 40 million studies


def participant_of(salt: bytes, code: str) -> str:
    """What the data call them: nobody without the salt can tell whose code it is."""
    return _keyed(salt, "participant", code).hex()[:PARTICIPANT_DIGITS]


def token_of(salt: bytes, code: str) -> str:
    """The bearer token for what they send. The same each time: an answer that got lost does no harm."""
    return base64.urlsafe_b64encode(_keyed(salt, "token", code)).decode().rstrip("=")


def code_of(salt: bytes, told: str) -> str:
    """The participant's code where a panel says in a link who comes: what it says is kept nowhere.

    20 characters of base32 in small letters, as the extension draws them.
    """
    return base64.b32encode(_keyed(salt, "link", told)).decode().lower()[:CODE_CHARS]


def item_of(salt: bytes, sha256: str) -> str:
    """The name of an image in the study; `item_key` says how it is made."""
    return hmac.new(item_key(salt).encode(), sha256.encode(), hashlib.sha256).hexdigest()[:ITEM_DIGITS]


def item_key(salt: bytes) -> str:
    """What the extension names images with, 64 hex digits: one image has another name in each study.

    A name is the first 16 hex digits of the HMAC-SHA256 of the image's SHA-256 (64 hex digits, as text) under
    this key (as text).
    """
    return _keyed(salt, "items", "").hex()


def _keyed(salt: bytes, what: str, value: str) -> bytes:
    return hmac.new(salt, f"{what}\0{value}".encode(), hashlib.sha256).digest()
