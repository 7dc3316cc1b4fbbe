"""A list of hashes, over https and signed by nobody, is followed as it changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from colophon.entry import Basis
from colophon.errors import DownloadError
from colophon.evidence import Process
from colophon.follow.asking import Got
from colophon.follow.chain import Distrusted
from colophon.follow.lists import follow_list
from colophon.registry.remember import new_id
from colophon.store.database import Store, open_store
from colophon.store.subscriptions import Following, Source, Subscription


class Listing:
    """A list as its server gives it."""

    def __init__(self, *numbers: int) -> None:
        self.numbers: tuple[int, ...] = numbers
        self.more = ""
        self.status = 200
        self.sent = 0

    async def fetch(self, _url: str, _limit: int, _wait: float, etag: str | None) -> Got:
        body = "sha256\n" + "".join(f"{n:064x}\n" for n in self.numbers) + self.more
        if etag == body:
            return Got(304, b"")
        self.sent += 1
        return Got(self.status, body.encode(), body)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "colophon.sqlite3") as one:
        yield one


async def subscribed(store: Store) -> Subscription:
    url = "https://example.org/list.csv"
    new = Subscription(new_id(), url, Source.LIST, "A list", Basis.STATED, process=Process.AI_GENERATED)
    return await store.subscriptions.add(new)


async def look(store: Store, id: str, listing: Listing) -> Subscription:
    found = await store.subscriptions.get(id)
    assert found is not None
    await follow_list(store, found, listing.fetch)
    found = await store.subscriptions.get(id)
    assert found is not None
    return found


async def held(store: Store, one: Subscription) -> list[int]:
    batches = [batch async for batch in store.entries.of_origin(one.origin)]
    return [int(entry.sha256 or "", 16) for batch in batches for entry in batch]


async def test_what_is_new_comes_and_what_is_gone_goes(store: Store) -> None:
    one, listing = await subscribed(store), Listing(1, 2)
    assert (await look(store, one.id, listing)).state is Following.WORKS
    assert await held(store, one) == [1, 2]
    await look(store, one.id, listing)
    assert listing.sent == 1, "nothing is sent again that did not change"
    listing.numbers = (2, 3)
    await look(store, one.id, listing)
    assert await held(store, one) == [2, 3]
    listing.numbers = ()
    await look(store, one.id, listing)
    assert await held(store, one) == []


async def test_a_list_that_was_cut_off_withdraws_nothing(store: Store) -> None:
    one, listing = await subscribed(store), Listing(*range(1, 31))
    await look(store, one.id, listing)
    listing.numbers = tuple(range(1, 12))
    with pytest.raises(Distrusted, match="19 entries are gone from the list, and were kept"):
        await look(store, one.id, listing)
    assert len(await held(store, one)) == 30


async def test_what_cannot_be_used_is_said(store: Store) -> None:
    one, listing = await subscribed(store), Listing(1)
    listing.more = "no hash\n"
    found = await look(store, one.id, listing)
    assert (found.state, await held(store, one)) == (Following.WORKS, [1])
    assert str(found.error).startswith("lines left out: 1; sha256:")


async def test_what_is_no_list_and_no_answer(store: Store) -> None:
    one, listing = await subscribed(store), Listing()

    async def page(*_: object) -> Got:
        return Got(200, b"<!doctype html>\n<p>hello\n")

    with pytest.raises(Distrusted, match="no list that is read"):
        await follow_list(store, one, page)
    listing.status = 404
    with pytest.raises(DownloadError, match="answers with 404"):
        await look(store, one.id, listing)
