"""What has been kept for long enough is removed, little by little, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.config import Retention
from colophon.store.case_media import case_media, due
from colophon.store.cases import ContestState
from colophon.store.review_tables import review_items
from colophon.store.review_words import ItemState
from colophon.store.tables import (
    codes,
    contests,
    decisions,
    findings,
    sessions,
    studies,
    study_codes,
    study_items,
    study_participants,
    tokens,
)
from colophon.store.tokens import TokenTable

DAY_SECONDS = 86_400
BATCH = 1000  # rows per transaction
PEOPLE = 20  # participants of a study per transaction: each may have thousands of events


class OldRows:
    """Removes what is older than the settings say, and what a study promised to delete by now.

    Registry entries and decisions stay for ever.
    """

    def __init__(
        self, engine: AsyncEngine, quick: AsyncEngine, tokens: TokenTable, now: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._quick = quick
        self._tokens = tokens
        self._now = now

    async def remove(self, keep: Retention) -> dict[str, int]:
        """Remove everything that is due; gives the number of rows by what they were.

        Raises SQLAlchemyError when the database does not answer; what was removed until then is gone.
        """
        now = int(self._now())
        removed = {
            "codes": await self._remove(self._engine, codes, codes.c.expires <= now),
            "sessions": await self._remove(self._engine, sessions, sessions.c.expires <= now),
        }
        removed |= await self._remove_studies(now)
        if keep.findings:
            old = findings.c.created < now - keep.findings * DAY_SECONDS
            removed["findings"] = await self._remove(self._quick, findings, old)
        if keep.contests:
            old = self._answered_before(now - keep.contests * DAY_SECONDS)
            removed["contests"] = await self._remove(self._engine, contests, old)
        if keep.review:
            done = review_items.c.state.in_((ItemState.DECIDED, ItemState.CLOSED))
            old = done & (review_items.c.changed < now - keep.review * DAY_SECONDS)
            removed["reviewed items"] = await self._remove(self._engine, review_items, old)
        gone = due(now, now - keep.pictures_closed * DAY_SECONDS)
        removed["case pictures"] = await self._remove(self._engine, case_media, gone)
        if keep.tokens:
            removed["tokens"] = await self._revoke_unused(now - keep.tokens * DAY_SECONDS)
        return removed

    async def _remove_studies(self, now: int) -> dict[str, int]:
        """Participants with their events, codes, posts; what was frozen and how many withdrew stays."""
        due = select(studies.c.id).where(studies.c.keep_until.is_not(None), studies.c.keep_until <= now)
        async with self._engine.connect() as connection:
            over = list((await connection.execute(due)).scalars())
        if not over:
            return {}
        async with self._engine.begin() as connection:
            gone = delete(study_items).where(study_items.c.study.in_(over))
            posts = (await connection.execute(gone)).rowcount
        people = study_participants, study_participants.c.study.in_(over)
        return {
            "study posts": posts,
            "study codes": await self._remove(self._engine, study_codes, study_codes.c.study.in_(over)),
            "study participants": await self._remove(self._engine, *people, PEOPLE),
        }

    async def _remove(
        self, engine: AsyncEngine, table: Table, due: ColumnElement[bool], batch: int = BATCH
    ) -> int:
        [key] = table.primary_key.columns
        some = select(key).where(due).limit(batch)
        removed = 0
        while True:
            async with engine.begin() as connection:
                gone = (await connection.execute(delete(table).where(key.in_(some)))).rowcount
            removed += gone
            if gone < batch:
                return removed

    def _answered_before(self, moment: int) -> ColumnElement[bool]:
        later = select(decisions.c.contest).where(
            decisions.c.contest.is_not(None), decisions.c.created >= moment
        )
        closed = contests.c.state != ContestState.OPEN
        return closed & (contests.c.created < moment) & contests.c.id.not_in(later)

    async def _revoke_unused(self, moment: int) -> int:
        """By the day of their last use, or that on which they were made."""
        day = moment // DAY_SECONDS
        due = tokens.c.created < moment, func.coalesce(tokens.c.last_day, 0) < day
        revoked = 0
        while True:
            async with self._engine.connect() as connection:
                query = select(tokens.c.hash).where(*due).limit(BATCH)
                hashes = list((await connection.execute(query)).scalars())
            if not hashes:
                return revoked
            await self._tokens.revoke(hashes)
            revoked += len(hashes)
