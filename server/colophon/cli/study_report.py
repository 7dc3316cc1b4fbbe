"""``colophon study report``: what an exported study shows, in the order in which it should be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from colophon.cli.progress import Tell, progress_bar
from colophon.cli.server import Data, Database, server_config
from colophon.cli.study_export import export_of
from colophon.cli.study_extra import needs_the_extra
from colophon.errors import ConfigError, InputError, NotFound
from colophon.whole import write_whole

if TYPE_CHECKING:  # they need the extra `study`
    from colophon.study.report.contrasts import Arm, Comparison, Contrasts
    from colophon.study.report.whole import Whole

PAGE, DATA = "report.html", "report.json"
HIDDEN = "under 10"


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
    from colophon.study.report.whole import as_data

    with progress_bar() as tell:
        done = _read(study, data, database, tell)
        if out is not None:
            tell("writing", 0, 1)
            _write(done, out)
    if json:
        typer.echo(orjson.dumps(as_data(done)).decode())
        return
    frozen, found = done.frozen, done.found
    console = Console(highlight=False, markup=False)
    console.print(f"{frozen.study.id}, version {frozen.study.version}, preregistered as {frozen.sha256}\n")
    if done.put_in is not None:
        console.print("These people are made up: a simulation enrolled them.\n")
    for title, table in _tables(found, frozen.study.analysis.alpha):
        console.print(title)
        console.print(table)
    for note in _notes(found):
        console.print(f"{note}\n")
    if out is not None:
        console.print(f"{out / PAGE} written, {DATA} beside it")


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
        raise InputError(f"there is no folder {named}, and as the id of a study: {error}") from error


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


def _tables(found: Contrasts, alpha: float) -> Iterable[tuple[str, Table]]:
    yield "Split (below p = .001 effects are withheld)", _split(found)
    yield "Left out of the comparisons", _left_out(found)
    shown = [one for one in found.comparisons if one.effect is not None]
    if shown:
        yield f"Planned comparisons (second level minus first; intervals of {1 - alpha:.0%})", _effects(shown)
    strata = [one for one in shown if len(one.strata) > 1]
    if strata:
        yield "By stratum", _by_stratum(strata)
    if found.understanding:
        yield "Right answers (95 %)" if alpha == 0.05 else "Right answers", _understanding(found)


def _split(found: Contrasts) -> Table:
    table = _table("factor", "stratum", "counted", "expected", "p", "")
    for one in found.balances:
        table.add_row(
            one.factor,
            one.stratum or "all",
            _levels(one.counts),
            ", ".join(f"{value:.1f}" for value in one.expected.values()),
            "too few" if one.p is None else _p(one.p),
            "not as planned" if one.blocks else "",
        )
    return table


def _left_out(found: Contrasts) -> Table:
    table = _table("reason", "people", "by level", "p, same in all levels")
    for one in found.exclusions:
        told = ", ".join(f"{name} {'too few' if p is None else _p(p)}" for name, p in one.p.items())
        table.add_row(one.reason, _count(one.count), _levels(one.by_level), told)
    return table


def _effects(shown: list[Comparison]) -> Table:
    table = _table("test", "outcome", "levels: people, mean", "effect", "p", "Holm", "")
    for one in shown:
        effect = one.sequence or one.effect
        assert effect is not None
        said = f"{effect.value:+.3f} [{effect.low:+.3f}, {effect.high:+.3f}]"
        margin = {True: "within its margin", False: "not within its margin", None: ""}[one.within_margin]
        table.add_row(
            f"{one.test.family} / {one.test.name} ({one.test.role})",
            f"{one.test.question or ''} {one.test.outcome}, {one.by}".strip(),
            "\n".join(map(_arm, one.arms)),
            said + ("\nholds at every look" if one.sequence else ""),
            _p(effect.p),
            "" if one.adjusted is None else _p(one.adjusted),
            margin,
        )
    return table


def _by_stratum(shown: list[Comparison]) -> Table:
    table = _table("test", "stratum", "levels: people, mean", "effect")
    for one in shown:
        for row in one.strata:
            effect = row.effect
            said = (
                HIDDEN if effect is None else f"{effect.value:+.3f} [{effect.low:+.3f}, {effect.high:+.3f}]"
            )
            table.add_row(one.test.name, row.stratum, "\n".join(map(_arm, row.arms)), said)
    return table


def _understanding(found: Contrasts) -> Table:
    table = _table("question", "level", "right", "of", "share")
    for one in found.understanding:
        level, share = f"{one.factor} = {one.level}", one.share
        if share is None:
            table.add_row(one.question, level, HIDDEN, "", "")
        else:
            said = f"{share.value:.0%} [{share.low:.0%}, {share.high:.0%}]"
            table.add_row(one.question, level, str(share.successes), str(share.n), said)
    return table


def _notes(found: Contrasts) -> Iterable[str]:
    for one in found.comparisons:
        if one.effect is None:
            yield f"{one.test.family} / {one.test.name}: no result: {one.note}."
    if found.discernment:
        yield f"Discernment: {found.discernment}."


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _levels(counts: dict[str, int | None]) -> str:
    return ", ".join(f"{level} {_count(count)}" for level, count in counts.items())


def _arm(arm: Arm) -> str:
    if arm.n is None or arm.mean is None:
        return f"{arm.level}: {HIDDEN}"
    lean = "" if arm.criterion is None else f" (c {arm.criterion:+.2f})"
    return f"{arm.level}: {arm.n:,}, {arm.mean:.3f}{lean}"


def _count(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.3f}"
