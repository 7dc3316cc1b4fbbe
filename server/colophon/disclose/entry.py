"""What a registry may remember of a disclosure: a hash and a statement, never pixels."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from colophon.checks.disclosure import read
from colophon.disclose.disclose import Disclosed
from colophon.evidence import Process


@dataclass(frozen=True, slots=True)
class EntryValues:
    """A statement about one file. ``date`` is ISO 8601; ``sha256`` is that of the copy that was written.

    ``pattern`` and ``language`` are how the words are read, or None where they are read as something else.
    """

    sha256: str
    process: Process
    words: str
    pattern: str | None
    language: str | None
    said_by: str | None
    permalink: str | None
    date: str


def entry_of(
    disclosed: Disclosed, words: str, *, date: str, said_by: str | None = None, permalink: str | None = None
) -> EntryValues:
    """The values of an entry whose basis is the creator's own statement in ``words``."""
    statement = next(
        (f.statement for f in read(words, "caption") if f.statement.process is disclosed.claim.process), None
    )
    return EntryValues(
        sha256=hashlib.sha256(disclosed.data).hexdigest(),
        process=disclosed.claim.process,
        words=words,
        pattern=statement.pattern if statement else None,
        language=statement.language if statement else None,
        said_by=said_by,
        permalink=permalink,
        date=date,
    )
