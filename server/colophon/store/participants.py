"""Who takes part in studies: known by a hash of a code that they alone have, drawn once, gone at a word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.errors import Conflict, Refused
from colophon.store.studies import StudyState
from colophon.store.tables import (
    studies,
    study_codes,
    study_events,
    study_participants,
    study_strata,
    study_withdrawals,
)

Levels = Mapping[str, str]
Draw = Callable[[int], Levels]  # of the place in a stratum's permuted blocks; 0 is the first


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who agreed to take part. ``code`` is the hash of the code of the study that they came by.

    ``stratum`` is None where the levels do not depend on who came before.
    """

    study: str
    participant: str
    token: str  # its SHA-256
    code: str
    consent: str  # SHA-256 of the text
    locale: str
    platform: str
    extension: str
    holdout: bool
    stratum: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant. ``enrolled`` is in seconds since 1970; ``levels`` are by factor."""

    number: int
    study: str
    participant: str
    levels: Levels
    stratum: str | None
    holdout: bool
    preview: bool
    consent: str
    locale: str
    platform: str
    extension: str
    enrolled: int


class ParticipantTable:
    """Participants. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    async def find(self, study: str, participant: str) -> Participant | None:
        """The participant of this hash."""
        async with self._engine.connect() as connection:
            return await _find(connection, study, participant)

    async def of_token(self, study: str, token: str) -> Participant | None:
        """The participant whose token has this SHA-256."""
        query = select(study_participants).where(study_participants.c.token == token)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _participant(row) if row is not None and row.study == study else None

    async def enrol(self, new: Newcomer, draw: Draw, most: int | None = None) -> Participant:
        """Take somebody in, all in one transaction; who is there already is given as they were.

        ``draw`` gives the levels: it is called once, with the next place of the stratum (0 without one). At
        most ``most`` people are ever enrolled. Raises Conflict where the study takes nobody more, Refused
        where the code is used up or has run out.
        """
        async with self._engine.begin() as connection:
            known = await self._take_turn(connection, new, most)
            if known is not None:
                return known
            preview, code = await self._spend(connection, new)
            place = await self._place(connection, new)
            row: dict[str, Any] = {f.name: getattr(new, f.name) for f in fields(Newcomer)}
            levels = orjson.dumps(dict(draw(place)), option=orjson.OPT_SORT_KEYS).decode()
            row |= {"preview": preview, "code": code, "levels": levels, "enrolled": int(self._now())}
            made = insert(study_participants).values(**row).returning(study_participants)
            return _participant((await connection.execute(made)).one())

    async def withdraw(self, number: int) -> bool:
        """Delete everything of a participant and count one withdrawal. False where there is none."""
        async with self._engine.begin() as connection:
            gone = delete(study_participants).where(study_participants.c.number == number)
            # events before the participant they belong to, so that they go in one statement on each database
            await connection.execute(delete(study_events).where(study_events.c.participant == number))
            row = (await connection.execute(gone.returning(study_participants))).one_or_none()
            if row is None:
                return False
            if not row.preview:
                new = self._insert(study_withdrawals).values(study=row.study, levels=row.levels, people=1)
                more = {"people": study_withdrawals.c.people + 1}
                count = new.on_conflict_do_update(index_elements=["study", "levels"], set_=more)
                await connection.execute(count)
        return True

    async def withdrawals(self, study: str) -> list[tuple[Levels, int]]:
        """How many withdrew, by their levels."""
        query = select(study_withdrawals.c.levels, study_withdrawals.c.people)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.where(study_withdrawals.c.study == study))
            return [(orjson.loads(row.levels), int(row.people)) for row in rows]

    async def stream(self, study: str, rows: int) -> AsyncIterator[list[Participant]]:
        """Everybody in a study in batches of at most ``rows``, previews left out, as they enrolled."""
        query = select(study_participants).where(
            study_participants.c.study == study, study_participants.c.preview.is_(False)
        )
        async with (
            self._engine.connect() as connection,
            connection.stream(
                query.order_by(study_participants.c.number), execution_options={"yield_per": rows}
            ) as result,
        ):
            async for batch in result.partitions():
                yield [_participant(row) for row in batch]

    async def _take_turn(
        self, connection: AsyncConnection, new: Newcomer, most: int | None
    ) -> Participant | None:
        """Who enrols in a study does so one after the other: its row is locked until the end."""
        counted = update(studies).where(studies.c.id == new.study).values(enrolled=studies.c.enrolled + 1)
        row = (await connection.execute(counted.returning(studies.c.enrolled, studies.c.state))).one_or_none()
        if known := await _find(connection, new.study, new.participant):
            await _count_back(connection, new.study)
            return known
        if row is None or row.state != StudyState.ENROLLING:
            raise Conflict("this study takes no more participants: it is closed")
        if most is not None and row.enrolled > most:
            raise Conflict(f"this study has the {most} participants it wanted")
        return None

    async def _spend(self, connection: AsyncConnection, new: Newcomer) -> tuple[bool, str]:
        own = study_codes.c.hash == new.code, study_codes.c.study == new.study
        live = study_codes.c.uses_left > 0, study_codes.c.expires > int(self._now())
        spent = update(study_codes).where(*own, *live).values(uses_left=study_codes.c.uses_left - 1)
        told = study_codes.c.preview, study_codes.c.id
        row = (await connection.execute(spent.returning(*told))).one_or_none()
        if row is None:
            raise Refused(
                "this link has been used as often as it may, or is too old: ask who invited you for another"
            )
        if row.preview:
            await _count_back(connection, new.study)
        return bool(row.preview), str(row.id)

    async def _place(self, connection: AsyncConnection, new: Newcomer) -> int:
        if new.stratum is None:
            return 0
        first = self._insert(study_strata).values(study=new.study, stratum=new.stratum, drawn=1)
        more = {"drawn": study_strata.c.drawn + 1}
        next_one = first.on_conflict_do_update(index_elements=["study", "stratum"], set_=more)
        return int((await connection.execute(next_one.returning(study_strata.c.drawn))).scalar_one()) - 1


async def _count_back(connection: AsyncConnection, study: str) -> None:
    back = update(studies).where(studies.c.id == study).values(enrolled=studies.c.enrolled - 1)
    await connection.execute(back)


async def _find(connection: AsyncConnection, study: str, participant: str) -> Participant | None:
    same = study_participants.c.study == study, study_participants.c.participant == participant
    row = (await connection.execute(select(study_participants).where(*same))).one_or_none()
    return None if row is None else _participant(row)


def _participant(row: Any) -> Participant:
    values = {field.name: getattr(row, field.name) for field in fields(Participant)}
    return Participant(**values | {"levels": orjson.loads(row.levels)})
