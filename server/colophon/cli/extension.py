"""``colophon extension``: where the extension lies, a package of it, and connecting it to the server."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from colophon.cli.group import Commands
from colophon.config import DATABASE_NAME, Config, load
from colophon.errors import ConfigError
from colophon.pairing import Pairing
from colophon.roles import Role
from colophon.store.database import open_store

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
    host: Annotated[
        str | None, typer.Option(help="Where the server listens.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[int | None, typer.Option(help="The server's port.", show_default="8765")] = None,
    data: Annotated[Path | None, typer.Option(help="The server's data folder.")] = None,
    database: Annotated[str | None, typer.Option(help="Its database, if not in the data folder.")] = None,
    role: Annotated[Role, typer.Option(help="What the holder may do.")] = Role.READER,
) -> None:
    """Print a fresh pairing link of a server. It works once.

    Name the same port, data folder and database as for the server.
    """
    config = load(host=host, port=port, data=data, database=database)
    if database is None and config.database is None and not config.data.joinpath(DATABASE_NAME).is_file():
        raise ConfigError(f"no server has used the data folder {config.data}; name its folder with --data")
    code = asyncio.run(_new_code(config, role))
    typer.echo(f"http://{config.host}:{config.port}/pair#{code}")


async def _new_code(config: Config, role: Role) -> str:
    async with open_store(config.store) as store:
        return await Pairing(store.tokens, config.limits).new_code(role)
