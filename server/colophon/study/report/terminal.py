"""A report for a terminal of 80 columns or more: tables of figures, and sentences for the rest."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from colophon.study.report.contrasts import Arm, Comparison, Contrasts
from colophon.study.report.page.numbers import HIDDEN, Unit, count, interval, mean_unit, p_value, unit_of
from colophon.study.report.page.who import NOT_TOLD, REASONS, WHY_HIDDEN
from colophon.study.report.whole import Whole
from colophon.study.spec.study import Study

_MAY_DIFFER = "where p is small, effects may come from who stayed"
_HOW = {
    "welch": "means of participants, by Welch",
    "ols": "means of participants, by least squares",
    "cluster": "answers or acts, by least squares clustered by participant",
    "delta": "means of participants as a share, by the delta method",
    "proportions": "shares of participants",
}


def print_report(report: Whole, console: Console) -> None:
    """Print all of it, in the order in which it should be read."""
    frozen, found = report.frozen, report.found
    study = frozen.study
    console.print(f"{study.id}, version {study.version}; id of its preregistration:\n{frozen.sha256}\n")
    if report.put_in is not None:
        console.print("These people are made up: a simulation enrolled them.\n")
    if report.people == 0:
        console.print("Nobody takes part in these data: there is nothing to compare yet.\n")
        return
    _split(found, console)
    _left_out(found, study, console)
    _planned(found, study, console)
    _by_stratum(found, study, console)
    _understanding(found, study, console)
    if found.discernment:
        console.print(f"Discernment: {found.discernment}.\n")


def _split(found: Contrasts, console: Console) -> None:
    console.print("Split: are as many people in each level as planned?")
    table = _table("factor", "stratum", "level", "people", "planned", right=("people", "planned"))
    for one in found.balances:
        for number, (level, people) in enumerate(one.counts.items()):
            wanted = f"{one.expected[level]:,.1f}" if level in one.expected else NOT_TOLD
            names = ("", "") if number else (one.factor, one.stratum or "all")
            table.add_row(*names, level, NOT_TOLD if people is None else f"{people:,}", wanted)
    console.print(Padding(table, (0, 0, 1, 1), expand=False))
    for one in found.balances:
        where = f"{one.factor}{f', {one.stratum}' if one.stratum else ''}"
        said = (
            "not as planned, so no effect of this factor is shown"
            if one.blocks
            else "too few people to tell"
            if one.p is None
            else "as planned, as far as chance goes"
        )
        _sentence(f"{where}: {said}{'' if one.p is None else f' ({_p(one.p)})'}", console)
    console.print()


def _left_out(found: Contrasts, study: Study, console: Console) -> None:
    console.print("Left out: who is in no comparison, by the plan (the first reason that holds)")
    names = list(found.exclusions[0].by_level) if found.exclusions else []
    heads = {name: name.partition(" = ")[2] if len(study.factors) == 1 else name for name in names}
    table = _table("why", "people", *heads.values(), right=("people", *heads.values()))
    for one in found.exclusions:
        if one.reason == "holdout" and study.holdout is None:
            continue
        cells = [one.count, *(one.by_level[name] for name in names)]
        table.add_row(
            REASONS.get(one.reason, one.reason), *(NOT_TOLD if n is None else f"{n:,}" for n in cells)
        )
    console.print(Padding(table, (0, 0, 1, 1), expand=False))
    if any(None in (one.count, *one.by_level.values()) for one in found.exclusions):
        _sentence(WHY_HIDDEN, console)
    for one in found.exclusions:
        for factor, p in one.p.items():
            said = "too few were left out to tell" if p is None else f"{_p(p)}; {_MAY_DIFFER}"
            _sentence(f"that as many of every level of {factor} stay: {said}", console)
    console.print()


def _planned(found: Contrasts, study: Study, console: Console) -> None:
    some = any(one.effect is not None for one in found.comparisons)
    console.print("Planned comparisons" if some else "Comparisons: none has a result")
    for one in found.comparisons:
        test = one.test
        about = f"{test.outcome.replace('_', ' ')}{f' of {test.question}' if test.question else ''}"
        console.print()
        _sentence(f"{test.family} / {test.name} ({test.role}): {about}", console)
        if one.effect is None:
            _sentence(f"no result: {one.note}", console, 4)
        else:
            for line in _result(one, study):
                _sentence(line, console, 4)
    console.print()


def _result(one: Comparison, study: Study) -> Iterable[str]:
    unit, mean = unit_of(study, one.test), mean_unit(study, one.test)
    effect = one.sequence or one.effect
    assert effect is not None
    for arm in one.arms:
        yield _arm(arm, mean)
    level = f"{1 - study.analysis.alpha:.0%}".replace("%", " %")
    ends = interval(unit, effect.low, effect.high)
    looks = ", which holds at every look" if one.sequence else ""
    first, second = one.test.contrast
    yield f"{second} minus {first}: {unit.signed(effect.value)} ({unit.name})"
    adjusted = "" if one.adjusted is None else f"; by Holm, over its family: {_p(one.adjusted)}"
    yield f"{level} interval {ends}{looks}; {_p(effect.p)}{adjusted}"
    yield (
        _HOW[one.by]
        + {True: "; within its margin", False: "; not within its margin", None: ""}[one.within_margin]
    )


def _by_stratum(found: Contrasts, study: Study, console: Console) -> None:
    divided = [one for one in found.comparisons if one.effect is not None and len(one.strata) > 1]
    if not divided:
        return
    console.print("By stratum: the same comparisons, by Welch; not planned as tests of their own")
    for one in divided:
        plain = one.test.model_copy(update={"method": "welch"})
        unit, mean = unit_of(study, plain), mean_unit(study, one.test)
        for row in one.strata:
            console.print()
            _sentence(f"{one.test.name}, {row.stratum}", console)
            for arm in row.arms:
                _sentence(_arm(arm, mean), console, 4)
            if row.effect is not None:
                ends = interval(unit, row.effect.low, row.effect.high)
                _sentence(f"difference {unit.signed(row.effect.value)} {ends} ({unit.name})", console, 4)
    console.print()


def _understanding(found: Contrasts, study: Study, console: Console) -> None:
    if not found.understanding:
        return
    level = f"{1 - study.analysis.alpha:.0%}".replace("%", " %")
    console.print(f"Right answers, with the interval of {level}")
    table = _table("question", "level", "right", "of", "share", right=("right", "of"))
    for one in found.understanding:
        level, share = f"{one.factor} = {one.level}", one.share
        if share is None:
            table.add_row(one.question, level, "", HIDDEN, "")
        else:
            said = f"{share.value:.0%} [{share.low:.0%}, {share.high:.0%}]"
            table.add_row(one.question, level, f"{share.successes:,}", f"{share.n:,}", said)
    console.print(Padding(table, (0, 0, 1, 1), expand=False))


def _arm(arm: Arm, unit: Unit) -> str:
    if arm.n is None or arm.mean is None:
        return f"{arm.level}: {count(None)} people"
    lean = "" if arm.criterion is None else f" (c {arm.criterion:+.2f})"
    return f"{arm.level}: {arm.n:,} people, {unit.plain(arm.mean)}{lean}"


def _table(*headings: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left")
    return table


def _sentence(text: str, console: Console, indent: int = 2) -> None:
    margin = " " * indent
    lines = textwrap.wrap(text, console.width, initial_indent=margin, subsequent_indent=margin + "  ")
    console.print("\n".join(lines))


def _p(p: float) -> str:
    said = p_value(p)
    return f"p {said}" if said.startswith("<") else f"p = {said}"
