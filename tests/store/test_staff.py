"""Accounts and sessions, on every database that a server may have."""

from __future__ import annotations

from pathlib import Path

from colophon.roles import Role
from colophon.store.database import open_store
from colophon.store.staff import DAY_SECONDS

DAY = 20_000 * DAY_SECONDS


async def test_accounts_and_their_sessions(place: str | Path) -> None:
    async with open_store(place) as store:
        clock = [float(DAY)]
        store.staff._now = store.sessions._now = lambda: clock[0]
        assert await store.staff.add("ana", Role.LEAD, "a hash")
        assert not await store.staff.add("ana", Role.LEAD, "another")
        await store.sessions.open("s1", "ana", Role.LEAD, 100, 50)
        await store.sessions.open("s2", None, Role.OPERATOR, 100, 50)
        [ana] = await store.staff.all()
        assert (ana.last_day, ana.disabled, ana.password) == (20_000, False, "a hash")
        assert "a hash" not in repr(ana)

        found = await store.sessions.find("s1", 50)
        assert found
        assert (found.name, found.role, found.expires) == ("ana", Role.LEAD, DAY + 100)
        link = await store.sessions.find("s2", 50)
        assert link
        assert (link.name, link.role) == (None, Role.OPERATOR)
        assert await store.sessions.find("s3", 50) is None

        clock[0] = DAY + 40.0
        await store.sessions.use("s1")
        clock[0] = DAY + 60.0
        assert await store.sessions.find("s1", 50)
        assert await store.sessions.find("s2", 50) is None
        clock[0] = DAY + 100.0
        assert await store.sessions.find("s1", 90) is None


async def test_a_change_logs_out_and_takes_codes_back(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.staff.add("ana", Role.LEAD, "a hash")
        await store.staff.add("ben", Role.LEAD, None)
        ana = await store.staff.get("ana")
        assert ana
        await store.staff.add_code("c1", ana, 60)
        await store.staff.add_token("t1", ana)
        made = await store.tokens.get("t1")
        assert made
        assert (made.account, made.role, made.name) == ("ana", Role.LEAD, "ana, API")
        revision = await store.tokens.revision()
        for name in ("ana", "ben"):
            await store.sessions.open(name, name, Role.LEAD, 100, 50)
        await store.staff.rehash("ana", "not this", "new")
        await store.staff.rehash("ana", "a hash", "the same, dearer")
        assert await store.sessions.find("ana", 50)
        assert await store.staff.change("ana", role=Role.OPERATOR)
        assert not await store.staff.change("nobody", disabled=True)
        assert await store.sessions.find("ana", 50) is None
        assert await store.sessions.find("ben", 50)
        assert await store.staff.spend_code("c1") is None
        assert await store.tokens.get("t1") is None
        assert await store.tokens.revision() == revision + 1
        ana = await store.staff.get("ana")
        assert ana
        assert (ana.role, ana.password) == (Role.OPERATOR, "the same, dearer")
        assert await store.sessions.close_all("ben") == 1
        assert await store.sessions.close_all(None) == 0


async def test_a_code_is_spent_once_and_a_readers_is_left(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.staff.add("ana", Role.LEAD, None)
        ana = await store.staff.get("ana")
        assert ana
        await store.staff.add_code("account", ana, 60)
        await store.staff.add_code("old", ana, -1)
        await store.tokens.add_code("role", Role.MODERATOR, 60)
        await store.tokens.add_code("reader", Role.READER, 60)
        assert await store.staff.spend_code("account") == ("ana", Role.LEAD)
        assert await store.staff.spend_code("role") == (None, Role.MODERATOR)
        for spent in ("account", "role", "old", "reader", "unknown"):
            assert await store.staff.spend_code(spent) is None
        assert await store.tokens.exchange("reader", "token") is not None
