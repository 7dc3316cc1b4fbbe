"""Events of studies: only ever added, each once, in one statement per batch."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Text, TextClause, cast, func, literal, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.store.tables import study_events, study_participants

_COLUMNS = "participant, session, seq, kind, t, received, item, place, data, made_with"
# A batch goes over as one JSON array, which takes less time than rows of parameters. The participant is
# looked up by the token in the same statement: who withdrew meanwhile gets no row, and nobody else's number.
_SQLITE = f"""
INSERT INTO study_events ({_COLUMNS})
SELECT p.number, :session, e.value ->> '$.seq', e.value ->> '$.kind', e.value ->> '$.t', :received,
       e.value ->> '$.item', e.value ->> '$.place', e.value ->> '$.data', :made_with
FROM study_participants AS p, json_each(:batch) AS e
WHERE p.token = :token
ON CONFLICT (participant, session, seq) DO NOTHING
"""  # noqa: S608 - our own names
_POSTGRESQL = f"""
INSERT INTO study_events ({_COLUMNS})
SELECT p.number, :session, e.seq, e.kind, e.t, :received, e.item, e.place, e.data::text, :made_with
FROM study_participants AS p,
     json_to_recordset(CAST(:batch AS json))
       AS e(seq integer, kind text, t bigint, item text, place integer, data json)
WHERE p.token = :token
ON CONFLICT (participant, session, seq) DO NOTHING
"""  # noqa: S608 - our own names


class EventTable:
    """Events by participant, session and number: what is sent twice is kept once."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now
        self._insert = _statement(engine.dialect.name)

    async def add(self, token: str, session: str, made_with: str, events: Sequence[dict[str, Any]]) -> int:
        """Keep events of the participant whose token has this SHA-256; gives how many were new.

        Each has ``seq``, ``kind``, ``t``, ``item``, ``place`` and ``data``, as `study_events` has them; no
        string in them may hold NUL. What is new is committed when this returns.
        """
        values = {"token": token, "session": session, "made_with": made_with}
        # in one order: two requests with the same events must not wait for each other's rows (PostgreSQL)
        batch = orjson.dumps(sorted(events, key=itemgetter("seq"))).decode()
        more = {"batch": batch, "received": int(self._now() * 1000)}
        try:
            async with self._engine.begin() as connection:
                return (await connection.execute(self._insert, {**values, **more})).rowcount
        except IntegrityError:
            return 0  # the participant withdrew in this very moment

    async def number_of(self, participant: int) -> int:
        """How many events there are of one participant."""
        own = study_events.c.participant == participant
        async with self._engine.connect() as connection:
            query = select(func.count()).select_from(study_events).where(own)
            return int((await connection.execute(query)).scalar_one())

    async def of_kinds(
        self, participant: int, kinds: Sequence[str]
    ) -> list[tuple[str, str | None, dict[str, Any]]]:
        """Kind, item and data of one participant's events of some kinds."""
        columns = study_events.c
        query = select(columns.kind, columns.item, columns.data)
        query = query.where(columns.participant == participant, columns.kind.in_(kinds))
        async with self._engine.connect() as connection:
            return [(kind, item, orjson.loads(data)) for kind, item, data in await connection.execute(query)]

    async def number_in(self, study: str) -> int:
        """How many events there are in a study, previews left out."""
        async with self._engine.connect() as connection:
            query = select(func.count()).select_from(_joined()).where(*_counted(study))
            return int((await connection.execute(query)).scalar_one())

    async def lines(self, study: str, people: int = 10) -> AsyncIterator[str]:
        """Every event of a study as CSV (RFC 4180), previews left out, as of one moment.

        In pieces with the events of at most so many ``people``. Each line holds `LINE`, in this order; NULL
        is an empty field. The database makes the text: rows would take three times as long.
        """
        own = study_events.c.participant == study_participants.c.number
        text = select(func.aggregate_strings(_line(), "\r\n")).where(own).scalar_subquery()
        query = select(text).where(*_counted(study))
        async with (
            self._engine.connect() as connection,
            connection.stream(query, execution_options={"yield_per": people}) as result,
        ):
            async for batch in result.partitions():
                if found := [row[0] for row in batch if row[0] is not None]:
                    yield "\r\n".join(found) + "\r\n"


LINE = ("participant", "session", "seq", "kind", "t", "received", "item", "place", "data", "made_with")


def _line() -> Any:
    """A line of CSV. Only ``data`` can hold what needs quotes; its JSON holds no line breaks."""
    columns = study_events.c
    plain = [study_participants.c.participant, columns.session, columns.seq, columns.kind, columns.t]
    plain += [columns.received, columns.item, columns.place]
    line: Any = literal("")
    for column in plain:
        line = line + func.coalesce(cast(column, Text), "") + ","
    return line + '"' + func.replace(columns.data, '"', '""') + '",' + columns.made_with


def _statement(dialect: str) -> TextClause:
    return text(_POSTGRESQL if dialect == "postgresql" else _SQLITE)


def _joined() -> Any:
    return study_events.join(study_participants, study_participants.c.number == study_events.c.participant)


def _counted(study: str) -> tuple[Any, ...]:
    return study_participants.c.study == study, study_participants.c.preview.is_(False)
