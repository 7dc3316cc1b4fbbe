"""``colophon registry subscribe``, ``subscriptions``, ``unsubscribe``: following servers and lists."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlsplit

import orjson
import typer

from colophon.cli.collections import KindOf, mirror_list
from colophon.cli.fingerprints import grouped
from colophon.cli.pictures import As, Believed, SaidBy
from colophon.cli.server import AsJson, Data, Database, moment, server_config, with_store
from colophon.config import Config, load
from colophon.entry import Basis, Kind
from colophon.errors import Conflict, InputError, NotFound
from colophon.evidence import Process
from colophon.follow.asking import checked_url, is_origin, key_at, news_at
from colophon.follow.chain import read
from colophon.follow.lines import Position
from colophon.follow.withdraw import withdraw_all
from colophon.keyfile import fingerprint
from colophon.registry.remember import new_id
from colophon.store.database import Store
from colophon.store.subscriptions import Source, Subscription

MAX_NAME = 60  # characters; the column, and what cards have room for

Source_ = Annotated[
    str,
    typer.Argument(
        help="A Colophon server, as https://colophon.example.org; or a list: a file, or an https address.",
        metavar="SOURCE",
    ),
]


def subscribe(
    source: Source_,
    key: Annotated[
        str | None,
        typer.Option(help="Fingerprint of the server's key, as you were told it.", metavar="FINGERPRINT"),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Have the server follow a list, which nobody signs.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take the key that is shown, without a question.")
    ] = False,
    process: As = None,
    said_by: SaidBy = None,
    basis: Annotated[
        Believed | None,
        typer.Option(
            "--basis",
            help="The most that is believed: what was recorded, or only stated.",
            show_default="recorded where it is signed",
        ),
    ] = None,
    kind: KindOf = Kind.STATEMENT,
    name: Annotated[
        str | None, typer.Option(help="What readers see.", show_default="that of the source")
    ] = None,
    accept_losses: Annotated[
        bool,
        typer.Option("--accept-losses", help="Withdraw also where the list looks cut off or lost a lot."),
    ] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Follow another server's decisions, or keep a collection like a list.

    A server, and a list with --unsigned, is followed from now on by the server that runs here. Any other list
    is taken in now: run again, this adds what is new there and withdraws what is gone.
    """
    remote = "://" in source
    if remote and is_origin(source):
        if kind is not Kind.STATEMENT or process or said_by or unsigned:
            raise InputError(f"{source} is a server: --kind, --as, --said-by and --unsigned are for lists")
        url, trust = checked_url(source), Basis(basis or Believed.RECORDED)
        config = load(data=data, database=database)
        _keep(config, asyncio.run(_server(url, key, yes, name, config.team)), trust)
    elif remote and unsigned:
        if kind is not Kind.STATEMENT or said_by or key:
            raise InputError("--kind, --said-by and --key do not go with --unsigned")
        new = Subscription(new_id(), checked_url(source), Source.LIST, _name(name or source), Basis.STATED)
        process_ = Process(process) if process else None
        _keep(load(data=data, database=database), new, Basis(basis or Believed.STATED), process_)
    elif key:
        raise InputError("--key is for a server; a list is signed by nobody")
    else:
        trust_ = basis or Believed.STATED
        mirror_list(source, process, said_by, trust_, kind, name, accept_losses, data, database)


def subscriptions(json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """Say what is followed, and how that stands."""
    found = with_store(server_config(data, database), lambda store: store.subscriptions.all())
    for one in found:
        if json:
            typer.echo(orjson.dumps(asdict(one)).decode())
            continue
        signed = f"signed by {grouped(fingerprint(bytes.fromhex(one.key)))}" if one.key else "unsigned"
        typer.echo(f"{one.id}  {one.name}\n    {one.url}, {signed}\n    {_standing(one)}")
    if not found and not json:
        typer.echo("Nothing is followed.")


def unsubscribe(
    id: Annotated[str, typer.Argument(help="Id or name, as `subscriptions` shows it.", metavar="ID")],
    data: Data = None,
    database: Database = None,
) -> None:
    """Follow it no more, and withdraw everything that came from it."""

    async def end(store: Store) -> tuple[Subscription, int]:
        found = [one for one in await store.subscriptions.all() if id in {one.id, one.name}]
        if not found:
            raise NotFound(f"nothing of the id or name {id} is followed: `colophon registry subscriptions`")
        await store.subscriptions.remove(found[0].id)
        return found[0], await withdraw_all(store, found[0])

    gone, number = with_store(server_config(data, database), end)
    typer.echo(f"{gone.name} is followed no more; entries withdrawn: {number}")


async def _server(url: str, told: str | None, yes: bool, name: str | None, ours: str) -> Subscription:
    """Ask the server for its key and for what it says of itself; agree to the key.

    One that calls itself as ``ours`` do gets its host for a name: readers have to tell them apart.
    """
    from colophon.http.outgoing import asking  # no other command of this group pays for an HTTP client

    async with asking() as fetch:
        key = await key_at(url, fetch)
        answer = read(await news_at(url, 0, 0, fetch), key, Position())
    _agree(url, key, told, yes)
    typer.echo(f"{answer.head.server}: {answer.head.latest} records")
    theirs = answer.head.server if answer.head.server != ours else urlsplit(url).netloc
    chosen = _name(name or theirs)
    return Subscription(new_id(), url, Source.STREAM, chosen, Basis.RECORDED, key=key.hex())


def _agree(url: str, key: bytes, told: str | None, yes: bool) -> None:
    if told is not None:
        if "".join(told.split()).replace(":", "").lower() != fingerprint(key):
            raise InputError(
                f"{url} signs with another key than you were told:\n{grouped(fingerprint(key))}\n"
                f"Ask whoever runs it which is theirs; nothing was changed"
            )
        return
    typer.echo(f"{url} signs with the key of this fingerprint:\n{grouped(fingerprint(key))}")
    if not yes and not typer.confirm("Compare it with what its operator told you. Is it the same?"):
        raise typer.Exit(1)


def _keep(config: Config, new: Subscription, trust: Basis, process: Process | None = None) -> None:
    values = asdict(new) | {"trust": trust, "process": process}

    async def add(store: Store) -> Subscription:
        try:
            return await store.subscriptions.add(Subscription(**values))
        except Conflict as error:
            raise InputError(f"{error}; give another name (--name), or unsubscribe first") from error

    made = with_store(config, add)
    typer.echo(f"{made.id}  {made.name} is followed, by the server while it runs")


def _name(text: str) -> str:
    if not 1 <= len(text) <= MAX_NAME or not text.isprintable():
        raise InputError(f"readers see the name, so it has 1 to {MAX_NAME} characters; give one: --name NAME")
    return text


def _standing(one: Subscription) -> str:
    asked = (
        f"last asked {moment(one.checked)}" if one.checked else "not asked yet: the server does when it runs"
    )
    record = f", up to record {one.seq}" if one.kind is Source.STREAM else ""
    return f"{one.state}{record}, {asked}" + (f"\n    {one.error}" if one.error else "")
