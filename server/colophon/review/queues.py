"""The queues: what they are called, what they ask, and in which order their items are handed out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from colophon.errors import BadRequest, NotFound
from colophon.review.filling import CONFLICTS, NEAR_COPIES
from colophon.review.imports import AUDIT
from colophon.review.second_pass import SECOND, SETTLE
from colophon.store.cases import CONTESTS
from colophon.store.review_words import Person, Waiting

OLDEST, DOUBT, RANDOM = "oldest", "doubt", "random"
_OF_AUDIT = rf"{AUDIT}[a-z0-9][a-z0-9_.-]{{0,59}}"
_AUDIT = re.compile(_OF_AUDIT)


@dataclass(frozen=True, slots=True)
class Queue:
    """``order`` is that in which its items are handed out, ``lead`` whether only leads get them."""

    name: str
    title: str
    about: str
    order: str = OLDEST
    lead: bool = False


_FIXED = (
    Queue(CONTESTS, "Contests", "Somebody says that a label is wrong."),
    Queue(CONFLICTS, "Sources disagree", "What an image carries contradicts itself.", DOUBT),
    Queue(NEAR_COPIES, "Near copies", "They look like an image that was decided about."),
    Queue(SECOND, "Second looks", "Decided once; you see nothing of what was said, in random order.", RANDOM),
    Queue(SETTLE, "To settle", "Two looks came to different ends.", lead=True),
)
BY_NAME = {queue.name: queue for queue in _FIXED}
PATTERN = f"^({'|'.join(BY_NAME)}|{_OF_AUDIT})$"  # of names


def queue_of(name: str) -> Queue:
    """The queue of this name. Raises BadRequest where there can be none."""
    if name in BY_NAME:
        return BY_NAME[name]
    if not _AUDIT.fullmatch(name):
        raise BadRequest(f"a queue is one of {', '.join(BY_NAME)}, or audit: and the name of an audit")
    title = f"Audit {name.removeprefix(AUDIT)}"
    return Queue(name, title, "Images of an audit, the least settled first.", DOUBT)


def open_to(person: Person, name: str) -> Queue:
    """The queue of this name. Raises BadRequest as `queue_of`, NotFound where it is not for this person."""
    queue = queue_of(name)
    if queue.lead and not person.lead:
        raise NotFound("this queue is for leads")
    return queue


def standing(person: Person, found: Iterable[Waiting]) -> list[tuple[Queue, Waiting | None]]:
    """Every queue for this person with what is in it: the fixed ones first, then those of audits."""
    by_name = {row.queue: row for row in found}
    names = [*BY_NAME, *(name for name in by_name if name.startswith(AUDIT))]
    queues = map(queue_of, names)
    return [(queue, by_name.get(queue.name)) for queue in queues if person.lead or not queue.lead]
