"""What every command that makes a link to a study can be told."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

import typer

from colophon.cli.server import AsJson, Data, Database, Host, Port, server_config
from colophon.config import Config

MAX_USES = 1_000_000

Uses = Annotated[int, typer.Option(min=1, max=MAX_USES, help="How many people may join by the link.")]
Days = Annotated[
    int | None, typer.Option(min=1, help="How long the link works.", show_default="until the study closes")
]
Label = Annotated[str | None, typer.Option("--name", help="What you call this link: a panel, a wave.")]
Preview = Annotated[bool, typer.Option("--preview", help="For trying the study out: never exported.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """The link that is to be made, and the server it leads to."""

    uses: int
    days: int | None
    name: str | None
    preview: bool
    json: bool
    config: Config


def takes_link_options(command: Callable[[Any, Asked], None]) -> Callable[..., None]:
    """A command of one argument that is told of a link, with the options for it: typer reads signatures."""

    argument, _ = inspect.signature(command).parameters.values()
    options = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for one in inspect.signature(_asked).parameters.values()
    ]
    hints = get_type_hints(_asked, include_extras=True) | get_type_hints(command, include_extras=True)

    def told(**given: Any) -> None:
        command(given.pop(argument.name), _asked(**given))

    told.__name__, told.__doc__ = command.__name__, command.__doc__
    told.__annotations__ = {one.name: hints[one.name] for one in (argument, *options)}
    told.__dict__["__signature__"] = inspect.Signature(
        [one.replace(annotation=hints[one.name]) for one in (argument, *options)]
    )
    return told


def _asked(
    uses: Uses = 1000,
    days: Days = None,
    name: Label = None,
    preview: Preview = False,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
    host: Host = None,
    port: Port = None,
) -> Asked:
    return Asked(uses, days, name, preview, json, server_config(data, database, host, port))
