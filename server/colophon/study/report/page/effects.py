"""Sections about effects: the planned comparisons, and what belongs to some of them."""

from __future__ import annotations

from collections.abc import Iterable

from colophon.report.blocks import Block, Items, Section, Table, Text
from colophon.report.numbers import percent
from colophon.study.report.contrasts import Arm, Comparison
from colophon.study.report.page.blocks import Intervals, Narrowing
from colophon.study.report.page.course import course
from colophon.study.report.page.forest import Line, forest
from colophon.study.report.page.numbers import (
    HIDDEN,
    Unit,
    count,
    interval,
    mean_unit,
    p_value,
    unit_of,
)
from colophon.study.report.whole import Whole

NO_RESULT, NO_FIGURE = "No result", "no simple figure"


def planned(report: Whole) -> Section:
    """All comparisons of the plan, in its order."""
    shown = [one for one in report.found.comparisons if one.effect is not None]
    blocks: list[Block] = []
    if shown:
        level = f"{1 - report.frozen.study.analysis.alpha:.0%}".replace("%", " %")
        which = "holding at every look" if shown[0].sequence else "for one look at the data"
        blocks.append(
            Text(
                f"The second level minus the first, with its {level} interval, {which}, for the people kept. "
                "Intervals and p are those of each comparison alone; p by Holm counts all of its family."
            )
        )
        blocks += _forests(report, shown)
        blocks.append(_table(report, shown))
    blocks += _without(report.found.comparisons)
    return Section("comparisons", "Planned comparisons", blocks)


def of_outcomes(report: Whole, id: str, heading: str, outcomes: Iterable[str], nothing: str) -> Section:
    """Those about some outcomes, in one sentence each."""
    wanted = frozenset(outcomes)
    found = [one for one in report.found.comparisons if one.test.outcome in wanted]
    said = [_sentence(report, one) for one in found]
    return Section(id, heading, [Items(said)] if said else [Text(nothing)])


def baseline(report: Whole) -> Section:
    """Each adjusted comparison beside the same without its baseline."""
    rows = []
    for one in report.adjustments:
        test = next(c.test for c in report.found.comparisons if c.test.name == one.test)
        unit = unit_of(report.frozen.study, test)
        rows.append(
            [
                one.test,
                f"{unit.signed(one.adjusted.value)} {interval(unit, one.adjusted.low, one.adjusted.high)}",
                f"{unit.signed(one.without.value)} {interval(unit, one.without.low, one.without.high)}",
                percent(1 - one.adjusted.se / one.without.se),
            ]
        )
    if not rows:
        return Section("baseline", "With the baseline", [Text("No comparison with a baseline has a result.")])
    head = ["Test", "With the baseline (as planned)", "Without", "Standard error smaller by"]
    table = Table("Comparisons adjusted for the baseline days (ANCOVA)", head, rows)
    return Section("baseline", "With the baseline", [table])


def understanding(report: Whole) -> Section:
    """Shares of right answers in each level."""
    rows = []
    for one in report.found.understanding:
        share, level = one.share, f"{one.factor} = {one.level}"
        if share is None:
            rows.append([one.question, level, HIDDEN, "", ""])
            continue
        ends = f"{percent(share.low)} to {percent(share.high)}"
        rows.append([one.question, level, f"{share.n:,}", percent(share.value), ends])
    if not rows:
        return Section("understanding", "Understanding", [Text("No scored question can be told of here.")])
    head = ["Question", "Level", "Answers", "Right", "Interval"]
    return Section("understanding", "Understanding", [Table("Right answers in each level", head, rows)])


def families(report: Whole) -> Section:
    """p values of a family together."""
    alpha = report.frozen.study.analysis.alpha
    rows = [
        [
            f"{one.test.family} / {one.test.name}",
            p_value(_p(one)),
            p_value(one.adjusted),
            f"below {alpha:g}" if one.adjusted < alpha else f"not below {alpha:g}",
        ]
        for one in report.found.comparisons
        if one.adjusted is not None
    ]
    if not rows:
        return Section("families", "Several comparisons", [Text("No comparison has a result.")])
    head = ["Family / test", "p", "p by Holm", f"At alpha = {alpha:g}"]
    return Section("families", "Several comparisons", [Table("Adjusted within each family", head, rows)])


def narrowing(report: Whole) -> Section:
    """How confidence sequences narrowed, where looks are planned."""
    blocks: list[Block] = []
    for one in report.found.comparisons:
        made = course(
            one.test.name, unit_of(report.frozen.study, one.test), report.looks.get(one.test.name, ())
        )
        if made is not None:
            first = (
                "the interval held no difference at every look."
                if made.excludes is None
                else "the interval first lay on one side of no difference with "
                f"{made.excludes:,} people enrolled."
            )
            blocks += [Narrowing(made), Text(f"{one.test.name}: {first}")]
    if not blocks:
        return Section("looks", "Looks", [Text("There are not enough looks yet to draw a course.")])
    about = Text("In the order in which people enrolled, with all that is known of them by now.")
    return Section("looks", "Looks", [about, *blocks])


def strata(report: Whole) -> Section:
    """Each comparison of people within each stratum."""
    study = report.frozen.study
    rows = []
    for one in report.found.comparisons:
        unit, mean = (
            unit_of(study, one.test.model_copy(update={"method": "welch"})),
            mean_unit(study, one.test),
        )
        for row in one.strata:
            effect = row.effect
            said = (
                ""
                if effect is None
                else f"{unit.signed(effect.value)} {interval(unit, effect.low, effect.high)}"
            )
            rows.append(
                [one.test.name, row.stratum, _arms(row.arms, mean), said or "not told, or not settled"]
            )
    if not rows:
        return Section("strata", "By stratum", [Text("There is no result to divide.")])
    head = ["Test", "Stratum", "People, mean", "Difference"]
    about = Text("By Welch on participants' means; not planned as tests of their own, so without p values.")
    return Section("strata", "By stratum", [about, Table("The same comparisons in each stratum", head, rows)])


def _forests(report: Whole, shown: list[Comparison]) -> Iterable[Block]:
    by_unit: dict[Unit, list[Line]] = {}
    truths = _truths(report)
    for one in shown:
        unit = unit_of(report.frozen.study, one.test)
        seen = one.sequence or one.effect
        assert seen is not None
        said = f"{unit.signed(seen.value)} {interval(unit, seen.low, seen.high)}"
        about = f"{one.test.contrast[1]} against {one.test.contrast[0]}"
        line = Line(one.test.name, about, said, seen.low, seen.value, seen.high, truths.get(one.test.name))
        by_unit.setdefault(unit, []).append(line)
    return [Intervals(forest(unit, lines)) for unit, lines in by_unit.items()]


def _table(report: Whole, shown: list[Comparison]) -> Table:
    study, truths = report.frozen.study, _truths(report)
    rows = []
    for one in shown:
        unit, seen = unit_of(study, one.test), one.sequence or one.effect
        assert seen is not None
        margin = {True: "; within its margin", False: "; not within its margin", None: ""}[one.within_margin]
        truth = truths.get(one.test.name)
        rows.append(
            [
                f"{one.test.name} ({one.test.role})",
                f"{unit.signed(seen.value)} {interval(unit, seen.low, seen.high)}{margin}",
                unit.name,
                p_value(_p(one)),
                p_value(one.adjusted),
                *([] if report.put_in is None else [unit.signed(truth) if truth is not None else NO_FIGURE]),
                _arms(one.arms, mean_unit(study, one.test)),
                f"{one.test.outcome}{' of ' + one.test.question if one.test.question else ''}, {one.by}",
            ]
        )
    put_in = [] if report.put_in is None else ["Put in"]
    head = ["Test", "Difference, interval", "Unit", "p", "p by Holm", *put_in]
    return Table("Figures of each comparison", [*head, "People, mean", "Outcome, method"], rows)


def _without(found: list[Comparison]) -> Iterable[Block]:
    none = [one for one in found if one.effect is None]
    by_note: dict[str, list[str]] = {}
    for one in none:
        by_note.setdefault(one.note, []).append(one.test.name)
    return [Text(f"{NO_RESULT} of {', '.join(names)}: {note}.", "stop") for note, names in by_note.items()]


def _sentence(report: Whole, one: Comparison) -> str:
    unit, seen = unit_of(report.frozen.study, one.test), one.sequence or one.effect
    if seen is None:
        return f"{one.test.name}: no result, for the reason told under Planned comparisons."
    levels = f"{one.test.contrast[1]} against {one.test.contrast[0]}"
    ends = interval(unit, seen.low, seen.high)
    return f"{one.test.name}, {levels}: {unit.signed(seen.value)} {ends} {unit.name}."


def _arms(arms: Iterable[Arm], unit: Unit) -> str:
    return "; ".join(_arm(arm, unit) for arm in arms)


def _arm(arm: Arm, unit: Unit) -> str:
    if arm.n is None or arm.mean is None:
        return f"{arm.level}: {HIDDEN}"
    lean = "" if arm.criterion is None else f" (c {arm.criterion:+.2f})"
    return f"{arm.level}: {count(arm.n)}, {unit.plain(arm.mean)}{lean}"


def _p(one: Comparison) -> float | None:
    seen = one.sequence or one.effect
    return None if seen is None else seen.p


def _truths(report: Whole) -> dict[str, float | None]:
    return dict((report.put_in or {}).get("true_differences", {}))
