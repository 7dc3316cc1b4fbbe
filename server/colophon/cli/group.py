"""How every command fails: one sentence on standard error and exit code 1, never a traceback."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from colophon.errors import ColophonError


class Commands(TyperGroup):
    """A group of commands whose ColophonErrors are told to the person who runs them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ColophonError as error:
            typer.echo(f"colophon: {error}", err=True)
            raise typer.Exit(1) from error
        except KeyboardInterrupt:
            typer.echo("stopped", err=True)
            raise typer.Exit(130) from None
