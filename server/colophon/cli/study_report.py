"""``colophon study report``: what an exported study shows, in the order in which it should be read."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console

from colophon.cli.progress import Tell, progress_bar
from colophon.cli.server import Data, Database, server_config
from colophon.cli.study_export import export_of
from colophon.cli.study_extra import needs_the_extra
from colophon.errors import ConfigError, InputError, NotFound
from colophon.whole import write_whole

if TYPE_CHECKING:  # they need the extra `study`
    from colophon.study.report.whole import Whole

PAGE, DATA = "report.html", "report.json"


def report(
    study: Annotated[
        str, typer.Argument(help="The folder of an export, or a study of the server.", metavar="FOLDER|STUDY")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="Also write report.html and report.json into this folder.", metavar="DIR", file_okay=False
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Say what a study shows: the split, who was left out, then the planned comparisons.

    Where participants are not split as planned, no effect is shown; while a study runs, only where looks are
    planned. Fewer than ten people are never told of.
    """
    needs_the_extra("scipy", "statsmodels", "duckdb")
    from colophon.study.report.terminal import print_report
    from colophon.study.report.whole import as_data

    with progress_bar() as tell:
        done = _read(study, data, database, tell)
        if out is not None:
            tell("writing", 0, 1)
            _write(done, out)
    if json:
        typer.echo(orjson.dumps(as_data(done)).decode())
        return
    console = Console(highlight=False, markup=False)
    print_report(done, console)
    if out is not None:
        console.print(f"{out / PAGE} written, {DATA} beside it", soft_wrap=True)


def _read(named: str, data: Path | None, database: str | None, tell: Tell) -> Whole:
    """From the folder of an export or, where there is none of that name, from the server by way of one."""
    from colophon.study.report.whole import whole

    folder = Path(named)
    if folder.is_dir() or len(folder.parts) > 1:
        return whole(folder, tell)
    try:
        config = server_config(data, database)
        with TemporaryDirectory() as place:
            export_of(config, named, Path(place) / "export", None, tell)
            return whole(Path(place) / "export", tell)
    except (NotFound, ConfigError) as error:
        raise InputError(
            f"{named} is neither a folder here nor a study of a server ({error}); name the folder that "
            "`colophon study export` or `colophon study simulate` wrote"
        ) from error


def _write(done: Whole, out: Path) -> None:
    from colophon.study.report.page.page import page
    from colophon.study.report.whole import as_data

    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / DATA, orjson.dumps(as_data(done), option=options))
        write_whole(out / PAGE, page(done).encode())
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}; name another folder") from error
