"""How every command fails: one sentence on standard error and exit code 1, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

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


class Modules(Commands):
    """Commands by name, each in a module of `colophon.cli` that is imported when it is run.

    A server would hold 15 MB for commands that it never runs. ``places`` are ``module:what``: a function, or
    a `typer.Typer` with commands of its own.
    """

    places: Mapping[str, str] = MappingProxyType({})

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in their order."""
        return [*self.places, *(name for name in super().list_commands(ctx) if name not in self.places)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or None."""
        if cmd_name in self.places and cmd_name not in self.commands:
            self.commands[cmd_name] = _load(cmd_name, self.places[cmd_name])
        return super().get_command(ctx, cmd_name)


def _load(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    what = getattr(import_module(f"colophon.cli.{module}"), attribute)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    if not isinstance(what, typer.Typer):
        alone.command(name)(what)
        return get_command(alone)
    alone.add_typer(what, name=name)
    group: Any = get_command(alone)
    return group.commands[name]
