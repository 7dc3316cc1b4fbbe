"""Items from the rows of an audit: one for each image, however often it appears, with all its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from colophon.errors import InputError
from colophon.review.describe import item_of
from colophon.review.second_pass import SecondPass, derived
from colophon.store.database import Store
from colophon.store.review_words import Item

AUDIT = "audit:"
BATCH = 200
MOST_PLACES = 20  # of one image: the earliest ones
PLACE = ("permalink", "site", "posted_at")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_UNSEEN = {"protected", "unreadable"}


@dataclass(frozen=True, slots=True)
class Imported:
    """How many images are new in the queue, were in it already, and were left out by what they are."""

    queue: str
    new: int
    known: int
    left_out: Mapping[str, int]


def queue_of(name: str) -> str:
    """The queue of an audit by this name. Raises InputError where that is no name."""
    if not _NAME.fullmatch(name):
        raise InputError(
            f"a queue's name has 1 to 60 of a-z, 0-9, dot, dash and underscore, not {name[:80]!r}"
        )
    return AUDIT + name


async def take_in(
    store: Store, rows: Callable[[], Iterable[Mapping[str, Any]]], queue: str, second: SecondPass
) -> Imported:
    """Queue every image of ``rows()``, which are read twice, once. What was queued before stays as it is."""
    again = _places_again(rows())
    left_out: dict[str, int] = {}
    new = seen = 0
    batch: list[Item] = []
    for row in images_of(rows(), left_out):
        id = derived(queue, row["sha256"])
        batch.append(item_of(id, queue, _placed(row, again), second.draw(id)))
        seen += 1
        if len(batch) == BATCH:
            new += await store.review.put(batch)
            batch = []
    new += await store.review.put(batch)
    return Imported(queue, new, seen - new, left_out)


def images_of(rows: Iterable[Mapping[str, Any]], left_out: dict[str, int]) -> Iterator[Mapping[str, Any]]:
    """The first row of every image that a person may look at. Protected ones are counted, and no more."""
    known: set[str] = set()
    for row in rows:
        if row["status"] in _UNSEEN:
            left_out[row["status"]] = left_out.get(row["status"], 0) + 1
        elif row["sha256"] not in known:
            known.add(row["sha256"])
            yield row


def _places_again(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Where images are after their first row, by SHA-256; in memory are those alone that are seen again."""
    seen: set[str] = set()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["status"] in _UNSEEN:
            continue
        if row["sha256"] in seen:
            found[row["sha256"]] = _earliest([*found.get(row["sha256"], ()), _place(row)])
        seen.add(row["sha256"])
    return found


def _placed(row: Mapping[str, Any], again: Mapping[str, list[dict[str, Any]]]) -> Mapping[str, Any]:
    """The row, with all its ``places`` where they are more than one."""
    places = _earliest([_place(row), *again.get(row["sha256"], ())])
    return {**row, "places": places} if len(places) > 1 else row


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in PLACE if row.get(name) is not None}


def _earliest(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once; what has no date comes last."""
    once = {tuple(place.items()): place for place in places if place}
    return sorted(once.values(), key=lambda place: place.get("posted_at") or "9999")[:MOST_PLACES]
