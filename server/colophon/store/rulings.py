"""A decision with everything it does, kept as one change: all of it counts, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.entry import Basis, Entry, EntryState
from colophon.errors import Conflict
from colophon.store.cases import ContestState, Decision
from colophon.store.changes import advance
from colophon.store.entries import now_in_state, row_of
from colophon.store.tables import contests, decisions, entries


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, and what follows from it.

    ``entry`` counts from now on, in place of what was decided about its image before. ``settled`` is the new
    state of the waiting entry that the decision is about, ``closed`` that of the open contest.
    """

    decision: Decision
    entry: Entry | None = None
    settled: EntryState | None = None
    closed: ContestState | None = None


async def keep_ruling(engine: AsyncEngine, ruling: Ruling, affected: Iterable[str], now: float) -> Decision:
    """Carry out ``ruling`` in one transaction; gives the decision, dated ``now``.

    Raises Conflict when somebody else decided first, SQLAlchemyError when the database does not answer.
    """
    made = replace(ruling.decision, created=int(now))
    async with engine.begin() as connection:
        generation = await advance(connection, affected, now)
        if ruling.settled is not None:
            await _settle(connection, made, ruling.settled, generation)
        if ruling.entry is not None:
            await _replace(connection, ruling.entry, generation, now)
        if ruling.closed is not None:
            await _close(connection, made, ruling.closed, generation)
        await connection.execute(insert(decisions).values(**asdict(made)))
    return made


async def _settle(connection: AsyncConnection, made: Decision, state: EntryState, generation: int) -> None:
    waiting = entries.c.id == made.entry, entries.c.state == EntryState.WAITING
    values = now_in_state(state, generation)
    if (await connection.execute(update(entries).where(*waiting).values(**values))).rowcount != 1:
        raise Conflict("somebody else decided about this entry meanwhile")


async def _replace(connection: AsyncConnection, new: Entry, generation: int, now: float) -> None:
    earlier = (
        entries.c.sha256 == new.sha256,
        entries.c.basis == Basis.REVIEWED,
        entries.c.state != EntryState.WITHDRAWN,
    )
    values = now_in_state(EntryState.WITHDRAWN, generation)
    await connection.execute(update(entries).where(*earlier).values(**values))
    await connection.execute(insert(entries).values(**row_of(new, generation, now)))


async def _close(connection: AsyncConnection, made: Decision, state: ContestState, generation: int) -> None:
    waiting = contests.c.id == made.contest, contests.c.state == ContestState.OPEN
    values = {"state": state, "answer": made.reason, "generation": generation}
    if (await connection.execute(update(contests).where(*waiting).values(**values))).rowcount != 1:
        raise Conflict("this case is decided already")
