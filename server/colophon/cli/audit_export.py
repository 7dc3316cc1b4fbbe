"""``colophon audit export``: the rows of a finished audit for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from colophon.audit.export.export import Format, write_rows
from colophon.cli.audit_report import Audited
from colophon.cli.progress import Tell, progress_bar
from colophon.cli.study_extra import needs_the_extra
from colophon.errors import InputError


def export(
    out: Audited,
    format: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Which; may be given several times.", show_default="all three"),
    ] = None,
) -> None:
    """Write rows.csv, rows.jsonl and rows.parquet, with a codebook that says what each column means.

    Protected images are in none of them. A cell that a spreadsheet would run has an apostrophe before it.
    """
    formats = list(dict.fromkeys(format or Format))
    if Format.PARQUET in formats:
        needs_the_extra("duckdb", extra="audit")
    with progress_bar() as tell:
        written = _write(out, formats, tell)
    typer.echo(f"written: {', '.join(map(str, written))}")


def _write(out: Path, formats: list[Format], tell: Tell) -> list[Path]:
    try:
        return write_rows(out, formats, tell)
    except OSError as error:
        raise InputError(f"{out} cannot be written to: {error.strerror or error}") from error
