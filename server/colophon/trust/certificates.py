"""Names and dates of the certificates in a PEM list."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import NamedTuple

from colophon.errors import TrustError

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class Certificate(NamedTuple):
    """One certificate of a list: whose it is, until when, and its SHA-256 fingerprint in hex."""

    subject: str
    until: datetime
    fingerprint: str


def parse_pem(text: str, name: str) -> list[Certificate]:
    """The certificates in ``text``; words between them are ignored, as in the published lists.

    Raises TrustError, naming ``name``, when one cannot be read.
    """
    from cryptography import x509  # 8 MB, which a server without trust lists does not need
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        blocks = [x509.load_pem_x509_certificate(pem) for pem in _PEM.findall(text.encode())]
    except ValueError as error:
        raise TrustError(f"trust list {name}: a certificate in it cannot be read ({error})") from error
    return [
        Certificate(c.subject.rfc4514_string(), c.not_valid_after_utc, c.fingerprint(SHA256()).hex())
        for c in blocks
    ]


def next_update(text: str) -> str | None:
    """``NextUpdate`` of an ETSI list in JSON: when its publisher means to issue the next one."""
    return _about(text, "NextUpdate")


def issued(text: str) -> str | None:
    """The day on which an ETSI list in JSON was issued (ISO 8601)."""
    when = _about(text, "ListIssueDateTime")
    return when and when[:10]


def _about(text: str, name: str) -> str | None:
    try:
        value = json.loads(text)["LoTE"]["ListAndSchemeInformation"][name]
    except (ValueError, KeyError, TypeError):
        return None
    return value if isinstance(value, str) else None
