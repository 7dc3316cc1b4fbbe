"""The durable store: everything that outlives the process, its schema brought up to date at start."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.errors import ConfigError
from colophon.store.case_media import CaseMediaTable
from colophon.store.cases import CaseTable
from colophon.store.changes import ChangeTable
from colophon.store.engine import in_transactions, is_postgresql, make_engine
from colophon.store.entries import EntryTable
from colophon.store.findings import FindingsTable
from colophon.store.invites import InviteTable
from colophon.store.near import Near
from colophon.store.outage import Outage
from colophon.store.participants import ParticipantTable
from colophon.store.place import shown, url_of
from colophon.store.published import PublishedTable
from colophon.store.retention import OldRows
from colophon.store.review_items import ReviewTable
from colophon.store.review_log import LogTable
from colophon.store.schema import bring_up_to_date, is_current
from colophon.store.staff import SessionTable, StaffTable
from colophon.store.studies import StudyTable
from colophon.store.study_events import EventTable
from colophon.store.study_items import ItemTable
from colophon.store.study_tallies import TallyTable
from colophon.store.subscriptions import SubscriptionTable
from colophon.store.tokens import TokenTable
from colophon.store.usage import UsageTable

# At DEBUG this library logs every value that is stored, hashes of tokens included.
logging.getLogger("aiosqlite").setLevel(logging.INFO)


CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that outlives the process.

    What a method wrote is committed when it returns. When it raises SQLAlchemyError the database did not
    answer: a change may have been kept then, or not, and must not be told as kept.
    """

    engine: AsyncEngine
    near: Near | None
    findings: FindingsTable
    tokens: TokenTable
    invites: InviteTable
    usage: UsageTable
    entries: EntryTable
    changes: ChangeTable
    cases: CaseTable
    published: PublishedTable
    pictures: CaseMediaTable
    review: ReviewTable
    log: LogTable
    staff: StaffTable
    sessions: SessionTable
    studies: StudyTable
    participants: ParticipantTable
    events: EventTable
    tallies: TallyTable
    items: ItemTable
    subscriptions: SubscriptionTable
    old: OldRows
    outage: Outage  # where whoever asks says that there was no answer


@asynccontextmanager
async def open_store(
    place: str | Path, *, patient: bool = False, clock: Callable[[], float] = time.time
) -> AsyncIterator[Store]:
    """Open (and where needed create or migrate) a database: a URL, or the file of an SQLite one.

    ``patient`` lets statements take as long as they need: for whole tables; ``clock`` gives seconds since
    1970. Raises ConfigError naming the
    database when it cannot be opened.
    """
    url = url_of(place)
    async with AsyncExitStack() as stack:
        engine = await _opened(stack, url, patient=patient)
        quick = engine if _in_memory(url) else await _opened(stack, url, quick=True)
        await _migrate(url, engine)
        near = None if _in_memory(url) or is_postgresql(url) else Near(url)
        if near is not None:
            stack.callback(near.close)
        tokens = TokenTable(engine, clock)
        yield Store(
            engine,
            near,
            FindingsTable(quick, clock, near),
            tokens,
            InviteTable(engine, clock),
            UsageTable(in_transactions(quick)),
            EntryTable(engine, clock),
            ChangeTable(engine, clock, near),
            CaseTable(engine, clock),
            PublishedTable(engine),
            CaseMediaTable(engine, clock),
            ReviewTable(engine, clock),
            LogTable(engine),
            StaffTable(engine, clock),
            SessionTable(engine, clock),
            StudyTable(engine, clock),
            ParticipantTable(engine, clock),
            EventTable(engine, clock),
            TallyTable(engine),
            ItemTable(engine),
            SubscriptionTable(engine, clock),
            OldRows(engine, quick, tokens, clock),
            Outage(),
        )


async def _opened(
    stack: AsyncExitStack, url: URL, *, quick: bool = False, patient: bool = False
) -> AsyncEngine:
    engine = make_engine(url, quick=quick, patient=patient)
    stack.push_async_callback(_dispose, engine)
    return engine


async def _dispose(engine: AsyncEngine) -> None:
    """Take leave of the database, unless it does not answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await engine.dispose()


def _in_memory(url: URL) -> bool:
    """An SQLite database without a file: each engine has one of its own."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


async def _migrate(url: URL, engine: AsyncEngine) -> None:
    try:
        async with engine.connect() as connection:
            if await connection.run_sync(is_current):
                return
        async with AsyncExitStack() as stack:
            patient = engine if _in_memory(url) else await _opened(stack, url, patient=True)
            async with patient.begin() as connection:
                await connection.run_sync(bring_up_to_date)
    except ConfigError as error:
        raise ConfigError(f"database {shown(url)} cannot be used: {error}") from error
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise ConfigError(f"database {shown(url)} cannot be opened: {reason}") from error
