"""``colophon invite``: links by which others join a server, and what became of them."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer

from colophon.cli.server import (
    MAX_QUOTA,
    AsJson,
    Data,
    Database,
    Host,
    Port,
    checked_name,
    moment,
    origin_of,
    quota_in_words,
    server_config,
    with_store,
)
from colophon.errors import BadRequest, NotFound
from colophon.pairing.codes import hash_code, random_code
from colophon.roles import Role
from colophon.store.invites import Invitation

DAY_SECONDS = 86_400
MAX_USES = 10_000
MAX_DAYS = 365


def invite(
    name: Annotated[str | None, typer.Option(help="Who it is for; readers who join get it.")] = None,
    role: Annotated[Role, typer.Option(help="What whoever joins may do.")] = Role.READER,
    quota: Annotated[
        int | None,
        typer.Option(
            min=0, max=MAX_QUOTA, help="Pictures a day; 0 is no limit.", show_default="the server's setting"
        ),
    ] = None,
    uses: Annotated[int, typer.Option(min=1, max=MAX_USES, help="How many may join by this link.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=MAX_DAYS, help="How long the link works.")] = 14,
    show: Annotated[bool, typer.Option("--list", help="List the invitations that are open.")] = False,
    withdraw: Annotated[
        str | None, typer.Option(help="Let an invitation work no more.", metavar="ID")
    ] = None,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Print a link by which somebody joins this server with the extension. It is shown this once.

    Only a hash of it is kept. Settings are those of the server: the same environment and settings file.
    """
    if show and withdraw:
        raise BadRequest("--list and --withdraw do not go together")
    config = server_config(data, database, host, port)
    if show:
        for one in with_store(config, lambda store: store.invites.all()):
            typer.echo(orjson.dumps(_row(one)).decode() if json else f"{one.id}  {_in_words(one)}")
        return
    if withdraw:
        if not with_store(config, lambda store: store.invites.withdraw(withdraw)):
            raise NotFound(f"there is no open invitation {withdraw!r}; `colophon invite --list` shows them")
        typer.echo(f"{withdraw} works no more; whoever has joined by it stays (`colophon users list`).")
        return
    named = None if name is None else checked_name(name)
    code = random_code()
    digest, seconds = hash_code(code), days * DAY_SECONDS
    made = with_store(config, lambda store: store.invites.add(digest, role, seconds, uses, named, quota))
    link = f"{origin_of(config)}/join#{code}"
    if json:
        typer.echo(orjson.dumps({**_row(made), "link": link}).decode())
        return
    typer.echo(link)
    typer.echo(f"{made.id}  {_in_words(made)}", err=True)
    if not config.hosted:
        typer.echo("This server can be joined on this computer only: it has no public_url.", err=True)


def _row(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "name": invitation.name,
        "role": invitation.role,
        "quota": invitation.quota,
        "uses_left": invitation.uses_left,
        "created": moment(invitation.created),
        "expires": moment(invitation.expires),
    }


def _in_words(invitation: Invitation) -> str:
    times = "once" if invitation.uses_left == 1 else f"{invitation.uses_left:,} times"
    named = f"{invitation.name}, " if invitation.name else ""
    quota = quota_in_words(invitation.quota)
    return f"{named}{invitation.role}, {quota}; works {times} until {moment(invitation.expires)}"
