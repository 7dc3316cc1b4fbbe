"""Who is behind a token: remembered, forgotten when revoked, and cheap to ask with nonsense."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import OperationalError

from colophon.config import Config
from colophon.errors import NotPaired, TooManyRequests
from colophon.pairing import Pairing, readers
from colophon.pairing.readers import Readers
from colophon.roles import Reader, Role
from colophon.store.database import Store
from colophon.store.tokens import TokenTable

HOSTED = Config(public_url="https://colophon.example.org", quota=9)


class Asked:
    """Counts the questions to the database, which can be made to fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.questions = 0
        self.fails = False
        for name in ("get", "revision", "those"):
            monkeypatch.setattr(TokenTable, name, self._counting(getattr(TokenTable, name)))

    def _counting(self, question: object) -> object:
        async def counted(*arguments: object) -> object:
            self.questions += 1
            if self.fails:
                raise OperationalError("select", {}, Exception("gone"))
            assert callable(question)
            return await question(*arguments)

        return counted


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.fixture
async def known(store: Store) -> AsyncIterator[Readers]:
    known = Readers(store.tokens, HOSTED)
    yield known
    await known.close()


async def token_of(store: Store, role: Role = Role.READER) -> str:
    pairing = Pairing(store.tokens, HOSTED.limits)
    return await pairing.exchange(await pairing.new_code(role))


async def out(known: Readers, reader: Reader) -> bool:
    """Whether the reader is forgotten before the test's own bound."""
    while True:
        try:
            await known.still(reader)
        except NotPaired:
            return True


async def test_quotas_are_the_servers_unless_the_token_has_its_own(store: Store, known: Readers) -> None:
    token = await token_of(store)
    assert (await known.of(token)).quota == 9
    assert (await known.of(await token_of(store, Role.MODERATOR))).quota == 0
    personal = Readers(store.tokens, Config())
    assert (await personal.of(token)).quota == 0
    await store.tokens.set_quota([(await known.of(token)).id], 3)
    known.doubt()
    await known.still(await personal.of(token))  # waits for what the doubt leads to
    assert (await known.of(token)).quota == 3


async def test_a_known_reader_costs_nothing_and_is_answered_without_the_database(
    store: Store, known: Readers, asked: Asked
) -> None:
    token = await token_of(store)
    reader = await known.of(token)
    assert asked.questions == 1
    asked.fails = True
    known.doubt()
    assert await known.of(token) == reader
    assert asked.questions == 1  # the doubt is looked into meanwhile


async def test_a_doubt_is_cleared_when_the_database_is_back(
    store: Store, known: Readers, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "AGAIN_SECONDS", 0.01)
    token = await token_of(store)
    reader = await known.of(token)
    await store.tokens.revoke([reader.id])
    asked.fails = True
    known.doubt()
    await known.still(reader)
    asked.fails = False
    assert await out(known, reader)


async def test_a_change_to_one_reader_costs_the_others_nothing(
    store: Store, known: Readers, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "AT_ONCE", 2)
    tokens = [await token_of(store) for _ in range(5)]
    first, second, *others = [await known.of(token) for token in tokens]
    await store.tokens.revoke([first.id])
    await store.tokens.set_quota([second.id], 3)
    known.doubt()
    assert await out(known, first)
    asked.fails = True
    known.doubt()
    assert (await known.of(tokens[1])).quota == 3
    assert [await known.of(token) for token in tokens[2:]] == others
    with pytest.raises(NotPaired):
        await known.of(tokens[0])


async def test_a_database_that_goes_in_the_middle_of_it_is_asked_all_of_it_again(
    store: Store, known: Readers, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "AGAIN_SECONDS", 0.01)
    token = await token_of(store)
    reader = await known.of(token)
    known.doubt()
    await known.still(reader)
    await store.tokens.revoke([reader.id])
    those, failed = TokenTable.those, asyncio.Event()

    async def fails(*_: object) -> object:
        failed.set()
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(TokenTable, "those", fails)
    known.doubt()
    await failed.wait()
    assert await known.of(token) == reader
    monkeypatch.setattr(TokenTable, "those", those)
    assert await out(known, reader)


async def test_an_unknown_token_is_asked_for_once(store: Store, known: Readers, asked: Asked) -> None:
    del store
    for _ in range(50):
        with pytest.raises(NotPaired):
            await known.of("nonsense")
    assert asked.questions == 1


async def test_many_unknown_tokens_are_bounded_in_questions_and_memory(
    store: Store, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "UNKNOWN_KEPT", 20)
    now = 0.0
    known = Readers(store.tokens, HOSTED, lambda: now)
    good = await token_of(store)
    await known.of(good)
    refused = 0
    for n in range(readers.LOOKS_PER_SECOND + 50):
        with pytest.raises((NotPaired, TooManyRequests)) as caught:
            await known.of(f"stranger {n}")
        refused += caught.type is TooManyRequests
    assert refused == 51
    assert asked.questions == readers.LOOKS_PER_SECOND
    assert len(known._unknown) == 20
    assert (await known.of(good)).role is Role.READER  # whoever is known is not in this queue
    late = await token_of(store)
    with pytest.raises(TooManyRequests):
        await known.of(late)
    now = 1.0
    assert (await known.of(late)).role is Role.READER


async def test_an_answer_from_before_a_revocation_is_not_remembered(
    store: Store, known: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await token_of(store)
    get = TokenTable.get

    async def slow(table: TokenTable, digest: str) -> object:
        answer = await get(table, digest)  # as it was before ...
        await table.revoke([digest])  # ... what happens while it is on its way
        known.doubt()
        assert known._checking is not None
        await known._checking
        return answer

    monkeypatch.setattr(TokenTable, "get", slow)
    await known.of(token)
    monkeypatch.setattr(TokenTable, "get", get)
    with pytest.raises(NotPaired):
        await known.of(token)
