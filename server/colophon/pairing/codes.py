"""Secrets: codes that people can read out and type, and the hashes by which all secrets are kept."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that reads like another letter
CODE_LETTERS = 12  # 58 bits: at a million guesses a second, thousands of years
_GROUP = 4
TOKEN_BYTES = 32


def random_token() -> str:
    """A new bearer token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def random_code() -> str:
    """A new code as people see it: XXXX-XXXX-XXXX."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)))


def hash_code(code: str) -> str:
    """The hash of a code as somebody typed it: in small letters, without dashes or with others, too."""
    return hash_secret(_grouped("".join(letter for letter in code.upper() if letter.isalnum())))


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def hash_secret(secret: str) -> str:
    """The SHA-256 of a token or code, which is all that is kept of it."""
    # Secrets are only ever compared by their SHA-256, so how long a comparison takes says nothing about them.
    # What is not UTF-8 reaches us from a header as surrogates; it is as wrong as any other unknown token.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
