"""What a person says of an item, what follows from it, and how it is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import orjson

from colophon.errors import BadRequest, Conflict, NotFound, Refused
from colophon.review.desk import KEEP, PROTECTED, Desk, facts_of
from colophon.review.second_pass import UNSURE, SecondPass, to_settle
from colophon.store.cases import Decision
from colophon.store.chain import Act, LogRow
from colophon.store.database import Store
from colophon.store.review_acts import Word, say, unsay
from colophon.store.review_words import Given, Item, ItemKind, ItemState, Person
from colophon.wire import ContestDecision, ImageDecision, ImageVerdict

AGREE, DISAGREE, SKIP = "agree", "disagree", "skip"
VERDICTS = (AGREE, DISAGREE, UNSURE, SKIP, PROTECTED)  # in the order of their keys, from 1
PROCESSES = frozenset(word for words in get_args(ImageVerdict) for word in get_args(words))
TAKEN_BACK = "Reviewers took this decision back."
LOOKED_BACK = 500  # acts of somebody among which the last one that stands is looked for


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody chose: ``verdict`` and, where that asks for one, how the image was made."""

    verdict: str
    process: str | None = None
    reason: str = ""
    note: str | None = None
    near: bool = False
    expires: date | None = None


class Verdicts:
    """Takes verdicts on items. What a method did is kept, and seen by readers, when it returns."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        second: SecondPass,
        decided: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        """``decided`` hears of each image that was decided about."""
        self._store = store
        self._desk = desk
        self._second = second
        self._decided = decided
        self._now = now

    async def give(self, person: Person, id: str, said: Said) -> Item:
        """Say something of an item; gives it as it was before.

        Raises NotFound, BadRequest where a choice is missing, and Conflict where it is decided, held by
        somebody else, or for somebody else.
        """
        item = await self._store.review.get(id)
        if item is None:
            raise NotFound("there is no item of this id; it may have been removed after its time")
        if said.verdict not in VERDICTS:
            raise BadRequest(f"a verdict is one of {', '.join(VERDICTS)}")
        if said.verdict == PROTECTED:
            await self._desk.protect(
                item.sha256, lambda made: self._word(person, item, said, None, made), said.note
            )
        elif said.verdict in {SKIP, UNSURE}:
            await self._pass_on(person, item, said)
        elif item.kind is ItemKind.SECOND:
            await self._look_again(person, item, said)
        else:
            await self._decide(person, item, said)
        return item

    async def take_back(self, person: Person, number: int | None = None) -> str:
        """Undo the act of this number in the log, or the person's last one; gives the item's id.

        Raises NotFound where there is nothing to undo, Refused where it is somebody else's and the person no
        lead, Conflict where something was done since.
        """
        row = await (self._last(person) if number is None else self._store.log.row(number))
        if row is None or row.act != "verdict" or row.item is None:
            raise NotFound("there is nothing to take back")
        if row.who != person.who and not person.lead:
            raise Refused("this was said by somebody else; a lead can take it back")
        data = orjson.loads(row.data)
        given = Given(row.item, row.who, data["verdict"], data.get("process"))
        acts = (Act(person.who, "undo", row.item, row.image, {"undoes": row.number}),)
        if decision := data.get("decision"):
            await self._desk.withdraw(decision, TAKEN_BACK, acts, given, person.who)
        else:
            await unsay(self._store.engine, given, person.who, acts, self._now())
        return row.item

    async def assign(self, lead: Person, id: str, to: str, until: int) -> None:
        """Keep an item for somebody. Raises Conflict where it is decided or gone."""
        act = Act(lead.who, "assign", id, data={"to": to})
        if not await self._store.review.assign(id, to, until, act):
            raise Conflict("this item is decided already, or gone")

    async def _last(self, person: Person) -> LogRow | None:
        undone: set[int] = set()
        for row in await self._store.log.by(person.who, LOOKED_BACK):
            if row.act == "undo":
                undone.add(orjson.loads(row.data)["undoes"])
            elif row.act == "verdict" and row.number not in undone:
                return row
        return None

    async def _pass_on(self, person: Person, item: Item, said: Said) -> None:
        blind = item.kind is ItemKind.SECOND
        word = self._word(person, item, said, UNSURE if said.verdict == UNSURE else None)
        if said.verdict == SKIP:
            word = replace(word, after=ItemState.SKIPPED)
        elif not blind:
            word = replace(word, after=ItemState.UNSURE)
        else:
            word = await self._compared(item, word)
        await say(self._store.engine, word, self._now())

    async def _look_again(self, person: Person, item: Item, said: Said) -> None:
        """A blind look decides nothing: where it differs from the first, a lead gets both."""
        if said.process is None:
            raise BadRequest("choose how this image was made, as you see it")
        word = self._word(person, item, said, _process(said.process))
        await say(self._store.engine, await self._compared(item, word), self._now())

    async def _compared(self, item: Item, word: Word) -> Word:
        first = await self._store.review.get(str(item.first))
        if first is None:
            return word
        said = await self._store.review.verdicts(first.id)
        one = next((given.process for given in said if given.who == first.holder), None)
        return replace(word, items=to_settle(item, first, one, str(word.given.process)))

    async def _decide(self, person: Person, item: Item, said: Said) -> None:
        agrees = said.verdict == AGREE
        process = _agreed(item) if agrees else _process(said.process)
        if agrees and item.kind is ItemKind.SETTLE:
            await say(self._store.engine, self._word(person, item, said, process), self._now())
            return
        more: dict[str, Any] = {"reason": said.reason, "note": said.note}
        more |= {"near": said.near, "expires": said.expires}
        asked: ContestDecision | ImageDecision
        if item.contest is not None:
            verdict: Any = KEEP if agrees else process
            asked = ContestDecision(contest=item.contest, verdict=verdict, **more)
        else:
            chosen: Any = process
            asked = ImageDecision(sha256=item.sha256, verdict=chosen, **more)
        await self._desk.decide(asked, person.who, lambda made: self._word(person, item, said, process, made))
        if item.contest is None or not agrees:
            self._decided(item.sha256)

    def _word(
        self, person: Person, item: Item, said: Said, process: str | None, made: Decision | None = None
    ) -> Word:
        decision = made.id if made else None
        data = {"queue": item.queue, "kind": item.kind, "shown": item.label, "process": process}
        data |= facts_of(made) if made else {}
        data["verdict"] = said.verdict
        kept = {name: value for name, value in data.items() if value is not None}
        act = Act(person.who, "verdict", item.id, item.sha256, kept)
        given = Given(item.id, person.who, said.verdict, process, said.note, decision)
        later = () if said.verdict in {SKIP, PROTECTED} else self._second.of(item)
        return Word(person, given, (act,), later if item.kind is not ItemKind.SECOND else ())


def lasting(day: date | None) -> date | None:
    """The last day (UTC) of a decision, as it is. Raises BadRequest where it is over."""
    if day is not None and day < datetime.now(UTC).date():
        raise BadRequest("this day is over: leave it empty for a decision that stands until it is taken back")
    return day


def _process(chosen: str | None) -> str:
    if chosen is None:
        raise BadRequest("choose how this image was made")
    if chosen not in PROCESSES:
        raise BadRequest(f"how an image was made is one of {', '.join(sorted(PROCESSES))}")
    return chosen


def _agreed(item: Item) -> str:
    """What agreeing comes to: the process that the shown label says."""
    if item.contest is not None:
        return item.process or KEEP
    if item.process is None or item.process not in PROCESSES:
        raise BadRequest("there is no label here to agree with; choose how the image was made")
    return item.process
