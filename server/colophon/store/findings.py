"""Findings by SHA-256, for as long as the checks that made them are the checks that would look today."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.evidence import Findings
from colophon.store.codec import dump_findings, load_findings
from colophon.store.near import AT_ONCE, Near
from colophon.store.tables import findings
from colophon.store.upsert import upsert

log = logging.getLogger(__name__)

# Written once: with so few rows, making and compiling a query costs more than carrying it out
_ONE = select(findings.c.body).where(
    findings.c.sha256 == bindparam("sha256"), findings.c.version == bindparam("version")
)
_ANY = select(findings.c.sha256).where(findings.c.sha256 == bindparam("sha256"))


class FindingsTable:
    """Durable findings. Every method raises SQLAlchemyError when the database does not answer.

    Where the database is ``near`` it is asked that way.
    """

    def __init__(self, engine: AsyncEngine, now: Callable[[], float], near: Near | None = None) -> None:
        self._engine = engine
        self._now = now
        self._near = near

    async def get_many(self, sha256s: Collection[str], version: str) -> dict[str, Findings]:
        """Those of ``sha256s`` that were looked at by checks of this ``version``."""
        if not sha256s:
            return {}
        loaded = [_load(body) for body in await self._bodies(sha256s, version)]
        return {found.sha256: found for found in loaded if found is not None}

    async def holds(self, sha256: str) -> bool:
        """Whether this image was ever looked at, by whatever checks, and has not been forgotten since."""
        if self._near is not None:
            return bool(self._near.ask(_ANY, [{"sha256": sha256}]))
        async with self._engine.connect() as connection:
            return (await connection.execute(_ANY, {"sha256": sha256})).first() is not None

    async def _bodies(self, sha256s: Collection[str], version: str) -> Sequence[bytes]:
        if self._near is not None and len(sha256s) <= AT_ONCE:
            return self._near.ask(_ONE, [{"sha256": sha256, "version": version} for sha256 in sha256s])
        query = select(findings.c.body).where(findings.c.sha256.in_(sha256s), findings.c.version == version)
        if self._near is not None:
            return await self._near.ask_much(query)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).scalars().all()

    async def put(self, found: Findings, version: str) -> None:
        """Keep ``found`` in place of what earlier checks found. Committed when this returns."""
        await self.put_many([(found, version)])

    async def put_many(self, many: Iterable[tuple[Findings, str]]) -> None:
        """The same for many, each with the version of the checks that looked, in one transaction."""
        now = int(self._now())
        last = {found.sha256: _row(found, version, now) for found, version in many}
        # in the order of their keys: two processes that put the same never wait for each other crosswise
        rows = [last[sha256] for sha256 in sorted(last)]
        if not rows:
            return
        statement = upsert(findings, rows[0], self._engine.dialect.name)
        if self._near is not None:
            await self._near.put(statement, rows)
            return
        async with self._engine.begin() as connection:
            await connection.execute(statement, rows)

    async def latest(self, sha256: str) -> Findings | None:
        """What was found of an image last, by whatever checks."""
        query = select(findings.c.body).where(findings.c.sha256 == sha256)
        async with self._engine.connect() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return None if body is None else _load(body)

    async def hashes(self, limit: int) -> list[tuple[str, bytes]]:
        """SHA-256 and perceptual hashes (32 bytes each) of the ``limit`` images looked at last."""
        query = (
            select(findings.c.sha256, findings.c.hashes)
            .where(findings.c.hashes.is_not(None))
            .order_by(findings.c.created.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return [(row.sha256, row.hashes) for row in await connection.execute(query)]


def _row(found: Findings, version: str, now: int) -> dict[str, Any]:
    return {
        "sha256": found.sha256,
        "version": version,
        "body": dump_findings(found),
        "hashes": bytes.fromhex("".join(found.hashes)) or None,
        "created": now,
    }


def _load(body: bytes) -> Findings | None:
    """A row that is damaged counts as absent: the image is looked at again and the row replaced."""
    try:
        return load_findings(body)
    except (KeyError, TypeError, ValueError):
        log.warning("a row of findings could not be read and is passed over")
        return None
