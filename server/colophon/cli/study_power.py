"""``colophon study power``: how many participants a study needs, by formula or from a pilot's exposures."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from colophon.cli.study_extra import needs_the_extra
from colophon.cli.study_file import study_of
from colophon.errors import InputError
from colophon.study.sizes import compared
from colophon.study.spec.study import Study

if TYPE_CHECKING:  # they need the extra `study`
    from colophon.study.analysis.planning import Question

NOTE = (
    "A study with one or two hundred volunteers can test whether people understand a label. Whether "
    "unlabelled images come to seem more authentic (implied truth) takes thousands: the effect that was "
    "published is about .05 standard deviations."
)
# What to plan with where nothing is given; sources in docs/researchers.md.
PLANS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("understanding: 60 % right answers, or 75 %", {"shares": (0.60, 0.75)}),
    ("authenticity with a label, or without: d = .27", {"d": 0.27}),
    ("d = .20", {"d": 0.20}),
    ("d = .10", {"d": 0.10}),
    ("spill-over on unlabelled images: d = .054, one answer each", {"d": 0.054}),
    ("the same, 6 answers each", {"d": 0.054, "items": 6}),
    ("the same, 12 answers each", {"d": 0.054, "items": 12}),
    ("sharing: 5 %, or 4 %", {"shares": (0.05, 0.04)}),
)
ALPHA = 0.05
MAX_BYTES = 1 << 30  # of a pilot's exposures


def power(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A study file, or a frozen one: people, arms, alpha and Holm's families are taken from it, "
            "and each planned test is answered.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    effect: Annotated[
        float | None, typer.Option(help="Difference between arms, in standard deviations of one answer.")
    ] = None,
    first: Annotated[
        float | None, typer.Option("--from", help="Share in the first arm, 0 to 1.", min=0, max=1)
    ] = None,
    second: Annotated[
        float | None, typer.Option("--to", help="Share in the second arm, 0 to 1.", min=0, max=1)
    ] = None,
    items: Annotated[float, typer.Option(help="Answers per participant.", min=1)] = 1,
    icc: Annotated[
        float, typer.Option(help="Correlation of two answers of one participant.", min=0, max=1)
    ] = 0.2,
    n: Annotated[
        int | None, typer.Option("--n", help="Participants enrolled per arm: say what they find.", min=2)
    ] = None,
    wanted: Annotated[float, typer.Option("--power", help="Wanted power.", min=0.01, max=0.999)] = 0.8,
    alpha: Annotated[float, typer.Option(help="Level of the two-sided test.", min=1e-6, max=0.2)] = ALPHA,
    comparisons: Annotated[int, typer.Option(help="Planned comparisons, for Holm's method.", min=1)] = 1,
    correlation: Annotated[
        float, typer.Option(help="Correlation of the baseline with the outcome.", min=-0.99, max=0.99)
    ] = 0.0,
    dropout: Annotated[
        float, typer.Option(help="Share of the enrolled who give nothing to compare.", min=0, max=0.95)
    ] = 0.0,
    pilot: Annotated[
        Path | None,
        typer.Option(
            help="By simulation: exposures.csv of a pilot's export, or one number of exposures per line.",
            metavar="FILE",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    rounds: Annotated[int, typer.Option(help="Studies to simulate.", min=100, max=100_000)] = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how many participants per arm an effect needs, or what so many find; without an effect, a table."""
    needs_the_extra("scipy")
    from colophon.study.analysis.planning import Question

    shares = _shares(first, second)
    if file is not None and (n is not None or comparisons != 1 or alpha != ALPHA):
        raise InputError(
            f"{file} says how many people and comparisons, and alpha: leave --n, --comparisons, --alpha out"
        )
    common: dict[str, Any] = {
        "icc": icc,
        "power": wanted,
        "alpha": alpha,
        "comparisons": comparisons,
        "correlation": correlation,
        "dropout": dropout,
    }
    if file is not None and effect is None and shares is None:
        raise InputError(f"what is {file} to find? name --effect, or --from and --to")
    if pilot is not None:
        if effect is None or (n is None and file is None):
            raise InputError("--pilot needs --effect and --n: what is looked for, and among how many per arm")
        if correlation or dropout or items != 1:
            raise InputError(
                "--pilot takes exposures from the file: leave --items, --dropout, --correlation out"
            )
    if file is not None:
        asked = Question(d=effect, shares=shares, items=items, **common)
        _say({"plans": [*_of_study(study_of(file), asked, pilot, rounds)]}, json)
    elif pilot is not None:
        _say(_simulated(pilot, Question(d=effect, **common), n or 0, rounds), json)
    elif effect is None and shares is None:
        rows = [(name, Question(**{**common, "items": items, **plan})) for name, plan in _plans(items)]
        plans = [{"plan": name, **_answer(question, n)} for name, question in rows]
        _say({"plans": plans, "note": NOTE}, json)
    else:
        _say(_answer(Question(d=effect, shares=shares, items=items, **common), n), json)


def _shares(first: float | None, second: float | None) -> tuple[float, float] | None:
    if (first is None) != (second is None):
        raise InputError("--from and --to go together: the share in each arm")
    return None if first is None or second is None else (first, second)


def _plans(items: float) -> list[tuple[str, dict[str, Any]]]:
    if items != 1:
        raise InputError("--items needs --effect: the difference that is looked for")
    return list(PLANS)


def _of_study(study: Study, asked: Question, pilot: Path | None, rounds: int) -> Iterator[dict[str, Any]]:
    for one in compared(study):
        levels = " against ".join(reversed(one.test.contrast))
        name = f"{one.test.family} / {one.test.name}: {levels}"
        question = replace(asked, alpha=study.analysis.alpha, comparisons=one.comparisons)
        if one.per_arm is None:
            yield {"plan": f"{name} (the same people in both: not planned here)", "asked": asdict(question)}
        elif pilot is None:
            yield {"plan": name, **_answer(question, one.per_arm)}
        else:
            yield {"plan": name, **_simulated(pilot, question, one.per_arm, rounds)}


def _answer(question: Question, n: int | None) -> dict[str, Any]:
    from colophon.study.analysis.planning import needed, reached, smallest_effect

    answer: dict[str, Any] = {"asked": asdict(question)}
    if n is None:
        people = needed(question)
        return answer | {"per_arm": people.compared, "enrol_per_arm": people.enrolled}
    answer |= {"enrolled_per_arm": n, "power": reached(question, n)}
    return answer | ({"smallest_effect": smallest_effect(question, n)} if question.d is not None else {})


def _simulated(pilot: Path, question: Question, n: int, rounds: int) -> dict[str, Any]:
    from colophon.study.analysis.power_simulation import power_by_simulation

    exposures = _exposures(pilot)
    found = power_by_simulation(
        exposures, question.d or 0.0, question.icc, n, rounds=rounds, alpha=question.strictest
    )
    return {
        "asked": asdict(question),
        "pilot_participants": len(exposures),
        "enrolled_per_arm": n,
        "compared_per_arm": found.exposed_per_arm,
        "power": found.power.value,
        "power_99": [found.power.low, found.power.high],
        "rounds": rounds,
    }


def _exposures(pilot: Path) -> list[int]:
    """Exposures per participant: of the treatment phase, where the file is an export; else as listed."""
    if pilot.stat().st_size > MAX_BYTES:
        raise InputError(f"{pilot}: more than {MAX_BYTES >> 20} MiB")
    try:
        with pilot.open(encoding="utf-8", newline="") as file:
            head = file.readline()
            file.seek(0)
            if "participant" not in head:
                return [int(line) for line in file if line.strip()]
            rows = csv.DictReader(file)
            if not {"exposed", "phase"} <= set(rows.fieldnames or ()):
                raise InputError(f"{pilot}: an exposures.csv has the columns participant, phase and exposed")
            counts: Counter[str] = Counter()
            for row in rows:
                counts[row["participant"]] += row["phase"] == "treatment" and row["exposed"] in _YES
            return list(counts.values())
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise InputError(
            f"{pilot}: neither an exposures.csv nor one whole number per line ({error})"
        ) from error


_YES = {"1", "true", "True"}


def _say(answer: dict[str, Any], json: bool) -> None:
    if json:
        typer.echo(orjson.dumps(answer).decode())
        return
    table = Table(box=box.SIMPLE_HEAD)
    plans = answer.get("plans", [answer])
    for heading in ("", *_FIGURES):
        key = _FIGURES.get(heading, ("plan", None))[0]
        if any(key in plan for plan in plans):
            table.add_column(heading, justify="left" if key == "plan" else "right")
    for plan in plans:
        said = [plan["plan"]] if "plan" in plan else []
        shown = [(key, form) for key, form in _FIGURES.values() if any(key in other for other in plans)]
        table.add_row(*said, *(form(plan[key]) if key in plan else "" for key, form in shown))
    console = Console()
    console.print(table)
    asked = plans[0]["asked"]
    console.print(
        f"two-sided, alpha = {asked['alpha']:g}"
        + (f" / {asked['comparisons']} by Holm" if asked["comparisons"] > 1 else "")
        + (f", power {asked['power']:.0%}" if "per_arm" in plans[0] else "")
        + f", icc {asked['icc']:g}"
        + (f"\n\n{answer['note']}" if "note" in answer else ""),
        highlight=False,
    )


def _whole(value: float) -> str:
    return f"{value:,.0f}"


_FIGURES: dict[str, tuple[str, Any]] = {
    "per arm": ("per_arm", _whole),
    "to enrol per arm": ("enrol_per_arm", _whole),
    "enrolled per arm": ("enrolled_per_arm", _whole),
    "compared per arm": ("compared_per_arm", _whole),
    "power": ("power", "{:.1%}".format),
    "power, 99 %": ("power_99", lambda ends: f"{ends[0]:.1%} to {ends[1]:.1%}"),
    "smallest d found": ("smallest_effect", lambda d: f"{d:.3f}"),
}
