"""What leaves the server about decisions: one row for each that begins or ceases to stand, never changed.

Rows are written in the transaction of the decision itself, under the lock of the generation counter, so that
their numbers have no gaps and follow the order of commits. They are compared with what stands, not derived
from what was asked: whatever the way to a decision, what is told is what readers see.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.entry import Basis, EntryState, Kind
from colophon.store.cases import Decision, standing
from colophon.store.chain import canonical
from colophon.store.tables import Words, decisions, entries, metadata

published = Table(
    "published",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # from 1, without a gap
    Column("decision", String(32), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("process", String(24), nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("reason", Words, nullable=False),  # empty once the image is protected
    Column("team", Words, nullable=False),
    Column("near", Boolean, nullable=False),
    Column("expires", BigInteger),
    Column("created", BigInteger, nullable=False),
    Column("sketch", LargeBinary),  # hashes of a picture, never pixels
    Column("sealed", String(64), nullable=False),  # of reason and sketch, as they were written
    Index("ix_published_image", "sha256", "seq"),
)
_ROW = published.c
BATCH = 2000  # values in one statement: databases bound them


@dataclass(frozen=True, slots=True)
class Published:
    """One row. ``process`` is what was found, ``no_finding`` for that; times are in seconds since 1970.

    With ``negated`` it takes back the row of the same ``decision`` before it, and says its process. ``near``
    says that near copies are meant, too; then ``sketch`` holds the hashes by which they are known (see
    `colophon.images.sketch`). Of an image that became protected neither ``reason`` nor ``sketch`` is left;
    ``sealed`` is their hash (`seal`), so that what was signed of a row stays what it was.
    """

    seq: int
    decision: str
    sha256: str
    process: str
    negated: bool
    reason: str
    team: str
    near: bool
    expires: int | None
    created: int
    sketch: bytes | None
    sealed: str

    @property
    def emptied(self) -> bool:
        """Whether its image is protected by now. Nobody decides without a reason."""
        return not self.reason

    def counts_at(self, now: float) -> bool:
        """Whether it says something that has not run out at this time, in seconds since 1970."""
        return not self.negated and (self.expires is None or now < self.expires)


def seal(reason: str, sketch: bytes | None) -> str:
    """The hash of what may be emptied later: SHA-256 in hex of ``{"reason":…,"sketch":…}`` as JSON.

    In this order, without spaces, UTF-8, as `colophon.store.chain.canonical` writes it; the sketch is base64
    with padding, or null.
    """
    values = {"reason": reason, "sketch": base64.b64encode(sketch).decode() if sketch else None}
    return hashlib.sha256(canonical(values).encode()).hexdigest()


async def tell(
    connection: AsyncConnection, sha256: str, why: str, now: float, *, secret: bool = False
) -> None:
    """Write what changed about an image. To be called in the transaction, after `advance` has its lock.

    ``why`` is the public reason for what is taken back. Of protected images nothing is told, and nothing that
    was told is left but that it is taken back. ``secret``: it is near one, which the database cannot tell.
    """
    protected = secret or await _protected(connection, sha256, now)
    stands = None if protected else await _standing(connection, sha256, now)
    told = await _last(connection, sha256)
    if protected:
        await _empty(connection, sha256)
    if told is not None and stands is not None and told.decision == stands.id and not told.negated:
        return
    if told is not None and told.counts_at(now):
        await _append(connection, _taken_back(told, "" if protected else why), now)
    if stands is not None:
        await _append(connection, await _row_of(connection, stands), now)


async def tell_everything(connection: AsyncConnection, now: float) -> None:
    """Write what stands, into a database that was filled from where nothing of this was kept yet."""
    query = select(decisions.c.sha256).where(decisions.c.sha256.is_not(None)).distinct()
    for sha256 in (await connection.execute(query.order_by(decisions.c.sha256))).scalars().all():
        await tell(connection, sha256, "", now)


async def tell_protected(connection: AsyncConnection, sha256s: Iterable[str | None], now: float) -> None:
    """Images that became protected, by themselves or as near copies: what was told of them goes."""
    named = list(dict.fromkeys(filter(None, sha256s)))
    for start in range(0, len(named), BATCH):  # a list may hold 100,000, and few of them were decided about
        query = select(_ROW.sha256).where(_ROW.sha256.in_(named[start : start + BATCH])).distinct()
        for sha256 in (await connection.execute(query)).scalars().all():
            await tell(connection, sha256, "", now, secret=True)


async def _protected(connection: AsyncConnection, sha256: str, now: float) -> bool:
    """Whether it is on a list, also on one that waits for a reviewer: in doubt nothing is told."""
    listed = (
        entries.c.sha256 == sha256,
        entries.c.kind == Kind.PROTECTED,
        entries.c.state != EntryState.WITHDRAWN,
        (entries.c.expires.is_(None)) | (entries.c.expires > int(now)),
    )
    return (await connection.execute(select(entries.c.id).where(*listed).limit(1))).first() is not None


async def _standing(connection: AsyncConnection, sha256: str, now: float) -> Decision | None:
    query = select(decisions).where(decisions.c.sha256 == sha256)
    query = query.order_by(decisions.c.generation, decisions.c.created, decisions.c.id)
    found = standing([Decision(**row._mapping) for row in await connection.execute(query)])
    if not found or (found[-1].expires is not None and found[-1].expires <= now):
        return None
    return found[-1]


async def _last(connection: AsyncConnection, sha256: str) -> Published | None:
    query = select(published).where(_ROW.sha256 == sha256).order_by(_ROW.seq.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Published(**row._mapping)


async def _empty(connection: AsyncConnection, sha256: str) -> None:
    await connection.execute(update(published).where(_ROW.sha256 == sha256).values(reason="", sketch=None))


def _taken_back(told: Published, why: str) -> dict[str, Any]:
    row = asdict(told) | {"negated": True, "reason": why, "expires": None, "sketch": None}
    return row | {"sealed": seal(why, None)}


async def _row_of(connection: AsyncConnection, made: Decision) -> dict[str, Any]:
    sketch = await _sketch(connection, str(made.sha256)) if made.near else None
    return {
        "decision": made.id,
        "sha256": made.sha256,
        "process": made.verdict,
        "negated": False,
        "reason": made.reason,
        "team": made.team,
        "near": made.near,
        "expires": made.expires,
        "sketch": sketch,
        "sealed": seal(made.reason, sketch),
    }


async def _sketch(connection: AsyncConnection, sha256: str) -> bytes | None:
    """The hashes of the entry that the decision became."""
    reviewed = (
        entries.c.sha256 == sha256,
        entries.c.basis == Basis.REVIEWED,
        entries.c.kind == Kind.STATEMENT,
        entries.c.state != EntryState.WITHDRAWN,
    )
    query = select(entries.c.sketch).where(*reviewed).order_by(entries.c.number.desc()).limit(1)
    found: bytes | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def _append(connection: AsyncConnection, row: dict[str, Any], now: float) -> None:
    highest = (await connection.execute(select(func.coalesce(func.max(_ROW.seq), 0)))).scalar_one()
    await connection.execute(insert(published).values(**row | {"seq": highest + 1, "created": int(now)}))


class PublishedTable:
    """Reads what was told. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def since(self, seq: int, limit: int) -> list[Published]:
        """Up to ``limit`` rows after ``seq``, in order."""
        query = select(published).where(_ROW.seq > seq).order_by(_ROW.seq).limit(limit)
        return await self._some(query)

    async def latest(self) -> int:
        """The number of the last row; 0 where there is none."""
        async with self._engine.connect() as connection:
            query = select(func.coalesce(func.max(_ROW.seq), 0))
            return int((await connection.execute(query)).scalar_one())

    async def last_expiry(self, now: float) -> int:
        """When the last of those ran out that have run out; 0 where none has."""
        async with self._engine.connect() as connection:
            query = select(func.coalesce(func.max(_ROW.expires), 0)).where(_ROW.expires <= int(now))
            return int((await connection.execute(query)).scalar_one())

    async def of_image(self, sha256: str) -> list[Published]:
        """Every row about an image, in order."""
        return await self._some(select(published).where(_ROW.sha256 == sha256).order_by(_ROW.seq))

    async def of_decision(self, id: str) -> list[Published]:
        """Every row about a decision, in order: the last one says whether it stands."""
        return await self._some(select(published).where(_ROW.decision == id).order_by(_ROW.seq))

    async def images(self) -> set[str]:
        """Every image that something was told of."""
        async with self._engine.connect() as connection:
            return set((await connection.execute(select(_ROW.sha256).distinct())).scalars())

    async def sketches(self) -> list[tuple[str, bytes]]:
        """The hashes that are told, by their images."""
        query = select(_ROW.sha256, _ROW.sketch).where(_ROW.sketch.is_not(None))
        async with self._engine.connect() as connection:
            return [(row.sha256, row.sketch) for row in await connection.execute(query)]

    async def last_of_images(self, seq: int, limit: int) -> list[Published]:
        """Up to ``limit`` rows after ``seq`` that are the last about their image, in order."""
        later = published.alias()
        newer = select(later.c.seq).where(later.c.sha256 == _ROW.sha256, later.c.seq > _ROW.seq)
        query = select(published).where(_ROW.seq > seq, ~newer.exists()).order_by(_ROW.seq).limit(limit)
        return await self._some(query)

    async def _some(self, query: Any) -> list[Published]:
        async with self._engine.connect() as connection:
            return [Published(**row._mapping) for row in await connection.execute(query)]
