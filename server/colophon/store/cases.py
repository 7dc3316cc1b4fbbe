"""Contests and decisions, durable: who thinks a label is wrong, and what reviewers answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.errors import TooManyRequests
from colophon.evidence import Process
from colophon.store.changes import advance
from colophon.store.review_items import put
from colophon.store.review_words import Item, ItemKind
from colophon.store.tables import contests, decisions

DAY_SECONDS = 86_400
CONTESTS = "contests"  # the queue
PROCESSES = frozenset(Process)


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
    """A reviewer's answer about an image, an entry or a contest. ``reason`` is public, ``note`` is not.

    ``withdraws`` is the earlier decision that this one takes back. ``generation`` gives their order.
    """

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
    withdraws: str | None = None
    generation: int = 0


NO_ENTRY = frozenset({"keep", "accept", "reject", "protected", "withdrawn"})  # verdicts that say no process


def standing(made: Sequence[Decision]) -> list[Decision]:
    """Of all decisions about an image, oldest first, those that say how it was made and were not taken back.

    The last one is what readers see.
    """
    gone = {one.withdraws for one in made}
    return [one for one in made if one.verdict not in NO_ENTRY and one.id not in gone]


class CaseTable:
    """Contests, and the log of decisions, in which nothing is ever changed.

    Raises SQLAlchemyError when the database does not answer.
    """

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def open(self, contest: Contest, most: int = 0) -> int:
        """Keep a contest; gives the generation: a contested estimate is not shown until it is reviewed.

        Raises TooManyRequests where its owner opened ``most`` of them today (UTC) already; 0 is no limit.
        """
        now = self._now()
        async with self._engine.begin() as connection:
            generation = await advance(connection, [contest.sha256], now)  # no other is opened meanwhile
            if most:
                await _check_day(connection, contest.owner, most, int(now))
            row = asdict(replace(contest, created=int(now), generation=generation))
            await connection.execute(insert(contests).values(**row))
            await put(connection, [await _item(connection, contest)], now)
        return generation

    async def contest(self, id: str) -> Contest | None:
        """One contest."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(contests).where(contests.c.id == id))).one_or_none()
        return None if row is None else _contest(row)

    async def open_contests(
        self, limit: int | None = None, after: int = 0, begins: str = ""
    ) -> list[Contest]:
        """Those that wait for an answer, oldest first, from the generation ``after`` on.

        ``begins`` is what their ids begin with: hex digits.
        """
        waiting = contests.c.state == ContestState.OPEN, contests.c.generation > after
        named = contests.c.id.startswith(begins, autoescape=True)
        query = select(contests).where(*waiting, named).order_by(contests.c.generation).limit(limit)
        async with self._engine.connect() as connection:
            return [_contest(row) for row in await connection.execute(query)]

    async def contested(self) -> frozenset[str]:
        """The images about which a contest is open."""
        query = select(contests.c.sha256).where(contests.c.state == ContestState.OPEN).distinct()
        async with self._engine.connect() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def number_open(self) -> int:
        """How many contests wait for an answer."""
        query = select(func.count()).select_from(contests).where(contests.c.state == ContestState.OPEN)
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def decisions(self, sha256: str) -> Sequence[Decision]:
        """All decisions about one image, oldest first."""
        query = select(decisions).where(decisions.c.sha256 == sha256)
        query = query.order_by(decisions.c.generation, decisions.c.created, decisions.c.id)
        async with self._engine.connect() as connection:
            return [Decision(**row._mapping) for row in await connection.execute(query)]

    async def decision(self, id: str) -> Decision | None:
        """One decision."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(decisions).where(decisions.c.id == id))).one_or_none()
        return None if row is None else Decision(**row._mapping)


async def _item(connection: AsyncConnection, contest: Contest) -> Item:
    """What reviewers find in their queue: by the case's own id. About a decided image it is an appeal."""
    decided = select(exists().where(decisions.c.sha256 == contest.sha256))
    appeal = bool((await connection.execute(decided)).scalar_one())
    kind = ItemKind.APPEAL if appeal else ItemKind.FIRST
    process = contest.label.partition(".")[0]
    return Item(
        contest.id,
        CONTESTS,
        contest.sha256,
        kind,
        contest=contest.id,
        label=contest.label,
        process=process if process in PROCESSES else None,
    )


async def _check_day(connection: AsyncConnection, owner: str | None, most: int, now: int) -> None:
    passed = now % DAY_SECONDS
    today = contests.c.owner == owner, contests.c.created >= now - passed
    opened = (await connection.execute(select(func.count()).select_from(contests).where(*today))).scalar_one()
    if opened >= most:
        raise TooManyRequests(
            f"this server takes {most} contests a day (UTC) from one reader, and had them today",
            DAY_SECONDS - passed,
        )


def _contest(row: Row[Any]) -> Contest:
    values = dict(row._mapping)
    return Contest(**values | {"state": ContestState(values["state"])})
