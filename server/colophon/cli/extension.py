"""``colophon extension``: where the extension lies, and a package of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Annotated

import typer

from colophon.errors import ConfigError

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


def _complain(error: ConfigError) -> int:
    typer.echo(str(error), err=True)
    return 1
