"""``colophon users``: who has joined, taking access away, quotas, and accounts of staff."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.cli.accounts import StaffRole
from colophon.pairing.codes import hash_code, hash_secret
from colophon.roles import STAFF, Role
from colophon.staff.accounts import Accounts
from colophon.store.cases import Decision
from colophon.store.database import Store, open_store
from colophon.store.rulings import Ruling, keep_ruling
from colophon.store.tokens import Token

Run = Callable[..., Result]
TODAY = int(time.time()) // 86_400


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database that a server has used."""
    address = f"sqlite+aiosqlite:///{tmp_path / 'colophon.sqlite3'}"

    async def use() -> None:
        async with open_store(address):
            pass

    asyncio.run(use())
    return address


@pytest.fixture
def run(database: str) -> Run:
    runner = CliRunner()
    return lambda *words, **more: runner.invoke(app, ["users", *words, "--database", database], **more)


def within(database: str, work: Callable[[Store], Any]) -> Any:
    async def do() -> Any:
        async with open_store(database) as store:
            return await work(store)

    return asyncio.run(do())


@pytest.fixture
def three(database: str) -> list[Token]:
    """Ana joined by one invitation, two of a class by another; Ana sent pictures."""

    async def make(store: Store) -> list[Token]:
        await store.invites.add("a", Role.READER, 60, 1, "Ana", None)
        await store.invites.add("b", Role.READER, 60, 3, "Class", 50)
        made = []
        for code, token in (("a", "1a" * 32), ("b", "2b" * 32), ("b", "3c" * 32)):
            made.append(await store.tokens.exchange(code, token))
        await store.usage.add(TODAY, {"1a" * 32: 4}, ["1a" * 32])
        await store.usage.add(TODAY - 1, {"1a" * 32: 3}, [])
        return [token for token in made if token]

    result: list[Token] = within(database, make)
    return result


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_readers_are_listed_with_a_day_of_use_and_what_they_sent(run: Run, three: list[Token]) -> None:
    ana, *others = rows(run("list", "--json"))
    assert ana["id"] == three[0].id
    assert ana.items() >= {"name": "Ana", "quota": None, "images_today": 4, "images_month": 7}.items()
    assert len(ana["last_used"]) == len("2026-11-28")
    assert [row["last_used"] for row in others] == [None, None]
    text = run("list").stdout
    assert "Ana, reader, the server's quota, last used" in text
    assert "Class, reader, 50 pictures a day, never used" in text
    assert rows(run("show", "Ana", "--json")) == [ana]
    assert "images_month  7" in run("show", three[0].id[:6]).stdout


def test_access_is_taken_by_name_by_id_and_by_invitation(run: Run, database: str, three: list[Token]) -> None:
    def generation() -> int:
        return int(within(database, lambda store: store.changes.generation()))

    before = generation()
    refused = run("revoke", "Class")
    assert (refused.exit_code, generation()) == (1, before)
    assert three[1].id in refused.output
    assert run("revoke", three[1].id).exit_code == 0
    assert generation() > before
    assert [row["id"] for row in rows(run("list", "--json"))] == [three[0].id, three[2].id]
    assert run("revoke", "--invite", str(three[2].invite)).exit_code == 0
    assert [row["id"] for row in rows(run("list", "--json"))] == [three[0].id]
    assert within(database, lambda store: store.invites.all()) == []  # the link that leaked is gone, too
    assert run("revoke", "Ana").exit_code == 0
    assert within(database, lambda store: store.usage.since(0)) == {}
    assert "Nobody has joined" in run("list").stdout
    assert "no reader 'Ana'" in run("revoke", "Ana").output


def test_all_of_one_name_go_together(run: Run, three: list[Token]) -> None:
    assert run("revoke", "Class", "--all").stdout.count("is out") == 2
    assert [row["name"] for row in rows(run("list", "--json"))] == ["Ana"]
    assert len(three) == 3


def test_names_and_quotas_change(run: Run, three: list[Token]) -> None:
    assert run("rename", "Ana", "Ana M.").exit_code == 0
    for text, quota in (("7", 7), ("0", 0), ("default", None)):
        assert run("quota", "Ana M.", text).exit_code == 0
        assert rows(run("show", three[0].id, "--json"))[0]["quota"] == quota
    for text in ("many", "1000001", "9" * 40, "٣"):
        assert "a quota is 0 to" in run("quota", "Ana M.", text).output
    assert run("rename", "Ana M.", " ").exit_code == 1


def test_accounts_of_staff(run: Run, database: str, three: list[Token]) -> None:
    assert run("add", "Mo", "--role", "lead", input="a long enough secret\n").exit_code == 0
    assert "characters" in run("add", "Bo", input="short\n").output
    generated = run("add", "Lee", "--generate").stdout.splitlines()
    assert generated[0] == "lee may log in as moderator"
    assert len(generated[1]) == 20
    assert "--generate and --no-password" in run("add", "X", "--generate", "--no-password").output
    assert run("add", "Links", "--no-password").exit_code == 0
    assert "is not one of" in run("add", "R", "--role", "reader", "--no-password").output
    staff = [row for row in rows(run("list", "--json")) if row["kind"] == "staff"]
    assert {row["name"]: (row["role"], row["has_password"]) for row in staff} == {
        "lee": ("moderator", True),
        "links": ("moderator", False),
        "mo": ("lead", True),
    }
    assert run("link", "mo").stdout.startswith("http://127.0.0.1:8765/login#")
    assert run("link").stdout.startswith("http://127.0.0.1:8765/login#")
    token = run("token", "mo").stdout.strip()
    assert hash_secret(token) in {one.hash for one in within(database, lambda store: store.tokens.all())}
    assert "mo, API" in run("list").stdout
    assert "is not one of" in run("link", "--role", "reader").output
    assert run("link", "--role", "lead").stdout.startswith("http://127.0.0.1:8765/login#")
    refused = run("link", "mo", "--role", "operator")
    assert (refused.exit_code, "users role mo operator" in refused.output) == (1, True)
    assert (run("logout", "mo").stdout, run("logout").stdout) == ("0 sessions ended\n", "0 sessions ended\n")
    assert run("role", "mo", "operator").exit_code == 0
    assert run("disable", "mo").exit_code == 0
    assert "mo, operator, never used, disabled" in run("list").stdout
    assert "disabled" in run("link", "mo").output
    assert "disabled" in run("token", "mo").output
    assert run("enable", "mo").exit_code == 0
    assert run("password", "mo", "--generate").exit_code == 0

    async def accounts(store: Store) -> list[str]:
        return [account.name for account in await Accounts(store.staff, store.sessions).all()]

    assert within(database, accounts) == ["lee", "links", "mo"]
    assert len(three) == 3


def test_the_roles_that_are_offered_are_those_of_staff() -> None:
    assert {str(role) for role in StaffRole} == STAFF


def test_an_account_of_staff_is_told_from_a_reader(run: Run, three: list[Token]) -> None:
    run("add", "Bo", "--no-password", "--role", "lead")
    [shown] = rows(run("show", "Bo", "--json"))
    assert (shown["kind"], shown["name"], shown["role"]) == ("staff", "bo", "lead")
    for words in (("revoke", "Bo"), ("rename", "bo", "Bob"), ("quota", "bo", "5")):
        refused = run(*words)
        assert refused.exit_code == 1
        assert "account of staff" in refused.stderr
        assert "users remove bo" in refused.stderr
    run("add", "ana", "--no-password")
    assert [row["kind"] for row in rows(run("show", "Ana", "--json"))] == ["reader", "staff"]
    assert run("revoke", "Ana").exit_code == 0
    assert [row["name"] for row in rows(run("list", "--json")) if row["kind"] == "staff"] == ["ana", "bo"]
    assert len(three) == 3


def test_an_account_is_deleted_and_what_was_decided_stays(run: Run, database: str) -> None:
    async def log_in_and_decide(store: Store) -> None:
        await store.sessions.open("s" * 64, "bo", Role.LEAD, 600, 600)
        made = Decision("d" * 32, "ai_generated", "seen", "Bo's team", sha256="1" * 64)
        await keep_ruling(store.engine, Ruling(made), [], time.time())

    async def left(store: Store) -> tuple[Any, list[str]]:
        session = await store.sessions.find("s" * 64, 600)
        return session, [decision.team for decision in await store.cases.decisions("1" * 64)]

    run("add", "Bo", "--no-password", "--role", "lead")
    code = run("link", "bo").stdout.partition("#")[2].strip()
    within(database, log_in_and_decide)
    assert within(database, left)[0] is not None
    assert run("remove", "BO").stdout == "bo is deleted\n"
    assert within(database, left) == (None, ["Bo's team"])
    assert within(database, lambda store: store.staff.spend_code(hash_code(code))) is None
    assert "no account 'bo'" in run("remove", "bo").stderr
    assert "Nobody has joined" in run("list").stdout


def test_a_folder_without_a_server_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["users", "list", "--data", str(tmp_path / "mistyped")])
    assert (result.exit_code, "mistyped" in result.output) == (1, True)
    assert not (tmp_path / "mistyped").exists()
