"""``colophon extension``: where the extension lies, a package of it, and connecting it to the server."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from colophon.config import Config, load
from colophon.errors import ColophonError, ConfigError
from colophon.pairing import Pairing
from colophon.store.database import open_store

app = typer.Typer(help="The browser extension.", no_args_is_help=True)

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
    try:
        typer.echo(extension_folder())
    except ConfigError as error:
        raise typer.Exit(_complain(error)) from error


@app.command()
def pack(
    out: Annotated[Path, typer.Option(help="The zip file to write.")] = Path("colophon-extension.zip"),
) -> None:
    """Write a reproducible zip of the extension for a store or for sending."""
    try:
        folder = extension_folder()
    except ConfigError as error:
        raise typer.Exit(_complain(error)) from error
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".ts")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            name = zipfile.ZipInfo(str(file.relative_to(folder)), _EPOCH)
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, file.read_bytes())
    typer.echo(f"{out}: {len(files)} files, {out.stat().st_size:,} bytes")


@app.command()
def pair(
    host: Annotated[str | None, typer.Option(help="Where the server listens [default: 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Its port [default: 8765].")] = None,
    data: Annotated[Path | None, typer.Option(help="Its data folder.")] = None,
    database: Annotated[str | None, typer.Option(help="Its database, if not in the data folder.")] = None,
) -> None:
    """Print a fresh pairing link for the server that uses the same database. It works once."""
    try:
        config = load(host=host, port=port, data=data, database=database)
        code = asyncio.run(_new_code(config))
    except ColophonError as error:
        raise typer.Exit(_complain(error)) from error
    typer.echo(f"http://{config.host}:{config.port}/pair#{code}")


async def _new_code(config: Config) -> str:
    async with open_store(config.database_url) as store:
        return await Pairing(store.tokens, config.limits).new_code()


def _complain(error: ColophonError) -> int:
    typer.echo(str(error), err=True)
    return 1
