"""The words of the registry: what is remembered of a picture, so that a copy of it is recognised. No I/O.

An entry holds hashes and a statement, never pixels (label specification, section 14, 17 and 18).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from colophon.evidence import Process


class Kind(StrEnum):
    """What an entry is for."""

    STATEMENT = "statement"  # how a picture was made, and who says so
    PROTECTED = "protected"  # an intimate picture: no label, no storage, a help route


class Basis(StrEnum):
    """What the statement rests on: it decides the weight of a match (specification, section 5)."""

    REVIEWED = "reviewed"  # a reviewer's decision: rank 100
    RECORDED = "recorded"  # a signed record, a watermark, a reviewed collection: rank 70
    STATED = "stated"  # somebody's own words: rank 60


class EntryState(StrEnum):
    """Whether an entry counts, and for whom."""

    ACTIVE = "active"  # for every reader
    WAITING = "waiting"  # for its sender only, until a reviewer accepts it
    WITHDRAWN = "withdrawn"  # for nobody; kept so that others learn of it


ORIGIN = "subscription:"  # with the subscription's id after it, the origin of what it gave
REMEMBERED = frozenset(
    {
        Process.AI_GENERATED,
        Process.AI_EDITED,
        Process.AI_INVOLVED,
        Process.COMPOSITE_AI,
        Process.CAPTURED_EARLIER,
    }
)
# An entry about a change speaks only of a copy that holds the whole frame: the changed part may be the very
# part that a crop lost, and an original must never inherit the label of its edit.
ABOUT_A_PART = frozenset({Process.AI_EDITED, Process.AI_INVOLVED, Process.COMPOSITE_AI})


@dataclass(frozen=True, slots=True)
class Entry:
    """One remembered picture.

    ``sha256`` knows exact copies, ``sketch`` (see `colophon.images.sketch`) near ones; one may be absent.
    ``said_by`` is who says it, ``words`` exactly how, ``date`` when (ISO 8601), ``permalink`` where.
    ``owner`` is the SHA-256 of the sender's token, ``origin`` the collection or subscription it came with.
    ``number`` and ``generation`` (of its last change) are given by the store; ``expires`` is in seconds
    since 1970.
    """

    id: str
    kind: Kind
    basis: Basis
    process: Process
    state: EntryState = EntryState.ACTIVE
    sha256: str | None = None
    sketch: bytes | None = None
    said_by: str | None = None
    words: str | None = None
    date: str | None = None
    permalink: str | None = None
    pattern: str | None = None
    language: str | None = None
    owner: str | None = None
    origin: str | None = None
    expires: int | None = None
    created: int = 0
    number: int = 0
    generation: int = 0

    @property
    def followed(self) -> bool:
        """Whether it came with something that this server follows."""
        return (self.origin or "").startswith(ORIGIN)

    def counts_at(self, now: float) -> bool:
        """Whether it counts for anybody at this time, in seconds since 1970."""
        return self.state is not EntryState.WITHDRAWN and (self.expires is None or now < self.expires)
