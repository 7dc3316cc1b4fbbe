"""What this server follows, durable: other servers' streams and lists, and how far each is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.entry import ORIGIN, Basis, Entry, EntryState
from colophon.errors import Conflict
from colophon.evidence import Process
from colophon.store.changes import advance
from colophon.store.entries import BATCH, now_in_state, row_of
from colophon.store.subscription_tables import subscriptions
from colophon.store.tables import entries


class Source(StrEnum):
    """What is followed."""

    STREAM = "stream"  # signed, of another Colophon server
    LIST = "list"  # of hashes, unsigned


class Following(StrEnum):
    """How it stands."""

    NEW = "new"  # not asked yet
    WORKS = "works"
    UNREACHABLE = "unreachable"  # no usable answer; asked again
    REFUSED = "refused"  # it is not what was signed, or not what it was: what came before is kept


@dataclass(frozen=True, slots=True)
class Subscription:
    """One of them. ``name`` is what readers see; ``trust`` the most that is believed of it.

    Of a stream ``key`` is its publisher's public key (32 bytes as hex), ``seq`` and ``hash`` are the last
    record that was taken in. Of a list ``process`` is what holds where a row says nothing, ``etag`` what its
    server called its state. ``error`` says in words what is wrong, ``checked`` is when it was last asked.
    """

    id: str
    url: str
    kind: Source
    name: str
    trust: Basis
    key: str | None = None
    process: Process | None = None
    seq: int = 0
    hash: str = ""
    etag: str | None = None
    state: Following = Following.NEW
    error: str | None = None
    checked: int | None = None
    created: int = 0

    @property
    def origin(self) -> str:
        """Of the entries that it gives."""
        return ORIGIN + self.id


class SubscriptionTable:
    """Subscriptions by id. Every method raises SQLAlchemyError when the database does not answer.

    Of several processes one follows: it holds the subscription for some seconds, and again before they end.
    """

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def add(self, new: Subscription) -> Subscription:
        """Keep a new one, dated now. Raises Conflict where another has its name or its address."""
        made = asdict(new) | {"created": int(self._now())}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(subscriptions).values(**made))
        except IntegrityError as error:
            raise Conflict(f"{new.name} or {new.url} is followed already") from error
        return Subscription(**made)

    async def all(self) -> list[Subscription]:
        """All of them, oldest first."""
        return await self._some()

    async def get(self, id: str) -> Subscription | None:
        """One of them; None where it is followed no more."""
        return next(iter(await self._some(subscriptions.c.id == id)), None)

    async def remove(self, id: str) -> bool:
        """Follow it no more. Whether it was there."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(subscriptions).where(subscriptions.c.id == id))
        return gone.rowcount == 1

    async def hold(self, id: str, holder: str, seconds: float) -> bool:
        """Have it for ``seconds`` from now; False where somebody else has it, or it is gone."""
        now = self._now()
        free = or_(subscriptions.c.holder == holder, subscriptions.c.held_until < int(now))
        values = {"holder": holder, "held_until": int(now + seconds)}
        async with self._engine.begin() as connection:
            query = update(subscriptions).where(subscriptions.c.id == id, free).values(**values)
            return (await connection.execute(query)).rowcount == 1

    async def let_go(self, holder: str) -> None:
        """Hold none any more."""
        mine = subscriptions.c.holder == holder
        async with self._engine.begin() as connection:
            await connection.execute(update(subscriptions).where(mine).values(held_until=0))

    async def note(self, id: str, state: Following, error: str | None = None, **values: Any) -> None:
        """How it stands now, and what else of it is new."""
        said = {"state": state, "error": error, "checked": int(self._now()), **values}
        async with self._engine.begin() as connection:
            await connection.execute(update(subscriptions).where(subscriptions.c.id == id).values(**said))

    async def take_in(
        self,
        at: Subscription,
        seq: int,
        hash: str,
        new: Sequence[Entry],
        gone: Sequence[str],
        affected: Iterable[str],
    ) -> bool:
        """Take over records after ``at`` as one change: ``new`` entries, those that are ``gone``, the place.

        ``gone`` are ids. False, and nothing is changed, where it is followed no more, or somebody else was
        quicker.
        """
        now = self._now()
        state = {"state": Following.WORKS, "error": None, "checked": int(now)}
        async with self._engine.begin() as connection:
            here = subscriptions.c.id == at.id, subscriptions.c.seq == at.seq
            moved = update(subscriptions).where(*here).values(seq=seq, hash=hash, **state)
            if (await connection.execute(moved)).rowcount != 1:
                return False
            if not new and not gone:
                return True
            generation = await advance(connection, affected, now)
            for start in range(0, len(gone), BATCH):
                some = entries.c.id.in_(gone[start : start + BATCH])
                values = now_in_state(EntryState.WITHDRAWN, generation)
                await connection.execute(update(entries).where(some).values(**values))
            if new:
                await connection.execute(insert(entries), [row_of(e, generation, now) for e in new])
        return True

    async def _some(self, *conditions: Any) -> list[Subscription]:
        columns = [c for c in subscriptions.c if c.name not in {"holder", "held_until"}]
        query = select(*columns).where(*conditions).order_by(subscriptions.c.created, subscriptions.c.id)
        async with self._engine.connect() as connection:
            return [_subscription(row._mapping) for row in await connection.execute(query)]


def _subscription(row: Any) -> Subscription:
    values = dict(row)
    words = {
        "kind": Source(values["kind"]),
        "trust": Basis(values["trust"]),
        "process": Process(values["process"]) if values["process"] else None,
        "state": Following(values["state"]),
    }
    return Subscription(**values | words)
