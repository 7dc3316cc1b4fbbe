"""The queues: what they are called, what they ask, and in which order their items are handed out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from colophon.errors import BadRequest
from colophon.review.filling import CONFLICTS, NEAR_COPIES
from colophon.review.imports import AUDIT
from colophon.review.second_pass import SECOND, SETTLE
from colophon.store.cases import CONTESTS

OLDEST, DOUBT, RANDOM = "oldest", "doubt", "random"
_AUDIT = re.compile(rf"{AUDIT}[a-z0-9][a-z0-9_.-]{{0,59}}")


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


def queue_of(name: str) -> Queue:
    """The queue of this name. Raises BadRequest where there can be none."""
    if name in BY_NAME:
        return BY_NAME[name]
    if not _AUDIT.fullmatch(name):
        raise BadRequest(f"a queue is one of {', '.join(BY_NAME)}, or audit: and the name of an audit")
    title = f"Audit {name.removeprefix(AUDIT)}"
    return Queue(name, title, "Images of an audit, the least settled first.", DOUBT)
