"""``colophon extension``: the folder, the pairing link. Packages: test_extension_package."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from colophon.cli.extension import app
from colophon.config import Limits
from colophon.pairing import Pairing
from colophon.roles import Role
from colophon.store.database import open_store

run = CliRunner().invoke


def test_path_is_a_loadable_folder() -> None:
    folder = Path(run(app, ["path"]).output.strip())
    assert json.loads((folder / "manifest.json").read_text())["manifest_version"] == 3


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR])
def test_a_pairing_link_works_once_on_the_same_database(tmp_path: Path, role: Role) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path / 'colophon.sqlite3'}"

    async def use() -> None:
        async with open_store(database):
            pass

    asyncio.run(use())
    link = run(app, ["pair", "--database", database, "--port", "9999", "--role", role]).output.strip()
    address, _, code = link.partition("#")
    assert address == "http://127.0.0.1:9999/pair"

    async def exchange() -> Role:
        async with open_store(database) as store:
            pairing = Pairing(store.tokens, Limits())
            await pairing.exchange(code)
            return (await store.tokens.all())[-1].role

    assert asyncio.run(exchange()) is role
    with pytest.raises(Exception, match="wrong, used or too old"):
        asyncio.run(exchange())


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    result = run(app, ["pair", "--database", f"sqlite+aiosqlite:///{tmp_path}"])
    assert result.exit_code == 1
    assert str(tmp_path) in result.output


def test_a_data_folder_that_no_server_has_used_is_named(tmp_path: Path) -> None:
    result = run(app, ["pair", "--data", str(tmp_path / "mistyped")])
    assert result.exit_code == 1
    assert "mistyped" in result.output
    assert not (tmp_path / "mistyped").exists()
