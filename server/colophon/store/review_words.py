"""The words of review in the store: items, what becomes of them, and who works on them. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LINK = "link-"  # how the pseudonyms of those begin who logged in by a one-time link and have no account


class ItemState(StrEnum):
    """What has become of an item."""

    WAITING = "waiting"
    HELD = "held"  # by one person, until a moment
    SKIPPED = "skipped"  # somebody passed it on to somebody else
    UNSURE = "unsure"  # somebody could not tell: it waits for a lead
    DECIDED = "decided"
    CLOSED = "closed"  # settled elsewhere


class ItemKind(StrEnum):
    """What is asked of a person."""

    FIRST = "first"
    APPEAL = "appeal"  # about an image that was decided before: by somebody else
    SECOND = "second"  # a blind second look, by somebody else
    SETTLE = "settle"  # two looks differ: for a lead


FRESH = (ItemState.WAITING, ItemState.SKIPPED)
OPEN = (*FRESH, ItemState.HELD, ItemState.UNSURE)
BY_OTHERS = (ItemKind.APPEAL, ItemKind.SECOND)  # never for those who said something of the image before


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reviews, by pseudonym. A ``lead`` gets what others were unsure of, too."""

    who: str
    lead: bool = False

    @property
    def has_account(self) -> bool:
        """Whether it is known who it is: all one-time links count as one person where that matters."""
        return not self.who.startswith(LINK)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for a person. Times are seconds since 1970; ``known`` holds no author, no caption.

    ``doubt`` is from 0 to 1000, ``draw`` random by a seed, ``first`` the item that a second look is at or the
    SHA-256 of the image that a near copy is of.
    """

    id: str
    queue: str
    sha256: str
    kind: ItemKind = ItemKind.FIRST
    state: ItemState = ItemState.WAITING
    holder: str | None = None
    held_until: int | None = None
    contest: str | None = None
    first: str | None = None
    pdq: str | None = None
    label: str | None = None
    process: str | None = None
    doubt: int = 0
    draw: int = 0
    known: Mapping[str, Any] = field(default_factory=dict)
    verdict: str | None = None
    decision: str | None = None
    created: int = 0
    changed: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody said of an item: ``verdict`` as they chose it, ``process`` what it comes to."""

    item: str
    who: str
    verdict: str
    process: str | None = None
    note: str | None = None
    decision: str | None = None
    created: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as it stands. ``oldest`` is when the oldest that waits came."""

    queue: str
    waiting: int
    held: int
    unsure: int
    decided: int
    oldest: int | None
