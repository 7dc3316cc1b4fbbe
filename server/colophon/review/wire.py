"""What a team's own tools say and are told over the API: queues, items, verdicts; pictures of cases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from colophon.wire import Id, ImageVerdict, Sha256, Wire, Words


class QueueOut(Wire):
    """A queue and what is in it. ``oldest`` is when the oldest that waits came, in seconds since 1970."""

    queue: str
    title: str
    waiting: int
    held: int
    unsure: int
    oldest: int | None


class QueueList(Wire):
    """Every queue that this token may see."""

    queues: list[QueueOut]


class ItemRow(Wire):
    """An item in a list. ``label`` is the id of the label that was shown, or null."""

    id: Id
    kind: str
    state: str
    label: str | None
    created: int


class ItemList(Wire):
    """Items that are open, in the order in which they are handed out."""

    items: list[ItemRow]


class ItemOut(Wire):
    """One item as its reviewer sees it.

    Nothing but where the image can be seen for a blind second look, and nothing at all of a protected image.
    ``mine`` says that it is held for this token's account, until ``held_until`` (seconds since 1970).
    ``appeal`` is what a reader wrote. ``places`` are the posts of an image that an audit met more than
    once, the earliest first: permalink, site, posted_at.
    """

    id: Id
    queue: str
    kind: str
    state: str
    asked: str
    mine: bool
    held_until: int | None
    protected: bool
    sha256: Sha256 | None
    label: str | None
    process: str | None
    where: dict[str, str | None]
    places: list[dict[str, str]]
    evidence: list[dict[str, Any]]
    appeal: str | None


class _Word(Wire):
    note: Words | None = None


class _Decision(_Word):
    reason: Words
    near: bool = False
    expires: dt.date | None = None


class Agree(_Decision):
    """The label fits; of an appeal: it is upheld."""

    verdict: Literal["agree"]


class Disagree(_Decision):
    """It was made in this way. Also the answer to a second look, whose reason is not kept."""

    verdict: Literal["disagree"]
    process: ImageVerdict


class PassOn(_Word):
    """Unsure: a lead gets it. Skip: somebody else does. Protected: it is hidden at once."""

    verdict: Literal["unsure", "skip", "protected"]


class VerdictIn(RootModel[Annotated[Agree | Disagree | PassOn, Field(discriminator="verdict")]]):
    """What a reviewer says of an item."""


class PictureOut(Wire):
    """The picture of a contest is kept, encrypted, for reviewers. It is gone after this day at the latest."""

    case: Id
    kept_until: dt.date
