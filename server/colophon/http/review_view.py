"""What the page of an item shows: from the store, in words."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson

from colophon.http.services import Services
from colophon.images.hamming import within, words_of
from colophon.images.hashes import NEAR
from colophon.labels import help_in
from colophon.labels.messages import messages
from colophon.review.describe import told
from colophon.review.pictures import Shown
from colophon.review.queues import queue_of
from colophon.review.verdicts import PROCESSES
from colophon.store.chain import LogRow
from colophon.store.review_words import OPEN, Item, ItemKind, ItemState, Person

MOST_COPIES = 48  # shown for one item: a form has 100 fields at most
# how an image was made, in the words that reviewers choose from
MADE = {
    "captured": "A camera took it",
    "captured_edited": "A camera took it, and it was changed later",
    "ai_generated": "AI made it",
    "ai_edited": "AI changed parts of it",
    "ai_involved": "AI was used, how much is not known",
    "composite_ai": "Put together, with a part that AI made",
    "composite": "Put together from several images",
    "no_finding": "We looked and could not tell",
}
SUPPORTED, NOT_ENOUGH = "The evidence on record supports this.", "The evidence on record is not enough."
# offered besides the usual one, which is either of these, as the verdict is
REASONS = (
    "A signed record says how it was made.",
    "Whoever made it says so.",
    "An earlier copy shows how it was made.",
    "What is seen in the picture itself.",
)
ASKED = {
    ItemKind.FIRST: "Does the label fit this image?",
    ItemKind.APPEAL: "An appeal: this image was decided about before, by somebody else. Uphold or change?",
    ItemKind.SECOND: "A second look: how was this image made, as you see it?",
    ItemKind.SETTLE: "Two looks came to different ends. Uphold the first, or change it?",
}
UNLABELLED = "How was this image made?"


@dataclass(frozen=True, slots=True)
class Copy:
    """Something that waits and looks like the item, or is the same image; ``pictured`` if it is shown."""

    item: Item
    title: str
    same: bool
    pictured: bool = False


def usual_reason(process: str | None) -> str:
    """The public reason of whoever chose none."""
    return NOT_ENOUGH if process == "no_finding" else SUPPORTED


def short_of(item: Item) -> str | None:
    """The words of the label that was shown."""
    label: Mapping[str, str] = item.known.get("label") or {}
    if "short" in label:
        return label["short"]
    known = messages("en").labels.get(item.label or "")
    return known.short.replace("{platform}", "Platform") if known else item.label


async def contents(services: Services, item: Item, person: Person, sees: bool) -> dict[str, Any]:
    """Everything that the template shows of an item, for this person, who ``sees`` pictures or does not."""
    queue, now = queue_of(item.queue), int(time.time())
    blind = item.kind is ItemKind.SECOND and item.state in OPEN
    hidden = await services.store.entries.of_image(item.sha256)
    protected = item.verdict == "protected" or any(entry.kind == "protected" for entry in hidden)
    known: Mapping[str, Any] = {} if blind or protected else await _known(services, item)
    shown = Shown() if protected or not sees else await services.pictures.look(item.sha256)
    held = item.state is ItemState.HELD and (item.held_until or 0) > now
    alike = [] if blind or protected else await copies(services, item)
    return {
        "item": item,
        "queue": queue,
        "asked": UNLABELLED if item.kind is ItemKind.FIRST and not item.label else ASKED[item.kind],
        "blind": blind,
        "protected": help_in("en") if protected else None,
        "short": None if blind or protected else short_of(item),
        "known": known,
        "where": {name: item.known.get(name) for name in ("permalink", "site", "posted_at")},
        "places": item.known.get("places", ()),
        "evidence": known.get("evidence", ()),
        "unchecked": _unchecked(known),
        "case": await services.store.cases.contest(item.contest) if item.contest else None,
        "mine": held and item.holder == person.who,
        "taken": held and item.holder != person.who,
        "open": item.state in OPEN,
        "can_agree": not blind and (item.contest is not None or item.process in PROCESSES),
        "can_near": not shown.protected and await services.fingerprints.at_hand(item.sha256, hidden),
        "copies": await _pictured(services, alike) if sees and not shown.protected else alike,
        "history": [] if blind else [_told(row) for row in await services.store.log.of_image(item.sha256)],
        "picture": shown,
        "made": MADE,
        "reasons": REASONS,
        "person": person,
    }


async def copies(services: Services, item: Item) -> list[Copy]:
    """What waits for a first look and may be decided about together with ``item``."""
    waiting = await services.store.review.hashes()
    ids = [id for id, sha256, _ in waiting if sha256 == item.sha256 and id != item.id]
    others = [(id, pdq) for id, sha256, pdq in waiting if sha256 != item.sha256]
    if item.pdq and others:
        hashes = np.frombuffer(bytes.fromhex("".join(pdq for _, pdq in others)), np.uint8).reshape(-1, 32)
        wanted = words_of(np.frombuffer(bytes.fromhex(item.pdq), np.uint8).reshape(1, 32))[0]
        ids += [others[row][0] for row in within(words_of(hashes), wanted, NEAR)[0].tolist()]
    found = await services.store.review.some(ids[:MOST_COPIES])
    return [Copy(one, queue_of(one.queue).title, one.sha256 == item.sha256) for one in found]


async def _pictured(services: Services, found: Sequence[Copy]) -> list[Copy]:
    kept = await services.pictures.held({copy.item.sha256 for copy in found})
    return [replace(copy, pictured=copy.item.sha256 in kept) for copy in found]


async def _known(services: Services, item: Item) -> Mapping[str, Any]:
    """What the item keeps; of a contest, what is known of its image now."""
    if item.known:
        return item.known
    found = (await services.pipeline.known([item.sha256])).get(item.sha256)
    return told(found) if found is not None else {}


def _unchecked(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    checks: Mapping[str, str] = known.get("checks") or {}
    return [(name, how) for name, how in checks.items() if how != "done"]


def _told(row: LogRow) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads(row.data)
    said = MADE.get(data.get("process", ""), data.get("process"))
    return {"row": row, "data": data, "said": said}


async def said_of(services: Services, id: str, person: Person) -> str | None:
    """What this person said of an item last, in a line for the page after it."""
    item = await services.store.review.get(id)
    if item is None:
        return None
    given = next((one for one in await services.store.review.verdicts(id) if one.who == person.who), None)
    if given is None:
        return f"Of {item.sha256[:8]} you say nothing now: what you said is taken back."
    words = given.verdict.capitalize() if given.process is None else MADE.get(given.process, given.process)
    return f"You said of {item.sha256[:8]}: {words}."


def grid_of(found: Sequence[Item], pictured: Collection[str], now: float) -> list[dict[str, Any]]:
    """Cards of a queue: what was shown of each and when it was posted, who has it, if a picture is kept."""
    return [
        {
            "item": item,
            "short": None if item.kind is ItemKind.SECOND else short_of(item),
            "held": item.state is ItemState.HELD and (item.held_until or 0) > now,
            "posted": (item.known.get("posted_at") or "")[:10],
            "pictured": item.sha256 in pictured,
        }
        for item in found
    ]
