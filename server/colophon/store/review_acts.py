"""What a person's word does to items, within the change that it belongs to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.errors import Conflict
from colophon.store.chain import Act
from colophon.store.review_items import HOLD_SECONDS, free, put, theirs
from colophon.store.review_log import append
from colophon.store.review_tables import review_items, review_verdicts
from colophon.store.review_words import OPEN, Given, Item, ItemState, Person
from colophon.store.upsert import upsert

_ITEM = review_items.c
DUPLICATES = ("conflicts", "near")  # queues in which an image that is decided about need not wait any more


@dataclass(frozen=True, slots=True)
class Word:
    """What ``person`` says of an item, and what follows: its new state, rows of the log, more ``items``."""

    person: Person
    given: Given
    acts: tuple[Act, ...]
    items: tuple[Item, ...] = ()
    after: ItemState = ItemState.DECIDED


async def say(engine: AsyncEngine, word: Word, now: float) -> None:
    """Keep a word that changes nothing for readers. Raises Conflict, SQLAlchemyError."""
    async with engine.begin() as connection:
        await settle(connection, word, now)
        await append(connection, word.acts, now)


async def unsay(engine: AsyncEngine, given: Given, by: str, acts: tuple[Act, ...], now: float) -> None:
    """Take back a word that changed nothing for readers. Raises Conflict, SQLAlchemyError."""
    async with engine.begin() as connection:
        await unsettle(connection, given, by, now)
        await append(connection, acts, now)


async def settle(connection: AsyncConnection, word: Word, now: float) -> None:
    """Give the item its new state, and keep what was said.

    Raises Conflict when it is decided, somebody else has it, or it is for somebody else.
    """
    given = replace(word.given, created=int(now))
    values = {
        "state": word.after,
        "holder": given.who,
        "held_until": None,
        "verdict": given.verdict,
        "decision": given.decision,
        "changed": int(now),
    }
    may = _ITEM.id == given.item, free(word.person, int(now)), theirs(word.person)
    if (await connection.execute(update(review_items).where(*may).values(**values))).rowcount != 1:
        raise Conflict(await _why_not(connection, word))
    row = asdict(given)
    await connection.execute(upsert(review_verdicts, row, connection.dialect.name), row)
    await put(connection, word.items, now)


async def _why_not(connection: AsyncConnection, word: Word) -> str:
    query = select(_ITEM.state, _ITEM.holder).where(_ITEM.id == word.given.item)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return "this item is gone"
    if row.state not in OPEN:
        return "this item is decided already"
    if row.state == ItemState.HELD and row.holder != word.person.who:
        return "somebody else is looking at this item"
    if row.state == ItemState.UNSURE and not word.person.lead:
        return "somebody was unsure of this item, so it waits for a lead"
    return "this look is for somebody who said nothing of the image before"


async def unsettle(connection: AsyncConnection, given: Given, by: str, now: float) -> None:
    """Take a word back: the item is open again, and held by who takes it back. Raises Conflict."""
    values = {
        "state": ItemState.HELD,
        "holder": by,
        "held_until": int(now) + HOLD_SECONDS,
        "verdict": None,
        "decision": None,
        "changed": int(now),
    }
    mine = review_verdicts.c.item == given.item, review_verdicts.c.who == given.who
    gone = (await connection.execute(delete(review_verdicts).where(*mine))).rowcount
    still = _ITEM.id == given.item, _ITEM.verdict == given.verdict, _ITEM.holder == given.who
    back = await connection.execute(update(review_items).where(*still).values(**values))
    if gone != 1 or back.rowcount != 1:
        raise Conflict("something else was done with this item since, so this cannot be taken back any more")
    later = _ITEM.first == given.item, _ITEM.state.in_((*OPEN, ItemState.CLOSED))
    await connection.execute(delete(review_items).where(*later))  # nobody needs a second look at nothing


async def close(connection: AsyncConnection, which: ColumnElement[bool], decision: str, now: float) -> None:
    """These need nobody any more."""
    values = {"state": ItemState.CLOSED, "decision": decision, "held_until": None, "changed": int(now)}
    await connection.execute(update(review_items).where(which, _ITEM.state.in_(OPEN)).values(**values))


async def close_duplicates(connection: AsyncConnection, sha256: str, decision: str, now: float) -> None:
    """What waits about the same image, and asks nothing but what was decided now."""
    await close(connection, (_ITEM.sha256 == sha256) & _ITEM.queue.in_(DUPLICATES), decision, now)


async def reopen(connection: AsyncConnection, decision: str, now: float) -> None:
    """What a decision closed waits again."""
    values = {"state": ItemState.WAITING, "holder": None, "decision": None, "changed": int(now)}
    closed = _ITEM.decision == decision, _ITEM.state == ItemState.CLOSED
    await connection.execute(update(review_items).where(*closed).values(**values))


async def forget_image(connection: AsyncConnection, sha256: str, decision: str, now: float) -> None:
    """An image that is protected: nothing of it stays with what waits, and nobody is shown it."""
    about = _ITEM.sha256 == sha256
    await close(connection, about, decision, now)
    bare = {"known": "{}", "pdq": None, "label": None, "process": None, "first": None}
    await connection.execute(update(review_items).where(about).values(**bare))
