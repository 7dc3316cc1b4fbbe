"""Events of studies that a server has: read, and waited for."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from tests.e2e.reading import SECONDS

from colophon.store.database import Store
from colophon.store.tables import study_events, study_participants


@dataclass(frozen=True)
class Event:
    """One that the server has."""

    session: str
    seq: int
    kind: str
    place: int | None
    item: str | None
    data: dict[str, Any]


async def events_in(store: Store, study: str | None = None) -> list[Event]:
    """All that the server has, of one study or of every one, in order."""
    columns, whose = study_events.c, study_participants.c
    query = select(study_events).join(study_participants, whose.number == columns.participant)
    if study is not None:
        query = query.where(whose.study == study)
    async with store.engine.connect() as connection:
        rows = (await connection.execute(query.order_by(columns.session, columns.seq))).all()
    return [Event(r.session, r.seq, r.kind, r.place, r.item, json.loads(r.data)) for r in rows]


async def until(store: Store, enough: Callable[[list[Event]], bool], study: str | None = None) -> list[Event]:
    """Wait until what the server has is enough."""
    end = time.monotonic() + SECONDS
    while not enough(events := await events_in(store, study)):
        assert time.monotonic() < end, Counter(one.kind for one in events)
        await asyncio.sleep(0.1)
    return events


async def has(store: Store, kind: str, count: int = 1, study: str | None = None) -> list[Event]:
    """Wait until the server has so many events of a kind; gives those."""
    events = await until(store, lambda all_: sum(one.kind == kind for one in all_) >= count, study)
    return [one for one in events if one.kind == kind]
