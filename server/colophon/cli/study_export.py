"""``colophon study export``: a study's data as tidy tables, with codebook, loaders and manifest."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from sqlalchemy.exc import SQLAlchemyError

from colophon.cli.progress import Tell, progress_bar
from colophon.cli.server import Data, Database, server_config
from colophon.cli.study_extra import needs_the_extra
from colophon.config import Config
from colophon.errors import InputError, NotFound
from colophon.store.database import open_store
from colophon.study.spec.frozen import load_frozen


def export(
    study: Annotated[str, typer.Argument(help="The study's id.", metavar="STUDY")],
    out: Annotated[Path, typer.Option(help="A folder that is not there yet.", metavar="FOLDER")],
    truth: Annotated[
        Path | None,
        typer.Option(help="How images were made, where you know: CSV with columns sha256, truth."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the manifest.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write participants, exposures, answers and events as CSV and Parquet, with a codebook.

    Who withdrew and who only tried the study out is not in it. A server may go on meanwhile.
    """
    needs_the_extra("duckdb")
    config = server_config(data, database)
    with progress_bar() as tell:
        manifest = export_of(config, study, out, truth, tell)
    if json:
        typer.echo(orjson.dumps(manifest).decode())
        return
    rows = ", ".join(
        f"{f['rows']:,} {f['name'][:-4]}" for f in manifest["files"] if f["name"].endswith(".csv")
    )
    typer.echo(
        f"{out} written: {rows}. Begin with {out / 'codebook.md'}; load.R and load.py read the tables."
    )


def export_of(config: Config, id: str, out: Path, truth: Path | None, tell: Tell) -> dict[str, Any]:
    """Write the export of a study of the server; gives its manifest. Raises InputError and NotFound."""
    try:
        return asyncio.run(_export(config, id, out, truth, tell))
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error}. Nothing was left there") from error
    except SQLAlchemyError as error:
        raise InputError(f"the database does not answer ({type(error).__name__}); try again") from error


async def _export(config: Config, id: str, out: Path, truth: Path | None, tell: Tell) -> dict[str, Any]:
    # imported here: they need the extra `study`
    from colophon.study.export.export import export as write
    from colophon.study.export.export import read_truth

    async with open_store(config.store, patient=True) as store:
        kept = await store.studies.get(id)
        if kept is None:
            raise NotFound(f"there is no study {id!r} on this server; `colophon study list` shows them")
        frozen = load_frozen(kept.frozen.encode())
        files = {"study.toml": frozen.source.encode(), "study.frozen.json": kept.frozen.encode()}
        known = read_truth(truth, kept.salt) if truth else {}
        return await write(store, kept, frozen.study, files, out, tell, known)
