"""``colophon invite``: a link that is shown once, works as often as said, and can be withdrawn."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.config import Limits
from colophon.errors import Refused
from colophon.pairing import Pairing
from colophon.roles import Role
from colophon.store.database import open_store
from colophon.store.tokens import Token

Run = Callable[..., Result]


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
def run(database: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLOPHON_PUBLIC_URL", "https://colophon.example.org/")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["invite", "--database", database, *words])


def join(database: str, code: str) -> Token:
    async def exchange() -> Token:
        async with open_store(database) as store:
            before = await store.tokens.all()
            await Pairing(store.tokens, Limits()).exchange(code)
            [joined] = [token for token in await store.tokens.all() if token not in before]
            return joined

    return asyncio.run(exchange())


def listed(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("--list", "--json").stdout.splitlines()]


def test_an_invitation_works_as_often_as_it_says_and_gives_name_role_and_quota(
    run: Run, database: str, tmp_path: Path
) -> None:
    result = run("--name", "Class 4b", "--uses", "2", "--quota", "300", "--role", "researcher")
    link = re.fullmatch(r"https://colophon\.example\.org/join#(\w{4}-\w{4}-\w{4})\n", result.stdout)
    assert link, result.output
    [open_] = listed(run)
    assert open_.items() >= {"name": "Class 4b", "uses_left": 2, "quota": 300, "role": "researcher"}.items()
    assert link[1] not in run("--list").output
    assert link[1].encode() not in (tmp_path / "colophon.sqlite3").read_bytes()
    first = join(database, f" {link[1].lower()} ")
    assert (first.name, first.role, first.quota) == ("Class 4b", Role.RESEARCHER, 300)
    assert first.invite == open_["id"]
    assert listed(run)[0]["uses_left"] == 1
    assert join(database, link[1]).hash != first.hash
    assert listed(run) == []
    with pytest.raises(Refused):
        join(database, link[1])


def test_many_people_get_a_link_each(run: Run) -> None:
    made = [json.loads(line) for line in run("--name", "Ana", "--count", "300", "--json").stdout.splitlines()]
    assert [row["name"] for row in made] == [f"Ana {n}" for n in range(1, 301)]
    assert len({row["link"] for row in made}) == len({row["id"] for row in made}) == 300
    assert {row["id"] for row in listed(run)} == {row["id"] for row in made}
    assert [row["name"] for row in map(json.loads, run("--count", "2", "--json").stdout.splitlines())] == [
        None,
        None,
    ]


def test_an_invitation_can_be_withdrawn(run: Run, database: str) -> None:
    made = json.loads(run("--json").stdout)
    assert (made["role"], made["uses_left"], made["quota"], made["name"]) == ("reader", 1, None, None)
    assert made["id"] in run("--list").stdout
    assert run("--withdraw", made["id"]).exit_code == 0
    with pytest.raises(Refused):
        join(database, made["link"].partition("#")[2])
    again = run("--withdraw", made["id"])
    assert again.exit_code == 1
    assert "no open invitation" in again.output


def test_a_server_for_this_computer_says_that_nobody_else_can_join(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLOPHON_PUBLIC_URL", "")
    result = run("--port", "9999")
    assert result.stdout.startswith("http://127.0.0.1:9999/join#")
    assert "on this computer only" in result.stderr


def test_who_joins_without_a_name_is_said_to_be_listed_without_one(run: Run) -> None:
    assert "(no name)" in run().stderr
    assert "(no name)" not in run("--name", "Ana").stderr
    assert run("--json").stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--name", " "], "1 to 80"),
        (["--name", "a\nb"], "1 to 80"),
        (["--name", "a" * 81], "1 to 80"),
        (["--list", "--withdraw", "x"], "do not go together"),
        (["--uses", "0"], "--uses"),
        (["--days", "366"], "--days"),
        (["--quota", "-1"], "--quota"),
    ],
)
def test_what_cannot_be_is_said(run: Run, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert said in result.output
