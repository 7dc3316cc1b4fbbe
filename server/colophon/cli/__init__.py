"""The command line: one module per command group; this module puts them together."""

from __future__ import annotations

import typer

from colophon.cli import check, demo, detect, extension, serve, trust

app = typer.Typer(
    name="colophon",
    help="Context beside the images in a feed: how an image was made, who says so, and how far to trust it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("check")(check.check)
app.command("detect")(detect.detect)
app.command("demo")(demo.demo)
app.add_typer(trust.app, name="trust")
app.add_typer(extension.app, name="extension")


def main() -> None:
    """Entry point of the ``colophon`` command."""
    app()
