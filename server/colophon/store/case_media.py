"""Pictures that were sent with cases: ciphertext, and until when it is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.entry import EntryState, Kind
from colophon.errors import Conflict, Refused
from colophon.store.changes import hold
from colophon.store.review_tables import review_items
from colophon.store.review_words import OPEN
from colophon.store.tables import entries, metadata

SOME = 500  # values in one statement: databases bound their number

case_media = Table(
    "case_media",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the picture's bytes
    Column("key", String(16), nullable=False),  # the name of the key it is encrypted with
    Column("body", LargeBinary, nullable=False),  # nonce and ciphertext
    Column("media_type", String(32), nullable=False),
    Column("size", Integer, nullable=False),  # of the picture, in bytes
    Column(
        "hashes", LargeBinary, nullable=False
    ),  # perceptual, 32 bytes each: protected copies are known by them
    Column("by", String(16), nullable=False),
    Column("kept_until", BigInteger, nullable=False, index=True),
    Column("created", BigInteger, nullable=False),
)
_M = case_media.c


class By(StrEnum):
    """How a picture came."""

    CONTEST = "contest"
    AUDIT = "audit"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a kept picture without opening it. Times are seconds since 1970."""

    sha256: str
    key: str
    media_type: str
    size: int
    hashes: bytes
    by: str
    kept_until: int
    created: int = 0


class CaseMediaTable:
    """What is past its date is absent. Raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def put(self, kept: Kept, body: bytes, most: int) -> int:
        """Keep a picture; gives until when. One that is there stays as long as anybody was told.

        Raises Refused where it is protected, Conflict where the pictures would be more than ``most`` bytes.
        """
        now = int(self._now())
        async with self._engine.begin() as connection:
            await hold(connection)  # nobody protects it, and nobody else keeps one, in between
            if await _is_protected(connection, kept.sha256):
                raise Refused("nothing is kept of this picture: it is on a list of protected images")
            before = await _one(connection, kept.sha256)
            if before is not None and before.key == kept.key:
                until = max(before.kept_until, kept.kept_until)
                same = update(case_media).where(_M.sha256 == kept.sha256)
                await connection.execute(same.values(kept_until=until))
                return until
            await connection.execute(delete(case_media).where(_M.sha256 == kept.sha256))
            await _check_room(connection, kept.size, most)
            row = asdict(kept) | {"body": body, "created": now}
            await connection.execute(insert(case_media).values(**row))
        return kept.kept_until

    async def get(self, sha256: str) -> Kept | None:
        """What is known of one."""
        return (await self.held([sha256])).get(sha256)

    async def body(self, sha256: str) -> bytes | None:
        """Its ciphertext."""
        query = select(_M.body).where(_M.sha256 == sha256, _M.kept_until > int(self._now()))
        async with self._engine.connect() as connection:
            found: bytes | None = (await connection.execute(query)).scalar_one_or_none()
        return found

    async def held(self, sha256s: Collection[str]) -> dict[str, Kept]:
        """Those of these images of which a picture is kept."""
        names, found = sorted(set(sha256s)), dict[str, Kept]()
        async with self._engine.connect() as connection:
            for start in range(0, len(names), SOME):
                which = _M.sha256.in_(names[start : start + SOME]), _M.kept_until > int(self._now())
                for row in await connection.execute(_known().where(*which)):
                    found[row.sha256] = Kept(**row._mapping)
        return found

    async def hashes(self) -> list[tuple[str, bytes]]:
        """SHA-256 and perceptual hashes of all of them."""
        async with self._engine.connect() as connection:
            return [
                (row.sha256, row.hashes) for row in await connection.execute(select(_M.sha256, _M.hashes))
            ]

    async def remove(self, sha256s: Collection[str]) -> None:
        """Keep these no longer."""
        async with self._engine.begin() as connection:
            await forget_pictures(connection, sha256s)

    async def total(self) -> tuple[int, int]:
        """How many are kept, and their bytes."""
        query = select(func.count(), func.coalesce(func.sum(_M.size), 0)).select_from(case_media)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one()
        return int(row[0]), int(row[1])


async def forget_pictures(connection: AsyncConnection, sha256s: Collection[str]) -> None:
    """Within the caller's change: of these images no picture is kept any more."""
    names = sorted(set(sha256s))
    for start in range(0, len(names), SOME):
        await connection.execute(delete(case_media).where(_M.sha256.in_(names[start : start + SOME])))


def due(now: int, closed_before: int) -> ColumnElement[bool]:
    """Pictures that are to go: past their date, or of cases all closed since ``closed_before``.

    Of no case at all are those whose case could not be made.
    """
    item = review_items.c
    wanted = exists().where(item.sha256 == _M.sha256, item.state.in_(OPEN) | (item.changed >= closed_before))
    return (_M.kept_until <= now) | ((_M.created < closed_before) & ~wanted)


def _known() -> Any:
    return select(*(column for column in case_media.columns if column.name != "body"))


async def _one(connection: AsyncConnection, sha256: str) -> Kept | None:
    row = (await connection.execute(_known().where(_M.sha256 == sha256))).one_or_none()
    return None if row is None else Kept(**row._mapping)


async def _is_protected(connection: AsyncConnection, sha256: str) -> bool:
    listed = (
        entries.c.sha256 == sha256,
        entries.c.kind == Kind.PROTECTED,
        entries.c.state == EntryState.ACTIVE,
    )
    return bool((await connection.execute(select(exists().where(*listed)))).scalar_one())


async def _check_room(connection: AsyncConnection, size: int, most: int) -> None:
    used = (await connection.execute(select(func.coalesce(func.sum(_M.size), 0)))).scalar_one()
    if int(used) + size > most:
        raise Conflict(
            f"this server keeps {most / 2**20:,.0f} MiB of pictures, and they are full: the picture was not "
            "kept; try again when some have gone"
        )
