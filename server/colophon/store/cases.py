"""Contests and decisions, durable: who thinks a label is wrong, and what reviewers answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.store.changes import advance
from colophon.store.tables import contests, decisions


class ContestState(StrEnum):
    """What became of a contest."""

    OPEN = "open"
    KEPT = "kept"  # reviewers looked, and the label stays
    CHANGED = "changed"  # reviewers looked, and it does not


@dataclass(frozen=True, slots=True)
class Contest:
    """Somebody says that a label is wrong. ``owner`` is the SHA-256 of the sender's token."""

    id: str
    sha256: str
    label: str
    reason: str
    state: ContestState = ContestState.OPEN
    answer: str | None = None
    owner: str | None = None
    created: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's answer about an image, an entry or a contest. ``reason`` is public, ``note`` is not."""

    id: str
    verdict: str
    reason: str
    team: str
    sha256: str | None = None
    entry: str | None = None
    contest: str | None = None
    note: str | None = None
    near: bool = False
    expires: int | None = None
    created: int = 0


class CaseTable:
    """Contests, and the log of decisions, in which nothing is ever changed.

    Raises SQLAlchemyError when the database does not answer.
    """

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def open(self, contest: Contest) -> int:
        """Keep a contest; gives the generation: a contested estimate is not shown until it is reviewed."""
        now = self._now()
        async with self._engine.begin() as connection:
            generation = await advance(connection, [contest.sha256], now)
            row = asdict(replace(contest, created=int(now), generation=generation))
            await connection.execute(insert(contests).values(**row))
        return generation

    async def contest(self, id: str) -> Contest | None:
        """One contest."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(contests).where(contests.c.id == id))).one_or_none()
        return None if row is None else _contest(row)

    async def open_contests(self) -> list[Contest]:
        """All that wait for an answer, oldest first."""
        query = select(contests).where(contests.c.state == ContestState.OPEN).order_by(contests.c.generation)
        async with self._engine.connect() as connection:
            return [_contest(row) for row in await connection.execute(query)]

    async def decisions(self, sha256: str) -> Sequence[Decision]:
        """All decisions about one image, oldest first."""
        query = select(decisions).where(decisions.c.sha256 == sha256)
        query = query.order_by(decisions.c.created, decisions.c.id)
        async with self._engine.connect() as connection:
            return [Decision(**row._mapping) for row in await connection.execute(query)]


def _contest(row: Row[Any]) -> Contest:
    values = dict(row._mapping)
    return Contest(**values | {"state": ContestState(values["state"])})
