"""How a study goes, counted: never what anybody did, and in short statements, so that nobody waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import TextClause, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.store.tables import study_participants

PEOPLE = 50  # participants of one statement: some ten thousand events
BUCKET_MS = 20  # of the latencies; beyond the last bucket, all are in it
LAST_BUCKET = 250
DAY_SECONDS = 86_400
_JSON = {"sqlite": "e.data", "postgresql": "e.data::json"}


@dataclass(frozen=True, slots=True)
class Group:
    """Participants with the same levels (by factor), stratum and day of enrolment (since 1970, UTC)."""

    levels: Mapping[str, str]
    stratum: str | None
    holdout: bool
    day: int
    people: int


@dataclass(slots=True)
class Arm:
    """What was counted of the participants with the same levels, the holdout among them."""

    events: Counter[str] = field(default_factory=Counter)  # by kind
    people: Counter[str] = field(default_factory=Counter)  # with at least one event of a kind; "" is any
    latency: Counter[int] = field(default_factory=Counter)  # labels by bucket
    reasons: Counter[str] = field(default_factory=Counter)  # why nothing was drawn
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that is counted. ``arms`` are by their levels as the store writes them."""

    groups: tuple[Group, ...]
    arms: Mapping[str, Arm]


class TallyTable:
    """Counts. Raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kinds, self._painted = _statements(engine.dialect.name)

    async def count(self, study: str) -> Tally:
        """Count a study; previews are left out. A million events take some seconds, in many statements."""
        arms: dict[str, Arm] = {}
        for first, last in await self._ranges(study):
            asked = {"study": study, "first": first, "last": last}
            async with self._engine.connect() as connection:
                for row in await connection.execute(self._kinds, asked):
                    arm = arms.setdefault(row.levels, Arm())
                    arm.events[row.kind] += int(row.number)
                    arm.people[row.kind] += int(row.people)
                for row in await connection.execute(self._painted, asked):
                    _add(arms.setdefault(row.levels, Arm()), row)
        return Tally(await self._groups(study), arms)

    async def _ranges(self, study: str) -> list[tuple[int, int]]:
        own = study_participants.c.study == study, study_participants.c.preview.is_(False)
        query = select(study_participants.c.number).where(*own).order_by(study_participants.c.number)
        async with self._engine.connect() as connection:
            numbers = list((await connection.execute(query)).scalars())
        return [
            (some[0], some[-1])
            for at in range(0, len(numbers), PEOPLE)
            if (some := numbers[at : at + PEOPLE])
        ]

    async def _groups(self, study: str) -> tuple[Group, ...]:
        table = study_participants.c
        day = (table.enrolled // DAY_SECONDS).label("day")
        same = table.levels, table.stratum, table.holdout, day
        query = select(*same, func.count().label("people")).where(
            table.study == study, table.preview.is_(False)
        )
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.group_by(*same))
            return tuple(
                Group(orjson.loads(r.levels), r.stratum, bool(r.holdout), int(r.day), int(r.people))
                for r in rows
            )


def _add(arm: Arm, row: Any) -> None:
    if row.latency is not None:
        arm.latency[min(int(row.latency), LAST_BUCKET)] += int(row.number)
    if row.reason is not None:
        arm.reasons[row.reason] += int(row.number)
    if row.fault is not None:
        arm.faults[row.fault] += int(row.number)


def _statements(dialect: str) -> tuple[TextClause, TextClause]:
    """Events by levels and kind; and what there is to say of labels and faults."""
    some = """
        FROM study_participants AS p JOIN study_events AS e ON e.participant = p.number
        WHERE p.study = :study AND p.preview = false AND p.number BETWEEN :first AND :last
    """
    kinds = f"""
        SELECT p.levels, e.kind, count(*) AS number, count(DISTINCT e.participant) AS people {some}
        GROUP BY p.levels, e.kind
        UNION ALL
        SELECT p.levels, '' AS kind, count(*) AS number, count(DISTINCT e.participant) AS people {some}
        GROUP BY p.levels
    """
    data = _JSON[dialect]
    key = "'{}'" if dialect == "postgresql" else "'$.{}'"
    painted = f"""
        SELECT levels, latency, reason, fault, count(*) AS number FROM (
            SELECT p.levels, CAST({data} ->> {key.format("latency_ms")} AS integer) / {BUCKET_MS} AS latency,
                   {data} ->> {key.format("not_applied_reason")} AS reason,
                   {data} ->> {key.format("fault")} AS fault
            {some} AND e.kind IN ('painted', 'error')
        ) AS told GROUP BY levels, latency, reason, fault
    """  # noqa: S608 - our own words
    return text(kinds), text(painted)
