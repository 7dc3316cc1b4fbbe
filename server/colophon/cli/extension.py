"""``colophon extension``: where the extension lies, packages of it, and connecting it to the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from colophon.cli import extension_package as packages
from colophon.cli.group import Commands
from colophon.cli.server import Data, Database, Host, Port, origin_of, server_config, with_store
from colophon.errors import ConfigError
from colophon.pairing import Pairing
from colophon.roles import Role

app = typer.Typer(help="The browser extension.", no_args_is_help=True, cls=Commands)

_REPOSITORY = Path(__file__).resolve().parents[3]


def extension_folder() -> Path:
    """The loadable extension of this checkout. Raises ConfigError where only the server was installed."""
    folder = _REPOSITORY / "extension"
    if not (folder / "manifest.json").is_file():
        raise ConfigError(
            f"no extension beside this installation (looked in {folder}); it is in the repository"
        )
    return folder


@app.command()
def path() -> None:
    """Print the folder to load in the browser ("Load unpacked", or about:debugging in Firefox)."""
    typer.echo(extension_folder())


@app.command()
def pack(
    out: Annotated[Path, typer.Option(help="The folder to write the packages into.")] = Path("dist"),
) -> None:
    """Write a package for Chromium and one for Firefox: the same bytes on every machine."""
    for package in packages.pack(extension_folder(), out):
        typer.echo(f"{package.path}: {package.files} files, {package.size:,} bytes, SHA-256 {package.sha256}")


@app.command()
def pair(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    database: Database = None,
    role: Annotated[Role, typer.Option(help="What the holder may do.")] = Role.READER,
) -> None:
    """Print a fresh pairing link of a server. It works once.

    It works while the server runs. Name the same port, data folder and database as for the server.
    """
    config = server_config(data, database, host, port)
    code = with_store(config, lambda store: Pairing(store.tokens, config.limits).new_code(role))
    typer.echo(f"{origin_of(config)}/{'join' if config.hosted else 'pair'}#{code}")
