"""Studies that were opened on this server, and the codes by which people join them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.errors import Conflict, NotFound
from colophon.store.tables import studies, study_codes, study_items, study_participants

SALT_BYTES = 32
_ID_BYTES = 6


class StudyState(StrEnum):
    """Where a study is. It only goes forward."""

    ENROLLING = "enrolling"  # takes participants and events
    CLOSED = "closed"  # takes neither
    DEBRIEFED = "debriefed"  # and its participants may read what it was about


@dataclass(frozen=True, slots=True)
class Study:
    """A study as it was frozen: ``frozen`` is the file, ``freeze`` its id. Times are seconds since 1970."""

    id: str
    version: int
    freeze: str
    frozen: str
    state: StudyState
    salt: bytes
    enrolled: int
    opened: int
    closed: int | None
    debriefed: int | None
    keep_until: int | None


@dataclass(frozen=True, slots=True)
class JoinCode:
    """A code by which ``uses_left`` more people may join; with ``preview``, people who try the study out."""

    id: str
    study: str
    name: str | None
    preview: bool
    uses_left: int
    expires: int
    created: int


class StudyTable:
    """Studies by their id. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def open(
        self,
        id: str,
        version: int,
        freeze: str,
        frozen: str,
        keep_until: int | None,
        salt: bytes | None = None,
    ) -> Study:
        """Keep a frozen study and let people join. The same one again changes nothing.

        ``salt`` is random unless given, which is for made-up studies that are to come out the same again.

        Raises Conflict where another one of this id has participants, or has been closed: what was frozen
        does not change under them.
        """
        async with self._engine.begin() as connection:
            known = select(studies).where(studies.c.id == id).with_for_update()
            before = (await connection.execute(known)).one_or_none()
            if before is not None and before.freeze == freeze and before.state == StudyState.ENROLLING:
                return _study(before)
            if before is not None:
                _check_untouched(_study(before))
                await connection.execute(delete(studies).where(studies.c.id == id))
            now = int(self._now())
            row = {"id": id, "version": version, "freeze": freeze, "frozen": frozen, "opened": now}
            more = {
                "state": StudyState.ENROLLING,
                "salt": salt or secrets.token_bytes(SALT_BYTES),
                "enrolled": 0,
            }
            made = insert(studies).values(**row, **more, keep_until=keep_until).returning(studies)
            return _study((await connection.execute(made)).one())

    async def get(self, id: str) -> Study | None:
        """One study, or None."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(studies).where(studies.c.id == id))).one_or_none()
        return None if row is None else _study(row)

    async def all(self) -> list[tuple[Study, int]]:
        """Every study with the number of its participants, the latest first; previews do not count."""
        counted = study_participants.c.study, study_participants.c.preview.is_(False)
        number = select(func.count()).where(counted[0] == studies.c.id, counted[1]).scalar_subquery()
        query = select(studies, number.label("participants")).order_by(studies.c.opened.desc(), studies.c.id)
        async with self._engine.connect() as connection:
            return [(_study(row), int(row.participants)) for row in await connection.execute(query)]

    async def advance(self, id: str, to: StudyState) -> Study:
        """Close a study, or say that it is debriefed. Raises NotFound, and Conflict where that goes back.

        With the closing the pictures of a feed of its own go: nobody sees it any more.
        """
        moment = {StudyState.CLOSED: "closed", StudyState.DEBRIEFED: "debriefed"}.get(to)
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(studies).where(studies.c.id == id))).one_or_none()
            if row is None:
                raise NotFound(f"there is no study {id!r} on this server; `colophon study list` shows them")
            order = list(StudyState)
            if moment is None or order.index(to) != order.index(StudyState(row.state)) + 1:
                already = moment is not None and order.index(to) <= order.index(StudyState(row.state))
                told = f"{row.state} already" if already else f"{row.state}, so it cannot become {to}"
                raise Conflict(f"study {id!r} is {told}")
            await connection.execute(
                update(study_items).where(study_items.c.study == id).values(picture=None)
            )
            values = {"state": to, moment: int(self._now())}
            done = update(studies).where(studies.c.id == id).values(**values).returning(studies)
            return _study((await connection.execute(done)).one())

    async def add_code(
        self, hash: str, study: str, uses: int, seconds: int, name: str | None = None, preview: bool = False
    ) -> JoinCode:
        """Keep a code of this hash by which ``uses`` people may join within ``seconds``."""
        now = int(self._now())
        made = JoinCode(secrets.token_hex(_ID_BYTES), study, name, preview, uses, now + seconds, now)
        row = {field.name: getattr(made, field.name) for field in fields(JoinCode)}
        async with self._engine.begin() as connection:
            await connection.execute(insert(study_codes).values(hash=hash, **row))
        return made

    async def code(self, study: str, hash: str) -> JoinCode | None:
        """The code of this hash, be it used up or too old; None where the study has none such."""
        columns = [study_codes.c[field.name] for field in fields(JoinCode)]
        query = select(*columns).where(study_codes.c.hash == hash, study_codes.c.study == study)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else JoinCode(**row._mapping)

    async def codes(self, study: str) -> list[JoinCode]:
        """All codes of a study, the oldest first."""
        columns = [study_codes.c[field.name] for field in fields(JoinCode)]
        query = select(*columns).where(study_codes.c.study == study)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(study_codes.c.created, study_codes.c.id))
            return [JoinCode(**row._mapping) for row in rows]


def _check_untouched(study: Study) -> None:
    if study.state is not StudyState.ENROLLING:
        raise Conflict(f"study {study.id!r} is {study.state} on this server: give the new one another id")
    if study.enrolled:
        raise Conflict(
            f"study {study.id!r} has participants under version {study.version} ({study.freeze[:12]}), which "
            f"stays as it is: give the changed one another id"
        )


def _study(row: Any) -> Study:
    values: Mapping[str, Any] = row._mapping
    known = {field.name: values[field.name] for field in fields(Study)}
    return Study(**known | {"state": StudyState(values["state"])})
