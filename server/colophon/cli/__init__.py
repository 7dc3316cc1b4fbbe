"""The command line: one module per command group; this module puts them together."""

from __future__ import annotations

from typing import Annotated

import typer

from colophon import __version__
from colophon.cli import (
    check,
    demo,
    detect,
    disclose,
    extension,
    invite,
    model,
    registry,
    serve,
    trust,
    users,
)
from colophon.cli.group import Commands

app = typer.Typer(
    name="colophon",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("check")(check.check)
app.command("detect")(detect.detect)
app.command("demo")(demo.demo)
app.command("disclose")(disclose.disclose)
app.command("invite")(invite.invite)
app.add_typer(users.app, name="users")
app.add_typer(registry.app, name="registry")
app.add_typer(model.app, name="model")
app.add_typer(trust.app, name="trust")
app.add_typer(extension.app, name="extension")


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
