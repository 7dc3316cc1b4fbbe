"""``colophon audit diff``: what changed between two audits of the same source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.audit.diff import Change, Difference, Sort, as_data, difference, moves_of
from colophon.audit.report.words import kind_words
from colophon.errors import InputError
from colophon.whole import writing_whole

_WORDS = {
    Sort.APPEARED: "new in the source",
    Sort.GONE: "not in the source any more",
    Sort.REPLACED: "another image in the same place",
    Sort.LABEL: "another label, or another reason for none",
    Sort.EVIDENCE: "the same label, other evidence",
}
_SHOWN_MOVES = 20


def diff(
    before: Annotated[Path, typer.Argument(help="The folder of the earlier audit.", metavar="BEFORE")],
    now: Annotated[Path, typer.Argument(help="The folder of the later one.", metavar="NOW")],
    out: Annotated[
        Path | None, typer.Option(help="Write every change there, one JSON object a line.", metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Compare two audits of the same source: images that came or went, labels and evidence that changed.

    `colophon audit report NOW --before BEFORE` has it as a part of the page.
    """
    found = difference(before, now) if out is None else _written(before, now, out)
    if json:
        typer.echo(orjson.dumps(as_data(found)).decode())
        return
    typer.echo(f"{before} ({found.before.date}) and {now} ({found.now.date}):")
    for sort, words in _WORDS.items():
        typer.echo(f"  {found.counts[sort]:>8,}  {words}")
    typer.echo(f"  {found.unchanged:>8,}  unchanged")
    if found.protected:
        typer.echo(f"  {found.protected:>8,}  protected in one of them: not compared")
    for (old, new), number in moves_of(found)[:_SHOWN_MOVES]:
        typer.echo(f"  {number:>8,}  from {kind_words(old)!r} to {kind_words(new)!r}")
    for part, old, new in found.versions:
        typer.echo(f"  {part} was {old} and is {new}")
    if found.sampled:
        typer.echo("  one of them looked at a sample: what came or went may just not have been drawn")


def _written(before: Path, now: Path, out: Path) -> Difference:
    try:
        with writing_whole(out) as file:
            write: Callable[[bytes], object] = file.write

            def each(change: Change) -> None:
                write(orjson.dumps(asdict(change), option=orjson.OPT_APPEND_NEWLINE))

            return difference(before, now, each)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from error
