"""A decision with everything it does, kept as one change: all of it counts, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import Conflict
from colophon.store.case_media import forget_pictures
from colophon.store.cases import ContestState, Decision, standing
from colophon.store.chain import Act
from colophon.store.changes import advance
from colophon.store.entries import now_in_state, row_of
from colophon.store.published import tell, tell_protected
from colophon.store.review_acts import Word, close, close_duplicates, forget_image, reopen, settle, unsettle
from colophon.store.review_log import append
from colophon.store.review_tables import review_items
from colophon.store.review_words import Given
from colophon.store.tables import contests, decisions, entries


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, and what follows from it.

    ``entry`` counts from now on, in place of what was decided about its image before; one of protected
    images beside it. ``settled`` is the new state of the waiting entry that the decision is about, ``closed``
    that of the contest. ``word`` is what was said of an item of the queue, ``acts`` are rows of the log where
    there is no such word. Of those ``hidden`` no picture is kept any more, and nothing told. ``secret``: the
    image is near a protected one, so that others are told nothing of this.
    """

    decision: Decision
    entry: Entry | None = None
    settled: EntryState | None = None
    closed: ContestState | None = None
    word: Word | None = None
    acts: tuple[Act, ...] = ()
    hidden: tuple[str, ...] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A decision is taken back: ``decision`` says so, and names it.

    ``retracts`` says that its entry goes; ``entry`` is what was decided before and stands again, ``unlisted``
    an entry of protected images that counts no more. ``given`` is the word that is taken back, by ``by``
    where that is somebody else.
    """

    decision: Decision
    retracts: bool = False
    entry: Entry | None = None
    unlisted: str | None = None
    given: Given | None = None
    by: str | None = None
    acts: tuple[Act, ...] = ()
    secret: bool = False  # as in a ruling


async def keep_ruling(engine: AsyncEngine, ruling: Ruling, affected: Iterable[str], now: float) -> Decision:
    """Carry out ``ruling`` in one transaction; gives the decision, dated ``now``.

    Raises Conflict when somebody else decided first, SQLAlchemyError when the database does not answer.
    """
    async with engine.begin() as connection:
        generation = await advance(connection, affected, now)
        made = replace(ruling.decision, created=int(now), generation=generation)
        if ruling.settled is not None:
            await _settle(connection, made, ruling.settled, generation)
        if ruling.word is not None:
            await settle(connection, ruling.word, now)
        if ruling.closed is not None:
            await _close(connection, made, ruling.closed, generation, now)
        if ruling.entry is not None:
            await _enter(connection, made, ruling.entry, generation, now)
        await forget_pictures(connection, ruling.hidden)
        await tell_protected(connection, ruling.hidden, now)
        await connection.execute(insert(decisions).values(**asdict(made)))
        acts = ruling.word.acts if ruling.word is not None else ruling.acts
        await append(connection, acts, now)
        await _publish(connection, made, ruling.secret, now)
    return made


async def keep_withdrawal(
    engine: AsyncEngine, taken: Withdrawal, affected: Iterable[str], now: float
) -> Decision:
    """Take a decision back in one transaction; gives the decision that says so.

    Raises Conflict when something was decided since, SQLAlchemyError when the database does not answer.
    """
    async with engine.begin() as connection:
        generation = await advance(connection, affected, now)
        made = replace(taken.decision, created=int(now), generation=generation)
        if taken.unlisted is not None:
            await _unlist(connection, taken.unlisted, generation)
        if taken.retracts:
            await _check_stands(connection, made)
            await _withdraw(connection, str(made.sha256), generation)
        if taken.entry is not None:
            row = row_of(taken.entry, generation, now)
            await connection.execute(insert(entries).values(**row))
        if made.contest is not None:
            await _open_again(connection, made.contest, generation)
        await reopen(connection, str(made.withdraws), now)
        if taken.given is not None:
            await unsettle(connection, taken.given, taken.by or taken.given.who, now)
        await connection.execute(insert(decisions).values(**asdict(made)))
        await append(connection, taken.acts, now)
        await _publish(connection, made, taken.secret, now)
    return made


async def _publish(connection: AsyncConnection, made: Decision, secret: bool, now: float) -> None:
    if made.sha256 is not None:
        await tell(connection, made.sha256, made.reason, now, secret=secret)


async def _settle(connection: AsyncConnection, made: Decision, state: EntryState, generation: int) -> None:
    waiting = entries.c.id == made.entry, entries.c.state == EntryState.WAITING
    values = now_in_state(state, generation)
    if (await connection.execute(update(entries).where(*waiting).values(**values))).rowcount != 1:
        raise Conflict("somebody else decided about this entry meanwhile")


async def _enter(
    connection: AsyncConnection, made: Decision, new: Entry, generation: int, now: float
) -> None:
    if new.kind is Kind.PROTECTED:
        await forget_image(connection, str(new.sha256), made.id, now)
    else:
        await _withdraw(connection, str(new.sha256), generation)
        await close_duplicates(connection, str(new.sha256), made.id, now)
    await connection.execute(insert(entries).values(**row_of(new, generation, now)))


async def _withdraw(connection: AsyncConnection, sha256: str, generation: int) -> None:
    """What was decided about this image so far counts no more."""
    earlier = (
        entries.c.sha256 == sha256,
        entries.c.basis == Basis.REVIEWED,
        entries.c.kind == Kind.STATEMENT,
        entries.c.state != EntryState.WITHDRAWN,
    )
    values = now_in_state(EntryState.WITHDRAWN, generation)
    await connection.execute(update(entries).where(*earlier).values(**values))


async def _close(
    connection: AsyncConnection, made: Decision, state: ContestState, generation: int, now: float
) -> None:
    waiting = contests.c.id == made.contest, contests.c.state == ContestState.OPEN
    values = {"state": state, "answer": made.reason, "generation": generation}
    if (await connection.execute(update(contests).where(*waiting).values(**values))).rowcount != 1:
        raise Conflict("this case is decided already")
    await close(connection, review_items.c.id == made.contest, made.id, now)


async def _check_stands(connection: AsyncConnection, made: Decision) -> None:
    """Only what stands can be taken back: later decisions first."""
    query = select(decisions).where(decisions.c.sha256 == made.sha256)
    query = query.order_by(decisions.c.generation, decisions.c.created, decisions.c.id)
    made_before = [Decision(**row._mapping) for row in await connection.execute(query)]
    found = standing(made_before)
    if not found or found[-1].id != made.withdraws:
        raise Conflict("this decision does not stand any more, or another was made since: look at it first")


async def _unlist(connection: AsyncConnection, id: str, generation: int) -> None:
    values = now_in_state(EntryState.WITHDRAWN, generation)
    listed = entries.c.id == id, entries.c.state != EntryState.WITHDRAWN
    if (await connection.execute(update(entries).where(*listed).values(**values))).rowcount != 1:
        raise Conflict("this image is not listed any more")


async def _open_again(connection: AsyncConnection, contest: str, generation: int) -> None:
    values = {"state": ContestState.OPEN, "answer": None, "generation": generation}
    answered = contests.c.id == contest, contests.c.state != ContestState.OPEN
    if (await connection.execute(update(contests).where(*answered).values(**values))).rowcount != 1:
        raise Conflict("this case is open again, or was removed after a year")
