"""In whose name people review: pseudonyms, so that a log that leaves the house names nobody."""

from __future__ import annotations

import hashlib

from colophon.roles import LEADS, Role
from colophon.store.review_words import LINK, Person
from colophon.store.staff import StaffTable

TOKEN = "token-"  # noqa: S105  how the pseudonyms of those begin who decide over the API


async def of_session(staff: StaffTable, name: str | None, role: Role, secret: str) -> Person:
    """Who works in a session: an account by its random pseudonym, or whoever used a one-time link.

    ``secret`` is the session's; it cannot be found again from the pseudonym.
    """
    pseudonym = await staff.pseudonym(name) if name is not None else None
    return Person(pseudonym or LINK + _short(secret), role in LEADS)


def of_token(id: str) -> Person:
    """Who decides over the API. ``id`` is the SHA-256 of their token."""
    return Person(TOKEN + _short(id))


def _short(secret: str) -> str:
    return hashlib.sha256(f"colophon reviewer {secret}".encode()).hexdigest()[:10]
