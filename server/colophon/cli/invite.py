"""``colophon invite``: links by which others join a server, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

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
from colophon.config import Config
from colophon.errors import BadRequest, NotFound
from colophon.pairing.codes import hash_code, random_code
from colophon.roles import Role
from colophon.store.invites import Invitation

DAY_SECONDS = 86_400
MAX_USES = 10_000
MAX_DAYS = 365
MAX_LINKS = 10_000
_NAMELESS = "Without --name whoever joins is listed as (no name) until `colophon users rename ID NAME`."


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
    count: Annotated[int, typer.Option(min=1, max=MAX_LINKS, help="Links, one for each person.")] = 1,
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
            typer.echo(_json(one) if json else f"{one.id}  {_in_words(one)}")
    elif withdraw:
        if not with_store(config, lambda store: store.invites.withdraw(withdraw)):
            raise NotFound(f"there is no open invitation {withdraw!r}; `colophon invite --list` shows them")
        typer.echo(f"{withdraw} works no more; whoever has joined by it stays (`colophon users list`).")
    else:
        codes = {random_code(): named for named in _names(name, count)}
        hashes = {hash_code(code): named for code, named in codes.items()}
        seconds = days * DAY_SECONDS
        made = with_store(config, lambda store: store.invites.add_many(hashes, role, seconds, uses, quota))
        _tell(config, zip(codes, made, strict=True), json)
        if name is None and not json:
            typer.echo(_NAMELESS, err=True)


def _names(name: str | None, count: int) -> list[str | None]:
    if name is None or count == 1:
        return [None if name is None else checked_name(name)] * count
    return [checked_name(f"{name.strip()} {number}") for number in range(1, count + 1)]


def _tell(config: Config, made: Iterable[tuple[str, Invitation]], json: bool) -> None:
    for code, invitation in made:
        link = f"{origin_of(config)}/join#{code}"
        if json:
            typer.echo(_json(invitation, link=link))
        else:
            typer.echo(link)
            typer.echo(f"{invitation.id}  {_in_words(invitation)}", err=True)
    if not config.hosted and not json:
        typer.echo("This server can be joined on this computer only: it has no public_url.", err=True)


def _json(invitation: Invitation, **more: str) -> str:
    row = {
        "id": invitation.id,
        "name": invitation.name,
        "role": invitation.role,
        "quota": invitation.quota,
        "uses_left": invitation.uses_left,
        "created": moment(invitation.created),
        "expires": moment(invitation.expires),
        **more,
    }
    return orjson.dumps(row).decode()


def _in_words(invitation: Invitation) -> str:
    times = "once" if invitation.uses_left == 1 else f"{invitation.uses_left:,} times"
    named = f"{invitation.name}, " if invitation.name else ""
    quota = quota_in_words(invitation.quota)
    return f"{named}{invitation.role}, {quota}; works {times} until {moment(invitation.expires)}"
