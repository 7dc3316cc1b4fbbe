"""One server follows another: its decisions label pictures here, and cease to when they are taken back."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.follow.servers import PUBLISHING, Server, between, serving, until_so
from tests.follow.streams import OTHER
from tests.pictures import photo, recompressed, sha256

from colophon.entry import Basis, Kind
from colophon.evidence import Process
from colophon.follow.withdraw import withdraw_all
from colophon.images.picture import Picture
from colophon.registry.intake import Told, entry_of
from colophon.registry.remember import new_id
from colophon.store.subscriptions import Following, Source, Subscription

A = photo(901)
COPY = recompressed(A)


pytestmark = pytest.mark.asyncio(loop_scope="module")  # two servers for all tests: each has its own pictures


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def first(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    async with serving(tmp_path_factory.mktemp("first"), **PUBLISHING) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("colophon.follow.follower.LOOK_SECONDS", 0.05)
        patch.setattr("colophon.follow.pace.FIRST_PAUSE", 0.05)
        patch.setattr("colophon.follow.pace.LONGEST_PAUSE", 0.05)
        patch.setattr("colophon.follow.pace.LIST_SECONDS", 0.05)
        async with serving(tmp_path_factory.mktemp("second")) as server:
            yield server


@pytest_asyncio.fixture(loop_scope="module")
async def second(running: Server) -> AsyncIterator[Server]:
    """It follows nothing, before and after."""
    yield running
    for one in await running.services.store.subscriptions.all():
        await running.services.store.subscriptions.remove(one.id)
        await withdraw_all(running.services.store, one)
    await running.services.register.refresh()


async def test_a_near_copy_is_labelled_and_the_label_goes_with_the_decision(
    first: Server, second: Server, record_property: Any
) -> None:
    await first.remember(A)
    decision = await first.decide(A, "ai_generated", near=True)
    followed = await second.follow(first.url)
    await second.until_it(followed.id, Following.WORKS)
    await until_so(lambda: second.label(COPY), lambda label: label == "ai_generated.registry")
    row = (await second.assessed(COPY))["evidence"][0]
    assert (row["source"], row["source_name"], row["confidence"]) == ("registry", "A newsroom", "matched")
    assert row["details"]["quote"] == "the layers were shown"
    assert row["rank"] == 70

    begun = time.monotonic()
    await first.take_back(decision)
    await until_so(lambda: second.label(COPY), lambda label: label is None)
    record_property("seconds_until_dropped", round(time.monotonic() - begun, 2))
    assert (await second.assessed(COPY))["evidence"] == []
    standing = await second.standing(followed.id)
    latest = await first.services.store.published.latest()
    assert (standing.state, standing.seq, standing.error) == (Following.WORKS, latest, None)


async def test_a_stream_that_was_tampered_with_is_refused_and_what_came_before_is_kept(
    first: Server, second: Server
) -> None:
    a, b = photo(902), photo(903)
    await first.assessed(a)
    await first.assessed(b)
    await first.decide(a, "ai_generated")
    async with between(first.url) as middle:
        followed = await second.follow(middle.url)
        await until_so(lambda: second.label(a), lambda label: label == "ai_generated.registry")
        last = (await second.standing(followed.id)).seq
        middle.change = lambda body: body.replace(b'"ai_edited"', b'"ai_generated"')
        await first.decide(b, "ai_edited")
        refused = await second.until_it(followed.id, Following.REFUSED)
        wrong = f"the signature of record {last + 1} does not fit it"
        assert (refused.error, refused.seq) == (wrong, last)
        assert await second.label(a) == "ai_generated.registry"
        assert await second.label(b) is None
        ready = await (await second.client.get("/readyz")).json()
        assert ready["status"] == "ready"
        assert ready["subscriptions"] == {"A newsroom": f"refused; what came before is kept: {wrong}"}
        figures = await (await second.client.get("/metrics")).text()
        assert 'colophon_subscription_questions_total{outcome="refused"}' in figures
        middle.change = lambda body: body
        await until_so(lambda: second.label(b), lambda label: label == "ai_edited.registry")
        await second.until_it(followed.id, Following.WORKS)


async def test_another_key_than_was_agreed_to(first: Server, second: Server) -> None:
    followed = await second.follow_with_key(first.url, OTHER.public)
    refused = await second.until_it(followed.id, Following.REFUSED)
    assert "another key" in str(refused.error)


async def test_a_protected_match_wins_and_nothing_is_kept_of_it(first: Server, second: Server) -> None:
    data, other = photo(904), photo(905)
    listed = Told(Process.UNKNOWN, Basis.STATED, "lists", Kind.PROTECTED)
    await second.services.register.add([entry_of(Picture.of(data, 10**7), listed)])
    for one in (data, other):
        await first.assessed(one)
        await first.decide(one, "ai_generated")
    followed = await second.follow(first.url)
    await until_so(lambda: second.label(other), lambda label: label == "ai_generated.registry")
    assert (await second.assessed(data))["status"] == "protected"
    batches = [batch async for batch in second.services.store.entries.of_origin(followed.origin)]
    kept = [entry.sha256 for batch in batches for entry in batch]
    assert sha256(other) in kept
    assert sha256(data) not in kept


async def test_what_is_decided_here_weighs_more(first: Server, second: Server) -> None:
    data = photo(906)
    await first.assessed(data)
    await first.decide(data, "ai_generated")
    await second.follow(first.url)
    await until_so(lambda: second.label(data), lambda label: label == "ai_generated.registry")
    await second.decide(data, "captured")
    assert await second.label(data) == "captured.moderator"


async def test_unreachable(second: Server) -> None:
    followed = await second.follow_with_key("http://127.0.0.1:9", bytes(32))
    away = await second.until_it(followed.id, Following.UNREACHABLE)
    assert "http://127.0.0.1:9 cannot be reached" in str(away.error)


async def test_of_several_processes_one_follows(tmp_path: Path) -> None:
    async with serving(tmp_path) as one:
        await _held_by_one(one)


async def _held_by_one(second: Server) -> None:
    table = second.services.store.subscriptions
    followed = await second.follow_with_key("http://127.0.0.1:9", bytes(32))
    await second.until_it(followed.id, Following.UNREACHABLE)
    assert not await table.hold(followed.id, "another", 60)
    await second.services.tasks.close()
    assert await table.hold(followed.id, "another", 60), "let go at the end"


async def test_readers_are_told_what_is_followed(first: Server, second: Server) -> None:
    followed = await second.follow(first.url)
    await second.until_it(followed.id, Following.WORKS)
    assert (await second.client.get("/v1/lists")).status == 401
    told = await (await second.client.get("/v1/lists", headers=second.reader)).json()
    host = first.url.removeprefix("http://")
    assert told["lists"] == [
        {"id": followed.id, "name": "A newsroom", "host": host, "signed": True, "state": "works"}
    ]


async def test_the_list_of_hashes_of_another_server(first: Server, second: Server) -> None:
    """As it is published beside the stream: a near copy is known by it, and no more once it is taken back."""
    data, copy = photo(921), recompressed(photo(921))
    await first.remember(data)
    decision = await first.decide(data, "ai_generated", near=True)
    url = f"{first.url}/v1/published.csv"
    new = Subscription(new_id(), url, Source.LIST, "A newsroom", Basis.STATED)
    await second.services.store.subscriptions.add(new)
    await until_so(lambda: second.label(copy), lambda label: label == "ai_generated.registry")
    row = (await second.assessed(copy))["evidence"][0]
    assert (row["source"], row["source_name"], row["rank"]) == ("registry", "A newsroom", 60)
    await first.take_back(decision)
    await until_so(lambda: second.label(copy), lambda label: label is None)
    told = await (await second.client.get("/v1/lists", headers=second.reader)).json()
    assert [one["signed"] for one in told["lists"]] == [False]
