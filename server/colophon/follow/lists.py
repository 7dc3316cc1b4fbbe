"""One look at a list of hashes, and what it changes here."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date

from colophon.entry import Basis, Entry
from colophon.errors import DownloadError, InputError
from colophon.follow.asking import LIST_BYTES, Fetch
from colophon.follow.chain import Distrusted
from colophon.follow.intake import entries_of_list
from colophon.registry.collect import mirror
from colophon.registry.formats import Defaults, read_rows
from colophon.registry.lines import Problem
from colophon.store.database import Store
from colophon.store.subscriptions import Following, Subscription

FEW = 10  # entries that a list may lose at once, however few it had


async def follow_list(store: Store, subscription: Subscription, fetch: Fetch) -> None:
    """Make what is known of the list what it holds now. What cannot be used of it is said.

    Raises DownloadError where there is no answer, Distrusted where it is no list, or has lost so much that it
    may have been cut off.
    """
    got = await fetch(subscription.url, LIST_BYTES, 0, subscription.etag)
    if got.status == 304:
        await store.subscriptions.note(subscription.id, Following.WORKS, subscription.error)
        return
    if got.status != 200:
        raise DownloadError(f"{subscription.url} answers with {got.status}")
    problems: Counter[str] = Counter()

    def may_withdraw(gone: int, before: int) -> bool:
        return gone <= FEW or (not problems and gone <= before / 2)

    try:
        entries = _usable(io.BytesIO(got.body), subscription, problems)
        taken = await mirror(store, entries, subscription.origin, may_withdraw)
    except InputError as error:
        raise Distrusted(f"this is no list that is read: {error}") from error
    if taken.missing:
        raise Distrusted(
            f"{taken.missing} entries are gone from the list, and were kept: it may have been cut off. If "
            f"that is meant, unsubscribe and subscribe again"
        )
    said = f"lines left out: {problems.total()}; {problems.most_common(1)[0][0]}" if problems else None
    await store.subscriptions.note(subscription.id, Following.WORKS, said, etag=got.etag)


def _usable(stream: io.BytesIO, subscription: Subscription, problems: Counter[str]) -> Iterator[Entry]:
    defaults = Defaults(
        process=subscription.process, date=date.today().isoformat(), basis=Basis(subscription.trust)
    )
    for entry in entries_of_list(read_rows(stream, defaults), subscription):
        if isinstance(entry, Problem):
            problems[entry.why] += 1
        else:
            yield entry
