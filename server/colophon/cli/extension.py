"""``colophon extension``: where the extension lies, a package of it, and connecting it to the server."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Annotated

import typer

from colophon.cli.group import Commands
from colophon.cli.server import Data, Database, Host, Port, origin_of, server_config, with_store
from colophon.errors import ConfigError
from colophon.pairing import Pairing
from colophon.roles import Role

app = typer.Typer(help="The browser extension.", no_args_is_help=True, cls=Commands)

_REPOSITORY = Path(__file__).resolve().parents[3]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time makes the package reproducible


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
    out: Annotated[Path, typer.Option(help="The zip file to write.")] = Path("dist/colophon-extension.zip"),
) -> None:
    """Write a reproducible zip of the extension for a store or for sending."""
    folder = extension_folder()
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".ts")
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            name = zipfile.ZipInfo(str(file.relative_to(folder)), _EPOCH)
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, file.read_bytes())
    typer.echo(f"{out}: {len(files)} files, {out.stat().st_size:,} bytes")


@app.command()
def pair(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    database: Database = None,
    role: Annotated[Role, typer.Option(help="What the holder may do.")] = Role.READER,
) -> None:
    """Print a fresh pairing link of a server. It works once.

    Name the same port, data folder and database as for the server.
    """
    config = server_config(data, database, host, port)
    code = with_store(config, lambda store: Pairing(store.tokens, config.limits).new_code(role))
    typer.echo(f"{origin_of(config)}/{'join' if config.hosted else 'pair'}#{code}")
