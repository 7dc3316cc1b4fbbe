"""Taking back everything that came with a subscription."""

from __future__ import annotations

from colophon.entry import EntryState
from colophon.registry.keep import change
from colophon.store.database import Store
from colophon.store.subscriptions import Subscription


async def withdraw_all(store: Store, subscription: Subscription) -> int:
    """Take back everything that came with a subscription; gives the number of entries."""
    number = 0
    async for batch in store.entries.of_origin(subscription.origin):
        await change(store, batch, EntryState.WITHDRAWN)
        number += len(batch)
    return number
