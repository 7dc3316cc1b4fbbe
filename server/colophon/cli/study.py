"""``colophon study``: writing, checking and freezing the file of a study; who gets what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import orjson
import typer

from colophon.cli.group import Modules
from colophon.cli.server import AsJson
from colophon.errors import InputError
from colophon.study import assign as draws
from colophon.study.spec.example import example
from colophon.study.spec.frozen import file_name, keep, load_frozen
from colophon.study.spec.frozen import freeze as frozen_of
from colophon.study.spec.read import MAX_BYTES, Read, load, read
from colophon.study.spec.schema import json_schema
from colophon.study.spec.study import Study
from colophon.study.spec.summary import summary
from colophon.study.spec.wrong import ABSENT
from colophon.study.split import chi_square

WRONG = 2  # exit code of a file that cannot be used
MAX_COUNT = 1_000_000
_SHOWN = 20  # assignments listed of a count
_MANY = 3  # parts that are absent: whose file is so far from whole is told how to begin
_FEWEST = 5  # wanted of each level for a chi-square test (Cochran 1954, Biometrics 10)


# as a study goes, from its file to what it shows
_ORDER = (
    *("new", "check", "freeze", "schema", "assign", "power", "simulate", "feed"),
    *("open", "link", "list", "close", "debrief", "export", "report"),
)


class _Study(Modules):
    # what loads scipy and the like is a module of its own, imported when it is run
    places: Mapping[str, str] = MappingProxyType(
        {
            "open": "study_server:open_study",
            "link": "study_server:link",
            "list": "study_server:list_studies",
            "close": "study_server:close",
            "debrief": "study_server:debrief",
            "export": "study_export:export",
            "feed": "study_feed:app",
            "power": "study_power:power",
            "report": "study_report:report",
            "simulate": "study_simulate:simulate",
        }
    )

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, as a study goes."""
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(help="Studies of label designs.", no_args_is_help=True, cls=_Study)

File = Annotated[Path, typer.Argument(help="A study file (TOML).", metavar="FILE")]


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="Where to write it.", metavar="FILE")] = Path("study.toml"),
    id: Annotated[str, typer.Option(help="Id of the study: small letters, digits, hyphens.")] = "my-study",
) -> None:
    """Write a commented example of a study file, to be changed into yours."""
    text = example(id, _today())
    load(text.encode(), str(file))
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise InputError(f"{file} is there already; name another file") from None
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}") from None
    typer.echo(f"{file} written; change it, then: colophon study check {file}")


@app.command()
def check(file: File, json: AsJson = False) -> None:
    """Say everything that is wrong with a study file, or else what it does."""
    content = _content(file)
    done = read(content)
    if done.study is None:
        _tell(done, file, json)
        raise typer.Exit(WRONG)
    typer.echo(_json({"problems": []}) if json else summary(done.study))
    if over := read(content, freeze_on=_today()).problems:
        typer.echo(
            "\n".join(["it cannot be frozen today:", *(day.said(str(file)) for day in over)]), err=True
        )


@app.command()
def freeze(
    file: File,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the frozen file.", show_default="that of FILE")
    ] = None,
) -> None:
    """Freeze a study file: from then on nothing can be changed, only a new version made."""
    content, today = _content(file), _today()
    done = read(content, freeze_on=today)
    if done.study is None:
        _tell(done, file, json=False)
        raise typer.Exit(WRONG)
    path = (file.parent if out is None else out) / file_name(done.study)
    try:
        kept = keep(frozen_of(content, today), path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
    typer.echo(f"{kept.study.id}, version {kept.study.version}, frozen on {kept.frozen}: {path}")
    typer.echo(f"id to preregister: {kept.sha256}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of study files, for editors and other programs."""
    typer.echo(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2).decode())


@app.command()
def assign(
    file: Annotated[Path, typer.Argument(help="A study file, or a frozen one.", metavar="FILE")],
    unit: Annotated[
        list[str] | None, typer.Option(help="A unit, by its id; several times.", metavar="ID")
    ] = None,
    count: Annotated[int, typer.Option(help="So many made-up units.", min=1, max=MAX_COUNT)] = 1000,
    json: AsJson = False,
) -> None:
    """Show which levels units are drawn into, and how well many draws fit the weights.

    Every factor is drawn for every id, as if that were its unit. Strata are not: the server draws those.
    """
    study = _study(file)
    units = unit or [f"unit{number:06d}" for number in range(1, count + 1)]
    drawn = [
        {factor.name: draws.level_of(study.id, factor, one) for factor in study.factors} for one in units
    ]
    held = [draws.in_holdout(study, one) for one in units]
    if json:
        for one, levels, out in zip(units, drawn, held, strict=True):
            typer.echo(_json({"unit": one, "holdout": out, "levels": levels}))
        return
    listed = len(units) if unit else min(_SHOWN, len(units))
    for one, levels, out in zip(units[:listed], drawn, held, strict=False):
        chosen = "  ".join(f"{factor} = {level}" for factor, level in levels.items())
        typer.echo(f"{one}  {'holdout' if out else chosen}")
    if len(units) > listed:
        typer.echo(f"... and {len(units) - listed:,} more")
    for line in _table(study, drawn):
        typer.echo(line)


def _table(study: Study, drawn: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield ""
    yield f"{'factor':<20}{'level':<20}{'wanted':>12}{'drawn':>12}"
    for factor in study.factors:
        wanted = draws.shares(factor)
        counts = [sum(levels[factor.name] == level.name for levels in drawn) for level in factor.levels]
        for level, share, number in zip(factor.levels, wanted, counts, strict=True):
            yield f"{factor.name:<20}{level.name:<20}{share * len(drawn):>12,.1f}{number:>12,}"
        if min(wanted) * len(drawn) < _FEWEST:
            continue
        statistic, p = chi_square(counts, wanted)
        yield f"{factor.name:<20}chi-square {statistic:.3f}, {len(counts) - 1} df, p = {p:.4f}"


def _today() -> dt.date:
    return dt.date.today()


def _study(file: Path) -> Study:
    content = _content(file)
    return load_frozen(content).study if content.lstrip()[:1] == b"{" else load(content, str(file))


def _content(file: Path) -> bytes:
    """A file, or as much of it as shows that it is too long."""
    try:
        with file.open("rb") as stream:
            return stream.read(4 * MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}; `colophon study new` writes an example"
        ) from None


def _tell(done: Read, file: Path, json: bool) -> None:
    if json:
        keys = ("line", "at", "value", "limit", "way_out")
        typer.echo(_json({"problems": [{key: getattr(p, key) for key in keys} for p in done.problems]}))
        return
    for problem in done.problems:
        typer.echo(problem.said(str(file)), err=True)
    number = len(done.problems)
    typer.echo(f"{number} {'thing is' if number == 1 else 'things are'} wrong", err=True)
    if sum(problem.limit.partition(" (")[0].endswith(ABSENT) for problem in done.problems) >= _MANY:
        typer.echo("`colophon study new` writes an example that has every part a study needs", err=True)
    if done.unread:
        rest = ", ".join(done.unread)
        typer.echo(f"rules between parts were not tried where they look at: {rest}", err=True)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
