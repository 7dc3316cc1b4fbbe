"""The command line: one module per command or command group; this module puts them together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from colophon import __version__
from colophon.cli.group import Modules


class _Colophon(Modules):
    places: Mapping[str, str] = MappingProxyType(
        {
            "serve": "serve:serve",
            "check": "check:check",
            "audit": "audit:app",
            "detect": "detect:detect",
            "demo": "demo:demo",
            "disclose": "disclose:disclose",
            "invite": "invite:invite",
            "users": "users:app",
            "registry": "registry:app",
            "review": "review:app",
            "publish": "publish:app",
            "study": "study:app",
            "model": "model:app",
            "trust": "trust:app",
            "backup": "backup:backup",
            "restore": "backup:restore",
            "extension": "extension:app",
        }
    )


app = typer.Typer(
    name="colophon",
    cls=_Colophon,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"colophon {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Context beside the images in a feed: how an image was made, who says so, and how far to trust it."""


def main() -> None:
    """Entry point of the ``colophon`` command."""
    app()
