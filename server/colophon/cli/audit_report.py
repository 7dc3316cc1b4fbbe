"""``colophon audit report``: the report of a finished audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from colophon.audit.diff import difference
from colophon.audit.export.export import REPORT, write_report
from colophon.audit.report.page.answer import sentences
from colophon.audit.report.page.changes import changes
from colophon.audit.report.whole import whole
from colophon.cli.progress import progress_bar
from colophon.errors import InputError

Audited = Annotated[
    Path, typer.Argument(help="The folder of a finished audit.", metavar="DIR", file_okay=False)
]


def report(
    out: Audited,
    before: Annotated[
        Path | None,
        typer.Option(
            help="An earlier audit of the same source: the report says what changed.", metavar="DIR"
        ),
    ] = None,
) -> None:
    """Write report.html, one page that needs nothing else, and the tables that it shortens.

    The same rows give the same files. There are no pictures in it.
    """
    with progress_bar() as tell:
        found = whole(out, tell)
        more = None if before is None else [changes(difference(before, out))]
        try:
            written = write_report(out, found, more, tell)
        except OSError as error:
            raise InputError(f"{out} cannot be written to: {error.strerror or error}") from error
    for sentence in sentences(found):
        typer.echo(sentence)
    beside = ", ".join(path.name for path in written if path.name != REPORT)
    typer.echo(f"\n{out / REPORT} written; beside it {beside}")
