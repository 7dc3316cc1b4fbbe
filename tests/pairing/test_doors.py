"""Wrong codes on a hosted server: counted, and never in the way of a right one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from colophon.config import Limits
from colophon.errors import Refused, TooManyRequests
from colophon.pairing import Pairing
from colophon.pairing.codes import hash_code, random_code
from colophon.pairing.doors import OpenCodes
from colophon.roles import Role
from colophon.store.database import Store
from colophon.store.shared import Alone, Shared

LIMITS = replace(Limits(), wrong_codes_per_minute=5)


def hosted(store: Store, shared: Shared | None = None) -> Pairing:
    return Pairing(store.tokens, LIMITS, OpenCodes(store.invites, shared or Alone(lambda: 0.0), LIMITS))


async def guess(pairing: Pairing, times: int) -> list[type[Exception]]:
    met: list[type[Exception]] = []
    for _ in range(times):
        with pytest.raises((Refused, TooManyRequests)) as caught:
            await pairing.exchange(random_code())
        met.append(caught.type)
    return met


async def invited(store: Store, uses: int = 1) -> str:
    code = random_code()
    await store.invites.add(hash_code(code), Role.READER, 60, uses, None, None)
    return code


async def test_a_stranger_who_guesses_locks_out_nobody(store: Store) -> None:
    pairing = hosted(store)
    codes = [await invited(store), await invited(store)]
    assert await guess(pairing, 8) == [Refused] * 5 + [TooManyRequests] * 3
    for code in codes:
        assert await pairing.exchange(code)
    assert len(await store.tokens.all()) == 2
    assert await guess(pairing, 1) == [TooManyRequests]


async def test_wrong_codes_are_counted_over_all_processes(store: Store) -> None:
    shared = Alone(lambda: 0.0)
    one, other = hosted(store, shared), hosted(store, shared)
    assert await guess(one, 5) == [Refused] * 5
    assert await guess(other, 1) == [TooManyRequests]


async def test_a_stranger_costs_no_question_to_the_database_each(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    questions = store.invites.open_codes

    async def counted() -> frozenset[str]:
        nonlocal asked
        asked += 1
        return await questions()

    door = OpenCodes(store.invites, Alone(), replace(Limits(), wrong_codes_per_minute=10**6))
    monkeypatch.setattr(type(store.invites), "open_codes", lambda _: counted())
    answers = await asyncio.gather(*(door.lets_in(f"{n:064x}") for n in range(500)))
    assert answers == [False] * 500
    assert asked == 1


async def test_a_code_made_in_another_process_a_moment_ago_is_known(store: Store) -> None:
    pairing = hosted(store)
    await guess(pairing, 1)  # reads which codes there are
    assert await pairing.exchange(await invited(store))


async def test_two_who_use_the_last_place_at_once(store: Store) -> None:
    pairing = hosted(store)
    code = await invited(store, uses=2)
    answers = await asyncio.gather(*(pairing.exchange(code) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, str) for answer in answers) == 2
    assert sum(isinstance(answer, Refused) for answer in answers) == 3


async def test_a_code_of_staff_makes_no_token(store: Store) -> None:
    account = await store.staff.add("mo", Role.LEAD, None)
    assert account
    found = await store.staff.get("mo")
    assert found is not None
    code = random_code()
    await store.staff.add_code(hash_code(code), found, 60)
    for pairing in (hosted(store), Pairing(store.tokens, LIMITS)):
        with pytest.raises(Refused):
            await pairing.exchange(code)
    assert await store.staff.spend_code(hash_code(code)) == ("mo", Role.LEAD)


async def test_guessing_on_a_personal_server_drops_codes_but_no_invitation(store: Store) -> None:
    pairing = Pairing(store.tokens, replace(Limits(), pairing_attempts=2))
    invitation, code = await invited(store), await pairing.new_code()
    assert await guess(pairing, 3) == [Refused, Refused, TooManyRequests]
    await pairing.new_code()  # ends the lock-out
    with pytest.raises(Refused):
        await pairing.exchange(code)
    assert await pairing.exchange(invitation)
