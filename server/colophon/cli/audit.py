"""``colophon audit SOURCE --out DIR``: every image of a timeline; what comes next has commands of its own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import orjson
import typer
from typer.core import TyperCommand

from colophon.audit import shards
from colophon.audit.engine import Engine
from colophon.audit.local import Local
from colophon.audit.plan import Plan
from colophon.audit.ray.engine import OnCluster
from colophon.audit.rows import audit_of, rows
from colophon.audit.run import run
from colophon.audit.sample import Sampling, Stratify
from colophon.audit.summary import summary
from colophon.cli.audit_progress import Progress, progress
from colophon.cli.audit_summary import as_text
from colophon.cli.group import Modules
from colophon.cli.server import Data, Database, local_config
from colophon.config import MAX_WORKERS
from colophon.errors import InputError

_RUN = "run"
_INTERRUPTED = 130  # as shells say it of Ctrl-C


class EngineName(StrEnum):
    """Who does the shards."""

    LOCAL = "local"
    RAY = "ray"


class _Audit(Modules):
    """The first word is a source, unless it is a command; `./report` is a source of that name."""

    places: Mapping[str, str] = MappingProxyType(
        {
            "report": "audit_report:report",
            "export": "audit_export:export",
            "bundle": "audit_bundle:bundle",
            "verify": "audit_verify:verify",
            "diff": "audit_diff:diff",
            "log": "audit_log:app",
        }
    )

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command that is meant before a source."""
        if not args or args[0] not in self.list_commands(ctx):
            args = [_RUN, *(args or ["--help"])]
        return super().parse_args(ctx, args)


_NEXT = (
    f"What comes next: colophon audit {', '.join(_Audit.places)}; each has a --help of its own. A source of "
    "such a name is given with its folder: ./report"
)


class _Run(TyperCommand):
    """Is called by the name of its group, and its help says so."""

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """In the place of the group."""
        del info_name
        return super().make_context(parent.info_name, args, parent=parent.parent, **extra)


app = typer.Typer(cls=_Audit, help="Look at every image of a timeline, and make a report of it.")


@app.command(_RUN, cls=_Run, hidden=True, epilog=_NEXT)
def audit(
    source: Annotated[
        Path,
        typer.Argument(
            help="An export of an account (X, Mastodon, Bluesky, Instagram, Facebook), a web archive or a "
            "recording (WARC, WACZ, HAR), a feed, or a folder of images with or without a table (CSV); "
            "packed or not. What it is is seen by what it holds.",
            metavar="SOURCE",
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="The folder of the audit; begun there, it is gone on with.", metavar="DIR")
    ],
    sample: Annotated[
        int | None,
        typer.Option(help="Look at so many images, drawn by chance.", min=1, show_default="all"),
    ] = None,
    stratify: Annotated[
        Stratify | None, typer.Option(help="Spread the sample evenly over sites, authors or weeks.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="The same seed draws the same images.", min=0, show_default="1"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Processes that look at images.",
            min=1,
            max=MAX_WORKERS,
            show_default="cores; of a Ray cluster its free CPUs",
        ),
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            help="ray: the same on a Ray cluster (extra `ray`); every node needs SOURCE, DIR and the data "
            "folder under the same path."
        ),
    ] = EngineName.LOCAL,
    ray_address: Annotated[
        str | None,
        typer.Option(
            envvar="RAY_ADDRESS",
            help="HOST:PORT of the Ray cluster.",
            show_default="one of this computer, for as long as the audit goes on",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Look at every image of a timeline: one row each, what was passed over and why, and a summary.

    Nothing is fetched from the internet, and private messages are never read.

    It may be stopped at any time: the same command goes on, and gives what it would have given in one go.
    """
    config = local_config(data, database)
    plan = Plan(source, out, config, _sampling(sample, stratify, seed))
    with progress() as listener:
        try:
            run(plan, _engine(engine, workers, ray_address, config.workers), listener)
        except KeyboardInterrupt:
            typer.echo(_stopped(listener, out), err=True)
            raise typer.Exit(_INTERRUPTED) from None
    done = audit_of(out)
    sums = summary(done, rows(out))
    if json:
        skipped = {"counts": done.skipped, "examples": done.examples}
        about = {"out": str(out), "source": done.source, "found": done.found, "sampled": done.sampled}
        typer.echo(
            orjson.dumps({**about, "skipped": skipped, "sampling": done.sampling, **sums.plain()}).decode()
        )
    else:
        typer.echo(as_text(done, sums, out))


def _engine(name: EngineName, workers: int | None, address: str | None, cores: int) -> Engine:
    if name is EngineName.RAY:
        return OnCluster(workers, address, cores)
    return Local(workers or cores)


def _sampling(sample: int | None, stratify: Stratify | None, seed: int | None) -> Sampling | None:
    if sample is None:
        if stratify is not None or seed is not None:
            name = "--seed" if stratify is None else "--stratify"
            raise InputError(f"{name} is about a sample: say with --sample how many images it has")
        return None
    return Sampling(sample, stratify, 1 if seed is None else seed)


def _stopped(listener: Progress, out: Path) -> str:
    if listener.shards is None:
        return "stopped before any image was looked at; the same command begins anew"
    return (
        f"stopped; {shards.count(out):,} of {listener.shards:,} shards are finished, and the same command "
        "goes on with the rest"
    )
