"""``colophon users``: who has joined a server, how much they send, and taking access away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
import typer

from colophon.cli import accounts
from colophon.cli.group import Commands
from colophon.cli.server import (
    MAX_QUOTA,
    AsJson,
    Data,
    Database,
    checked_name,
    day,
    moment,
    quota_in_words,
    server_config,
    with_store,
)
from colophon.errors import BadRequest, NotFound
from colophon.store.database import Store
from colophon.store.tokens import Token
from colophon.store.usage import KEPT_DAYS

app = typer.Typer(help="Readers and staff of a server.", no_args_is_help=True, cls=Commands)
accounts.add_to(app)

MIN_ID = 4  # digits of an id that are enough
_DAY_SECONDS = 86_400

Who = Annotated[str, typer.Argument(help="Id (or its first digits) or name.", metavar="ID|NAME")]
All = Annotated[bool, typer.Option("--all", help="Every reader of this name.")]


@app.command("list")
def list_(json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """List readers and staff, with the last day of use and the pictures sent today and in a month."""

    async def rows(store: Store) -> list[dict[str, Any]]:
        return [*await _rows(store, await store.tokens.all()), *await accounts.rows(store)]

    found = with_store(server_config(data, database), rows)
    for row in found:
        typer.echo(orjson.dumps(row).decode() if json else _line(row))
    if not found and not json:
        typer.echo("Nobody has joined yet; `colophon invite` makes a link.")


@app.command()
def show(who: Who, json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """Show all that is kept of a reader, or of an account of staff."""

    async def rows(store: Store) -> list[dict[str, Any]]:
        staff = await accounts.called(store, who)
        readers = await _named(store, who) if staff else await _find(store, who)
        return [*await _rows(store, readers), *staff]

    for row in with_store(server_config(data, database), rows):
        if json:
            typer.echo(orjson.dumps(row).decode())
        else:
            typer.echo("\n".join(f"{key:<14}{'-' if value is None else value}" for key, value in row.items()))


@app.command()
def revoke(
    who: Annotated[
        str | None, typer.Argument(help="Id (or its first digits) or name.", metavar="[ID|NAME]")
    ] = None,
    every: All = False,
    invite: Annotated[
        str | None, typer.Option(help="All who joined by this invitation.", metavar="ID")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Take a reader's access away: every server over this database refuses it within a second."""
    if (who is None) is (invite is None):
        raise BadRequest("name a reader, or an invitation with --invite")

    async def take(store: Store) -> list[Token]:
        if invite is not None:
            await store.invites.withdraw(invite)
            found = [token for token in await store.tokens.all() if token.invite == invite]
        else:
            found = _one(str(who), await _find(store, str(who)), every)
        await store.tokens.revoke([token.hash for token in found])
        return found

    for token in with_store(server_config(data, database), take):
        typer.echo(f"{token.id}  {token.name or ''}  is out")


@app.command()
def rename(who: Who, name: str, data: Data = None, database: Database = None) -> None:
    """Call a reader by another name."""

    async def change(store: Store) -> Token:
        [token] = _one(who, await _find(store, who), every=False)
        await store.tokens.rename(token.hash, checked_name(name))
        return token

    typer.echo(f"{with_store(server_config(data, database), change).id}  {checked_name(name)}")


@app.command()
def quota(
    who: Who,
    pictures: Annotated[
        str, typer.Argument(help="Pictures a day; 0 is no limit, default what the server's setting says.")
    ],
    every: All = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give a reader another quota. It counts within a second."""
    wanted = _quota(pictures)

    async def change(store: Store) -> list[Token]:
        found = _one(who, await _find(store, who), every)
        await store.tokens.set_quota([token.hash for token in found], wanted)
        return found

    for token in with_store(server_config(data, database), change):
        typer.echo(f"{token.id}  {token.name or ''}  {quota_in_words(wanted)}")


async def _find(store: Store, who: str) -> list[Token]:
    """Raises NotFound without such a reader, with the commands for an account where that is meant."""
    found = await _named(store, who)
    if not found and (staff := await accounts.called(store, who)):
        name = staff[0]["name"]
        raise NotFound(
            f"{who!r} is an account of staff, not a reader: `colophon users disable {name}` lets nobody log "
            f"in with it, `colophon users remove {name}` deletes it"
        )
    if not found:
        raise NotFound(f"there is no reader {who!r}; `colophon users list` shows them")
    return found


async def _named(store: Store, who: str) -> list[Token]:
    every = await store.tokens.all()
    by_id = [token for token in every if len(who) >= MIN_ID and token.id.startswith(who.lower())]
    return by_id or [token for token in every if token.name == who.strip()]


def _one(who: str, found: Sequence[Token], every: bool) -> list[Token]:
    if len(found) > 1 and not every:
        ids = ", ".join(token.id for token in found[:5])
        raise BadRequest(f"{len(found)} readers are called {who!r} ({ids}, ...): give an id, or --all")
    return list(found)


def _quota(text: str) -> int | None:
    if text == "default":
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > MAX_QUOTA:
        said = f"a quota is 0 to {MAX_QUOTA:,} pictures a day, or the word default"
        raise BadRequest(f"{said}; not {text[:20]!r}")
    return int(text)


async def _rows(store: Store, tokens: Sequence[Token]) -> list[dict[str, Any]]:
    today = int(time.time()) // _DAY_SECONDS
    sent, month = await store.usage.since(today), await store.usage.since(today - KEPT_DAYS + 1)
    return [
        {
            "kind": "reader",
            "id": token.id,
            "name": token.name,
            "role": token.role,
            "quota": token.quota,
            "invite": token.invite,
            "created": moment(token.created),
            "last_used": day(token.last_day),
            "images_today": sent.get(token.hash, 0),
            "images_month": month.get(token.hash, 0),
        }
        for token in tokens
    ]


def _line(row: dict[str, Any]) -> str:
    used = f"last used {row['last_used']}" if row["last_used"] else "never used"
    named = row["name"] or "(no name)"
    if row["kind"] == "staff":
        return f"{'staff':<12}  {named}, {row['role']}, {used}{', disabled' if row['disabled'] else ''}"
    sent = f"{row['images_today']:,} pictures today, {row['images_month']:,} in {KEPT_DAYS} days"
    return f"{row['id']}  {named}, {row['role']}, {quota_in_words(row['quota'])}, {used}, {sent}"
