"""What enters the registry by itself: what the record of a recognised signer says. Nothing weaker does."""

from __future__ import annotations

import secrets

from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Evidence, Findings, Integrity, Match, Process, Rank, Source

_AI = frozenset({Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED, Process.COMPOSITE_AI})
_CAPTURED = frozenset({Process.CAPTURED, Process.CAPTURED_EDITED})


def new_id() -> str:
    """A name for an entry, a contest or a decision: 128 random bits, 32 hex digits."""
    return secrets.token_hex(16)


def to_remember(found: Findings) -> Entry | None:
    """The entry that the image's own signed record makes, without a sketch; None where there is none to make.

    Recorded evidence of rank 70 and more counts (specification, section 5); a camera's record is kept as
    `captured_earlier`, which defends the photo. A record that contradicts what is already remembered of the
    same picture is not taken in: else one signed copy of somebody's photo would brand all others. Nor is
    anything kept twice.
    """
    signed = next((e for e in found.evidence if _is_recorded(e)), None)
    if signed is None or found.pdq is None:
        return None
    process = Process.CAPTURED_EARLIER if signed.process in _CAPTURED else signed.process
    if any(_stands_against(e, process) for e in found.evidence):
        return None
    return Entry(
        id=new_id(),
        kind=Kind.STATEMENT,
        basis=Basis.RECORDED,
        process=process,
        sha256=found.sha256,
        said_by=signed.source_name,
        date=signed.date,
    )


def _is_recorded(e: Evidence) -> bool:
    fits = e.details.get("integrity", Integrity.OK) == Integrity.OK
    return (
        e.source is Source.SIGNED and e.rank >= Rank.SIGNED_INTERIM and fits and e.process in _AI | _CAPTURED
    )


def _stands_against(e: Evidence, process: Process) -> bool:
    """An entry of the same picture that says the same already, or the opposite."""
    if e.details.get("match") not in {Match.EXACT, Match.SAME}:
        return False
    return e.process == process or (e.process == Process.CAPTURED_EARLIER) != (
        process == Process.CAPTURED_EARLIER
    )
