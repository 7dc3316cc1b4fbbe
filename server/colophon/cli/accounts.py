"""Accounts of staff among ``colophon users``: who logs in to the pages."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from colophon.cli.server import Data, Database, Host, Port, day, moment, origin_of, server_config, with_store
from colophon.errors import BadRequest
from colophon.pairing import Pairing
from colophon.roles import Role
from colophon.staff.accounts import Accounts, account_name
from colophon.store.database import Store

PASSWORD_BYTES = 15  # 20 letters: nobody guesses it, and it is pasted, not typed
T = TypeVar("T")


class StaffRole(StrEnum):
    """What an account may do: a role of `colophon.roles.STAFF`."""

    RESEARCHER = "researcher"
    VIEWER = "viewer"
    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"


Name = Annotated[str, typer.Argument(help="The account's name.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it, this once.")]


def add_to(app: typer.Typer) -> None:
    """Give ``app`` the commands about accounts."""
    for name, command in (
        ("add", add),
        ("password", password),
        ("role", set_role),
        ("disable", disable),
        ("enable", enable),
        ("remove", remove),
        ("link", link),
        ("token", token),
        ("logout", log_out),
    ):
        app.command(name)(command)


def add(
    name: Name,
    role: Annotated[StaffRole, typer.Option(help="What the account may do.")] = StaffRole.MODERATOR,
    generate: Generate = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Only links of `users link` log it in.")
    ] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Add an account for the pages (review, status). Asks for its password twice, or reads it from a pipe."""
    if generate and no_password:
        raise BadRequest("--generate and --no-password do not go together")
    chosen = None if no_password else _password(generate)

    async def change(all_accounts: Accounts) -> str:
        return (await all_accounts.add(name, Role(role), chosen)).name

    typer.echo(f"{_with_accounts(data, database, change)} may log in as {role}")
    if generate:
        typer.echo(chosen)


def password(name: Name, generate: Generate = False, data: Data = None, database: Database = None) -> None:
    """Give an account another password and log it out everywhere."""
    chosen = _password(generate)

    async def change(all_accounts: Accounts) -> None:
        await all_accounts.set_password(name, chosen)

    _with_accounts(data, database, change)
    typer.echo(chosen if generate else f"{name} has a new password")


def set_role(name: Name, role: StaffRole, data: Data = None, database: Database = None) -> None:
    """Give an account another role and log it out everywhere."""

    async def change(all_accounts: Accounts) -> None:
        await all_accounts.set_role(name, Role(role))

    _with_accounts(data, database, change)
    typer.echo(f"{name} may log in as {role}")


def disable(name: Name, data: Data = None, database: Database = None) -> None:
    """Let nobody log in with an account, and log it out everywhere at once."""

    async def change(all_accounts: Accounts) -> None:
        await all_accounts.disable(name)

    _with_accounts(data, database, change)
    typer.echo(f"{name} is out")


def enable(name: Name, data: Data = None, database: Database = None) -> None:
    """Let an account that was disabled log in again."""

    async def change(all_accounts: Accounts) -> None:
        await all_accounts.enable(name)

    _with_accounts(data, database, change)
    typer.echo(f"{name} may log in again")


def remove(name: Name, data: Data = None, database: Database = None) -> None:
    """Delete an account and log it out everywhere at once. What was decided with it stays."""

    async def change(all_accounts: Accounts) -> str:
        return await all_accounts.remove(name)

    typer.echo(f"{_with_accounts(data, database, change)} is deleted")


def token(name: Name, data: Data = None, database: Database = None) -> None:
    """Print a token that may do over the API what the account may, in its name; a change of it ends it."""

    async def change(all_accounts: Accounts) -> str:
        return await all_accounts.token(name)

    typer.echo(_with_accounts(data, database, change))


def link(
    name: Annotated[str | None, typer.Argument(help="An account; without one, a role.")] = None,
    role: Annotated[
        StaffRole | None, typer.Option(help="What a link without an account may do.", show_default="operator")
    ] = None,
    data: Data = None,
    database: Database = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Print a link that logs in to the pages once, within ten minutes: an account, or just a role."""
    config = server_config(data, database, host, port)
    if name is not None and role is not None:
        raise BadRequest(
            f"a link of an account has the account's role: leave --role out, or change the account with "
            f"`colophon users role {name} {role}`"
        )

    async def make(store: Store) -> str:
        if name is None:
            return await Pairing(store.tokens, config.limits).new_code(Role(role or Role.OPERATOR))
        return await Accounts(store.staff, store.sessions).link(name, config.limits.pairing_seconds)

    typer.echo(f"{origin_of(config)}/login#{with_store(config, make)}")


def log_out(
    name: Annotated[
        str | None, typer.Argument(help="An account; without one, whoever came by a link of a role.")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Log an account out everywhere."""

    async def end(all_accounts: Accounts) -> int:
        return await all_accounts.log_out(name)

    ended = _with_accounts(data, database, end)
    typer.echo(f"{ended} session{'' if ended == 1 else 's'} ended")


async def called(store: Store, name: str) -> list[dict[str, Any]]:
    """The account of this name, if there is one, as `users list` shows it."""
    try:
        wanted = account_name(name)
    except BadRequest:
        return []
    return [row for row in await rows(store) if row["name"] == wanted]


async def rows(store: Store) -> list[dict[str, Any]]:
    """The accounts as `users list` shows them."""
    return [
        {
            "kind": "staff",
            "name": account.name,
            "role": account.role,
            "created": moment(account.created),
            "last_used": day(account.last_day),
            "disabled": account.disabled,
            "has_password": account.has_password,
        }
        for account in await Accounts(store.staff, store.sessions).all()
    ]


def _with_accounts(data: Any, database: str | None, work: Callable[[Accounts], Awaitable[T]]) -> T:
    return with_store(
        server_config(data, database), lambda store: work(Accounts(store.staff, store.sessions))
    )


def _password(generate: bool) -> str:
    """Made here, asked for, or the first line of a pipe. Never an argument: those are seen."""
    if generate:
        return secrets.token_urlsafe(PASSWORD_BYTES)
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
