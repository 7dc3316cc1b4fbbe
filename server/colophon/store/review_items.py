"""What waits for a person, durable; and how one item is handed to one person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, case, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.store.chain import DECISION, Act
from colophon.store.review_log import append
from colophon.store.review_tables import review_items, review_log, review_verdicts
from colophon.store.review_words import (
    BY_OTHERS,
    FRESH,
    LINK,
    OPEN,
    Given,
    Item,
    ItemKind,
    ItemState,
    Person,
    Waiting,
)

HOLD_SECONDS = 15 * 60  # the page renews it; a person who went away keeps nobody waiting for longer
COMPARED = 20_000  # items that wait, compared when near copies are looked for
BATCH = 500
_ITEM = review_items.c


class ReviewTable:
    """Items by id and queue. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def put(self, items: Sequence[Item]) -> int:
        """Keep those that are not there yet, by their ids; gives how many are new."""
        new = 0
        for start in range(0, len(items), BATCH):
            async with self._engine.begin() as connection:
                new += await put(connection, items[start : start + BATCH], self._now())
        return new

    async def queues(self) -> list[Waiting]:
        """Every queue that has items, by name."""
        now = int(self._now())
        fresh, held = _fresh(now), and_(_ITEM.state == ItemState.HELD, _ITEM.held_until > now)
        query = (
            select(
                _ITEM.queue,
                func.count(case((fresh, 1))).label("waiting"),
                func.count(case((held, 1))).label("held"),
                func.count(case((_ITEM.state == ItemState.UNSURE, 1))).label("unsure"),
                func.count(case((_ITEM.state == ItemState.DECIDED, 1))).label("decided"),
                func.min(case((or_(fresh, _ITEM.state == ItemState.UNSURE), _ITEM.created))).label("oldest"),
            )
            .group_by(_ITEM.queue)
            .order_by(_ITEM.queue)
        )
        async with self._engine.connect() as connection:
            return [Waiting(**row._mapping) for row in await connection.execute(query)]

    async def left(self, queue: str, person: Person) -> int:
        """How many items of a queue would still be handed out to this person."""
        conditions = (
            _ITEM.queue == queue,
            _free(person, int(self._now())),
            ~_answered(person),
            theirs(person),
        )
        query = select(func.count()).select_from(review_items).where(*conditions)
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def get(self, id: str) -> Item | None:
        """One item."""
        found = await self._some(_ITEM.id == id)
        return found[0] if found else None

    async def page(self, queue: str, limit: int, offset: int = 0, *, order: str = "oldest") -> list[Item]:
        """Those that are open, in the order in which they are handed out."""
        conditions = _ITEM.queue == queue, _ITEM.state.in_(OPEN)
        return await self._some(*conditions, order=_order(order), limit=limit, offset=offset)

    async def hashes(self) -> list[tuple[str, str, str]]:
        """Id, SHA-256 and perceptual hash of what waits, the oldest first."""
        query = select(_ITEM.id, _ITEM.sha256, _ITEM.pdq).where(
            _ITEM.state.in_(OPEN), _ITEM.pdq.is_not(None), _ITEM.kind == ItemKind.FIRST
        )
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(_ITEM.number).limit(COMPARED))
            return [(row.id, row.sha256, row.pdq) for row in rows]

    async def hash_of(self, sha256: str) -> str | None:
        """The perceptual hash that an item of this image came with, in hex."""
        query = select(_ITEM.pdq).where(_ITEM.sha256 == sha256, _ITEM.pdq.is_not(None)).limit(1)
        async with self._engine.connect() as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
        return found

    async def some(self, ids: Sequence[str]) -> list[Item]:
        """Those of these ids that there are."""
        return await self._some(_ITEM.id.in_(ids)) if ids else []

    async def take(self, queue: str, person: Person, order: str = "oldest") -> Item | None:
        """Hand out the next item: what the person holds already, or one that nobody else holds.

        One statement chooses it and holds it, so that two who ask at once never get the same. None where
        nothing is left for this person.
        """
        now = int(self._now())
        own = _ITEM.queue == queue, _ITEM.state == ItemState.HELD, _ITEM.holder == person.who
        held = await self._some(*own, _ITEM.held_until > now, order=[_ITEM.number], limit=1)
        if held:
            return await self.hold(held[0].id, person) or held[0]
        next_one = (
            select(_ITEM.number)
            .where(_ITEM.queue == queue, _free(person, now), ~_answered(person), theirs(person))
            .order_by(*_order(order))
            .limit(1)
            .with_for_update(skip_locked=True)  # PostgreSQL: who asks at once takes the one after it
            .correlate(None)
        )
        return await self._hold(_ITEM.number == next_one.scalar_subquery(), person, now)

    async def hold(self, id: str, person: Person) -> Item | None:
        """Hand out this very item, or hold it for longer. What was decided is not handed out.

        None where somebody else has it, or it is for somebody else.
        """
        now = int(self._now())
        return await self._hold(and_(_ITEM.id == id, theirs(person)), person, now)

    async def _hold(self, which: ColumnElement[bool], person: Person, now: int) -> Item | None:
        values = {"state": ItemState.HELD, "holder": person.who, "held_until": now + HOLD_SECONDS}
        query = update(review_items).where(which, free(person, now)).values(**values)
        async with self._engine.begin() as connection:
            row = (await connection.execute(query.returning(*review_items.columns))).one_or_none()
        return None if row is None else _item(row)

    async def release(self, id: str, who: str) -> bool:
        """Give back what one holds."""
        return await self._change(
            and_(_ITEM.id == id, _ITEM.state == ItemState.HELD, _ITEM.holder == who),
            {"state": ItemState.WAITING, "holder": None, "held_until": None},
        )

    async def assign(self, id: str, who: str, until: int, act: Act) -> bool:
        """Keep an item for somebody, whoever holds it now, and log that; False where it is decided."""
        values = {"state": ItemState.HELD, "holder": who, "held_until": until}
        query = update(review_items).where(_ITEM.id == id, _ITEM.state.in_(OPEN)).values(**values)
        async with self._engine.begin() as connection:
            if (await connection.execute(query)).rowcount != 1:
                return False
            await append(connection, [act], self._now())
        return True

    async def verdicts(self, item: str) -> list[Given]:
        """What was said of an item, oldest first."""
        return await self._given(review_verdicts.c.item == item)

    async def pairs(self) -> list[tuple[str, str]]:
        """Of every image that had a blind second look: what the first came to, and what the second."""
        first, second, decided = review_verdicts.alias(), review_verdicts.alias(), review_items.alias()
        query = (
            select(first.c.process, second.c.process)
            .join_from(review_items, second, (second.c.item == _ITEM.id) & (second.c.who == _ITEM.holder))
            .join(decided, decided.c.id == _ITEM.first)
            .join(first, (first.c.item == decided.c.id) & (first.c.who == decided.c.holder))
            .where(_ITEM.kind == ItemKind.SECOND, _ITEM.state == ItemState.DECIDED)
            .where(first.c.process.is_not(None), second.c.process.is_not(None))
        )
        async with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in await connection.execute(query)]

    async def busy_since(self, who: str, since: int) -> list[int]:
        """When somebody said something since then, the latest first."""
        query = select(review_verdicts.c.created).where(
            review_verdicts.c.who == who, review_verdicts.c.created >= since
        )
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(review_verdicts.c.created.desc()))
            return list(rows.scalars())

    async def _change(self, which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        async with self._engine.begin() as connection:
            changed = await connection.execute(update(review_items).where(which).values(**values))
        return changed.rowcount == 1

    async def _given(self, which: ColumnElement[bool]) -> list[Given]:
        query = select(review_verdicts).where(which).order_by(review_verdicts.c.created)
        async with self._engine.connect() as connection:
            return [Given(**row._mapping) for row in await connection.execute(query)]

    async def _some(
        self, *conditions: Any, order: Sequence[Any] = (), limit: int | None = None, offset: int = 0
    ) -> list[Item]:
        query = select(review_items).where(*conditions).order_by(*(order or [_ITEM.number]))
        async with self._engine.connect() as connection:
            return [_item(row) for row in await connection.execute(query.limit(limit).offset(offset))]


async def put(connection: AsyncConnection, items: Sequence[Item], now: float) -> int:
    """Keep what is not there yet, within the caller's transaction; gives how many are new."""
    rows = [_row(replace(item, created=item.created or int(now), changed=int(now))) for item in items]
    if not rows:
        return 0
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    query = insert(review_items).values(rows).on_conflict_do_nothing(index_elements=["id"])
    return int((await connection.execute(query)).rowcount)


def _fresh(now: int) -> ColumnElement[bool]:
    over = and_(_ITEM.state == ItemState.HELD, _ITEM.held_until <= now)
    return or_(_ITEM.state.in_(FRESH), over)


def _free(person: Person, now: int) -> ColumnElement[bool]:
    """Whether nobody has it, and it waits for people like this one."""
    return or_(_fresh(now), _ITEM.state == ItemState.UNSURE) if person.lead else _fresh(now)


def free(person: Person, now: int) -> ColumnElement[bool]:
    """Whether this person has it, or nobody."""
    return or_(_free(person, now), and_(_ITEM.state == ItemState.HELD, _ITEM.holder == person.who))


def same_person(column: Any, person: Person) -> ColumnElement[bool]:
    """Whether that is the same person, or may be: nobody knows who is behind two one-time links."""
    one: ColumnElement[bool] = column == person.who if person.has_account else column.startswith(LINK)
    return one


def _answered(person: Person) -> ColumnElement[bool]:
    """Whether they said something of it already."""
    said = review_verdicts.alias()
    return exists().where(said.c.item == _ITEM.id, said.c.who == person.who)


def theirs(person: Person) -> ColumnElement[bool]:
    """Whether it may be theirs: another look at an image is for those who said nothing of it before.

    Neither of an item, nor past the queue (`DECISION` in the log).
    """
    said, other, logged = review_verdicts.alias(), review_items.alias(), review_log.alias()
    before = exists().where(
        said.c.item == other.c.id,
        other.c.id != _ITEM.id,
        other.c.sha256 == _ITEM.sha256,
        same_person(said.c.who, person),
    )
    decided = exists().where(
        logged.c.image == _ITEM.sha256, logged.c.act == DECISION, same_person(logged.c.who, person)
    )
    return or_(_ITEM.kind.not_in(BY_OTHERS), and_(~before, ~decided))


def _order(order: str) -> list[Any]:
    known: dict[str, list[Any]] = {
        "oldest": [_ITEM.created],
        "doubt": [_ITEM.doubt.desc()],
        "random": [_ITEM.draw],
    }
    return [*known[order], _ITEM.number]


def _row(item: Item) -> dict[str, Any]:
    row = asdict(item) | {"known": orjson.dumps(dict(item.known)).decode()}
    del row["number"]
    return row


def _item(row: Row[Any]) -> Item:
    values = dict(row._mapping)
    words = {
        "kind": ItemKind(values["kind"]),
        "state": ItemState(values["state"]),
        "known": orjson.loads(values["known"]),
    }
    return Item(**values | words)
