from __future__ import annotations

import asyncio
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.errors import BadRequest, TooManyRequests
from colophon.staff.passwords import COST, MAX_WAITING, Cost, Passwords, fit

CHEAP = Cost(ln=4, r=8, p=1)


@given(st.text(max_size=80), st.text(max_size=80))
def test_only_the_same_password_fits(password: str, other: str) -> None:
    async def check() -> None:
        passwords = Passwords(CHEAP)
        stored = await passwords.hash(password)
        assert await passwords.fits(fold(password), stored)
        assert await passwords.fits(other, stored) is (fold(other) == fold(password))
        assert not await passwords.fits(password, None)
        passwords.close()

    asyncio.run(check())


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


async def test_hashes_are_salted_hold_their_cost_and_outlive_another() -> None:
    passwords, dearer = Passwords(CHEAP), Passwords(Cost(ln=5, r=8, p=1))
    one, two = await passwords.hash("correct horse"), await passwords.hash("correct horse")
    assert one != two
    assert one.startswith("scrypt$ln=4,r=8,p=1$")
    assert await dearer.fits("correct horse", one)
    assert dearer.outdated(one)
    assert not passwords.outdated(one)


async def test_the_real_cost_takes_16_mib() -> None:
    assert 128 * COST.r * 2**COST.ln == 16 * 1024**2
    passwords = Passwords()
    assert await passwords.fits("correct horse", await passwords.hash("correct horse"))


async def test_more_at_once_than_the_queue_holds_are_sent_away() -> None:
    passwords = Passwords(CHEAP)
    tries = [passwords.fits("x", None) for _ in range(MAX_WAITING + 3)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(a, TooManyRequests) for a in answers) == 3


@pytest.mark.parametrize("password", ["short", "a" * 20, "ana-ana-ana-"[:11], "x" * 257, "marguerite-b"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(BadRequest):
        fit(password, "marguerite-b")
