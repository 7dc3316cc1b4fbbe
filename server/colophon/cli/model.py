"""``colophon model``: which models there are, installing others, which one is in use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from colophon.cli.evaluate import evaluate
from colophon.cli.group import Commands
from colophon.cli.server import Data, local_config
from colophon.config import Config
from colophon.config import load as load_config
from colophon.download import Progress as OnProgress
from colophon.errors import ModelError
from colophon.models.current import choose, chosen_name, load
from colophon.models.describe import card_of, card_of_published, no_label, promises, size_of, taken_over
from colophon.models.install import install as install_model
from colophon.models.inventory import NONE, Entry, Kind, entries, find, find_anywhere
from colophon.models.sources import Wish
from colophon_model.load import CARD
from colophon_model.manifest import MANIFEST
from colophon_model.published import published

app = typer.Typer(help="Models of the pixel detector.", no_args_is_help=True, cls=Commands)
app.command("evaluate")(evaluate)

Name = Annotated[str | None, typer.Argument(help="A model or its folder.", show_default="the one in use")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_models(as_json: AsJson = False, data: Data = None) -> None:
    """List the models: built-in, installed, and published ones that can be fetched by name."""
    models = local_config(data).models_folder
    chosen = chosen_name(models)
    rows = [_row(entry, chosen) for entry in entries(models)]
    if as_json:
        typer.echo(orjson.dumps(rows).decode())
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        typer.echo(f"{'*' if row['in_use'] else ' '} {row['name']:{width}}  {_sentence(row)}")
    if not any(row["in_use"] for row in rows):
        typer.echo("No model is in use." if chosen == NONE else f"In use: {chosen}, which is not installed.")


@app.command()
def install(
    source: Annotated[
        str,
        typer.Argument(
            help="A published name, a folder with a manifest, an .onnx file, or its address.",
            metavar="SOURCE",
        ),
    ],
    manifest: Annotated[
        str | None,
        typer.Option(help="What an .onnx file is: a manifest, or a published name.", metavar="FILE"),
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="SHA-256 of the .onnx file; needed for an address.", metavar="HEX")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Also where the name is taken.")] = False,
    use: Annotated[bool, typer.Option("--use", help="Put it in use at once.")] = False,
    data: Data = None,
) -> None:
    """Install a model. It is accepted only if it keeps everything that its manifest promises."""
    settings = load_config(data=data)
    models = settings.models_folder
    with _download_bar() as progress:
        accepted = install_model(
            models, Wish(source, manifest, sha256), replace=replace, say=_note, progress=progress
        )
    entry = find(models, accepted.id)
    typer.echo(f"{entry.name} is installed. {_use_of(entry)}")
    if use:
        _put_in_use(entry, settings)
    else:
        typer.echo(f"`colophon model use {entry.name}` puts it in use.")


@app.command()
def use(
    name: Annotated[str, typer.Argument(help="A model; `builtin`; or `none`.", metavar="NAME")],
    data: Data = None,
) -> None:
    """Put a model in use, once it is accepted. A running server follows within a few seconds."""
    settings = local_config(data)
    models = settings.models_folder
    if name == NONE:
        choose(models, NONE)
        typer.echo("No model is in use: pictures are judged by what is said about them only.")
        return
    entry = find(models, name)
    load(entry)
    _put_in_use(entry, settings)


@app.command()
def verify(name: Name = None, as_json: AsJson = False, data: Data = None) -> None:
    """Load a model by the whole load rule, self-tests included, and say what it keeps or breaks."""
    entry = _named(name, local_config(data).models_folder)
    try:
        manifest = load(entry).manifest
    except ModelError as error:
        if as_json:
            typer.echo(orjson.dumps({"name": entry.name, "accepted": False, "reason": str(error)}).decode())
            raise typer.Exit(1) from error
        raise
    kept = promises(manifest)
    if as_json:
        typer.echo(orjson.dumps({"name": entry.name, "accepted": True, "kept": kept}).decode())
        return
    typer.echo(f"{entry.name} keeps what its manifest promises:")
    for sentence in kept:
        typer.echo(f"  {sentence}")
    typer.echo(_use_of(entry))


@app.command()
def card(
    name: Name = None,
    manifest: Annotated[bool, typer.Option("--manifest", help="Print the manifest instead.")] = False,
    data: Data = None,
) -> None:
    """Print a model's card: what it was made from, what it can tell, where it fails."""
    models = local_config(data).models_folder
    if name in published() and not (models / str(name)).is_dir():
        known = published()[str(name)]
        _print(
            orjson.dumps(dict(known.template)).decode() if manifest else card_of_published(known), manifest
        )
        return
    entry = _named(name, models)
    if entry.folder is None or entry.manifest is None:
        raise ModelError(f"{entry.name}: {entry.trouble}")
    if manifest:
        _print((entry.folder / MANIFEST).read_text(encoding="utf-8"), raw=True)
        return
    path = entry.folder / CARD
    text = path.read_text(encoding="utf-8") if path.is_file() else card_of(entry.manifest)
    above = taken_over(entry)
    _print(f"{above}\n{text}" if above else text)


def _named(name: str | None, models: Path) -> Entry:
    if name is not None:
        return find_anywhere(models, name)
    if (chosen := chosen_name(models)) == NONE:
        raise ModelError("no model is in use; name one")
    return find(models, chosen)


def _put_in_use(entry: Entry, settings: Config) -> None:
    choose(settings.models_folder, entry.choice)
    seconds = settings.limits.model_look_seconds
    typer.echo(
        f"{entry.name} is in use. A running server follows within {seconds:g} s and the time to load it."
    )


def _row(entry: Entry, chosen: str) -> dict[str, Any]:
    known, manifest = published().get(entry.name), entry.manifest
    here = entry.kind is not Kind.PUBLISHED
    size, rounded = size_of(entry)
    return {
        "name": entry.name,
        "kind": entry.kind,
        "in_use": here and chosen in (entry.name, entry.choice),
        "version": manifest.version if manifest else known.version if known else None,
        "license": manifest.license if manifest else known.license if known else None,
        "bytes": None if rounded else size,
        "about_bytes": size if rounded else None,
        "host": known.host if known and not here else None,
        "labels": no_label(entry) is None if here else None,
        "why_no_label": no_label(entry) if here else None,
        "experimental": bool(manifest and manifest.experimental),
    }


def _sentence(row: dict[str, Any]) -> str:
    size = f", {row['bytes'] / 1e6:.1f} MB" if row["bytes"] else ""
    if row["about_bytes"]:
        size = f", about {row['about_bytes'] / 1e6:.0f} MB"
    if row["kind"] == Kind.PUBLISHED:
        return f"{row['license']}{size}; `colophon model install {row['name']}` fetches it from {row['host']}"
    tags = [
        row["kind"],
        *(["in use"] if row["in_use"] else []),
        *(["experimental"] if row["experimental"] else []),
    ]
    use = "labels are possible" if row["labels"] else f"scores only: {row['why_no_label']}"
    return f"{row['license'] or 'unreadable'}{size}, {', '.join(tags)}; {use}"


def _use_of(entry: Entry) -> str:
    if why := no_label(entry):
        return f"It gives scores to researchers and moderators, no label: {why}."
    return "A label may rest on it, where the server is set to allow that (COLOPHON_DETECTOR_CHIP)."


def _print(text: str, raw: bool = False) -> None:
    """Markdown is drawn on a terminal and left as it is in a pipe."""
    if sys.stdout.isatty() and not raw:
        Console().print(Markdown(text))
    else:
        typer.echo(text)


def _note(text: str) -> None:
    typer.echo(text, err=True)


@contextmanager
def _download_bar() -> Iterator[OnProgress]:
    """A bar on standard error that appears with the first bytes; without a terminal none."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    columns = (TextColumn("fetching"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
