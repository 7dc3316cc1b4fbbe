"""What a creator's own words say, as a registry may remember it."""

from __future__ import annotations

from colophon.checks.disclosure import read
from colophon.disclose.source_type import Claim
from colophon.entry import Basis
from colophon.registry.intake import Told

ORIGIN = "colophon disclose"


def told_by_creator(
    claim: Claim, words: str, *, date: str, said_by: str | None = None, permalink: str | None = None
) -> Told:
    """The statement of ``words``, said on ``date`` (ISO 8601).

    Pattern and language are how Colophon reads the words, or None where it reads them as something else.
    """
    read_as = next(
        (f.statement for f in read(words, "caption") if f.statement.process is claim.process), None
    )
    return Told(
        process=claim.process,
        basis=Basis.STATED,
        origin=ORIGIN,
        said_by=said_by,
        words=words,
        permalink=permalink,
        date=date,
        pattern=read_as.pattern if read_as else None,
        language=read_as.language if read_as else None,
    )
