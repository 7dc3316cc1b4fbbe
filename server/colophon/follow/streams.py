"""One question to another server's stream, and what it changes here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from colophon.entry import Entry, Kind
from colophon.follow.asking import WAIT_SECONDS, Fetch, news_at
from colophon.follow.chain import Answer, Distrusted, read
from colophon.follow.intake import entry_of_record, last_words
from colophon.follow.lines import GENESIS, Position
from colophon.follow.pace import wait_of
from colophon.registry.keep import Known, affected_by
from colophon.store.database import Store
from colophon.store.published import Published
from colophon.store.subscriptions import Subscription

MAX_RECORDS = 1_000_000  # of one stream: each may take 4 kB of memory here


async def follow_stream(
    store: Store, subscription: Subscription, fetch: Fetch, seen: Callable[[], Known] = tuple
) -> bool:
    """Ask once for what is new, and take it in as one change. Whether there is more to ask for at once.

    Raises DownloadError where there is no answer, Distrusted where it is not as it was signed: nothing of it
    is taken in then.
    """
    at = Position(subscription.seq, subscription.hash or GENESIS)
    wait = wait_of(subscription, WAIT_SECONDS)
    data = await news_at(subscription.url, at.seq, wait, fetch)
    answer = await asyncio.to_thread(read, data, bytes.fromhex(subscription.key or ""), at)
    if answer.position.seq > MAX_RECORDS:
        raise Distrusted(f"the stream has more than {MAX_RECORDS:,} records, the most that is followed")
    await _take_in(store, subscription, answer, seen)
    return answer.more


async def _take_in(
    store: Store, subscription: Subscription, answer: Answer, seen: Callable[[], Known]
) -> None:
    new: list[Entry] = []
    gone: list[Entry] = []
    for record in last_words(answer.records).values():
        known = await store.entries.of_image(record.sha256)
        gone += (entry for entry in known if entry.origin == subscription.origin)
        if made := _made(record, subscription, known):
            new.append(made)
    named = await affected_by(store, [*new, *gone], seen()) if new or gone else []
    ids = [entry.id for entry in gone]
    await store.subscriptions.take_in(
        subscription, answer.position.seq, answer.position.hash, new, ids, named
    )


def _made(record: Published, subscription: Subscription, known: list[Entry]) -> Entry | None:
    """Nothing is kept of what is a protected image here."""
    if any(entry.kind is Kind.PROTECTED for entry in known):
        return None
    return entry_of_record(record, subscription, time.time())
