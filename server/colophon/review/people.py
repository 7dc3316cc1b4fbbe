"""In whose name people review: pseudonyms, so that a log that leaves the house names nobody."""

from __future__ import annotations

import hashlib

from colophon.roles import LEADS, Reader, Role
from colophon.store.review_words import LINK, Person
from colophon.store.staff import StaffTable

TOKEN = "token-"  # noqa: S105  how the pseudonyms of those begin who decide with a token that is no account's


async def of_session(staff: StaffTable, name: str | None, role: Role, secret: str) -> Person:
    """Who works in a session: an account by its random pseudonym, or whoever used a one-time link.

    ``secret`` is the session's; it cannot be found again from the pseudonym.
    """
    pseudonym = await staff.pseudonym(name) if name is not None else None
    return Person(pseudonym or LINK + _short(secret), role in LEADS)


async def of_reader(staff: StaffTable, reader: Reader) -> Person:
    """Who decides over the API: an account whose token it is, or whoever holds a token of nobody's."""
    pseudonym = await staff.pseudonym(reader.account) if reader.account is not None else None
    return Person(pseudonym or TOKEN + _short(reader.id), reader.role in LEADS)


def _short(secret: str) -> str:
    return hashlib.sha256(f"colophon reviewer {secret}".encode()).hexdigest()[:10]
