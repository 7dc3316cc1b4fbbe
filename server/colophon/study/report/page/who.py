"""Sections about people: how they are split, who was left out, for whom something is missing."""

from __future__ import annotations

from colophon.report.blocks import Block, Section, Table, Text
from colophon.study.report.cells import shown
from colophon.study.report.page.numbers import count, p_value
from colophon.study.report.whole import Whole

NOT_TOLD = "hidden"
WHY_HIDDEN = "hidden: fewer than ten people, or a number from which so small a one could be worked out."
REASONS = {"kept": "nothing: in the comparisons", "holdout": "in the holdout, outside all levels"}


def split(report: Whole) -> Section:
    """First, and in the way: where it is not as planned, no effect of that factor is shown."""
    blocks: list[Block] = []
    balances = report.found.balances
    blocked: dict[str, list[str]] = {one.factor: [] for one in balances if one.blocks}
    for one in balances:
        if one.blocks:
            blocked[one.factor].append(one.stratum or "over all")
    for factor, where in blocked.items():
        blocks.append(
            Text(
                f"Participants are not split as planned by {factor} ({'; '.join(where)}). No effect of it is "
                "shown: differences between its levels may come from who is in them. Find out why first: who "
                "withdrew, what was not recorded, for whom the extension did not work.",
                "stop",
            )
        )
    if not balances:
        return Section("split", "Split", [Text("There is no split of people to look at.")])
    if not blocked:
        blocks.append(Text("As many people are in each level as planned, as far as chance goes."))
    rows = [
        [
            one.factor,
            one.stratum or "all",
            ", ".join(
                f"{level} {NOT_TOLD if number is None else count(number)}"
                for level, number in one.counts.items()
            ),
            ", ".join(f"{value:,.1f}" for value in one.expected.values()),
            p_value(one.p),
            "not as planned" if one.blocks else "as planned" if one.p is not None else "",
        ]
        for one in balances
    ]
    head = ["Factor", "Stratum", "Counted", "Expected", "p", "Verdict"]
    return Section("split", "Split", [*blocks, Table("People in each level", head, rows)])


def left_out(report: Whole) -> Section:
    """By the plan, after the draw; and who withdrew, of whom nothing is left."""
    lines = report.found.exclusions
    levels = list(lines[0].by_level) if lines else []
    rows = [
        [
            REASONS.get(one.reason, one.reason),
            *(
                NOT_TOLD if number is None else count(number)
                for number in (one.count, *one.by_level.values())
            ),
        ]
        for one in lines
        if one.reason != "holdout" or report.frozen.study.holdout is not None
    ]
    blocks: list[Block] = [
        Table("Why people are left out of the comparisons", ["Reason", "People", *levels], rows)
    ]
    if any(NOT_TOLD in row for row in rows):
        blocks.append(Text(f"{WHY_HIDDEN[0].upper()}{WHY_HIDDEN[1:]}"))
    for one in lines:
        for factor, p in one.p.items():
            said = f"That as many of every level of {factor} stay: p = {p_value(p)}."
            said = (
                f"Too few of {factor} left to tell whether as many of every level stay."
                if p is None
                else said
            )
            if p is not None and p < report.frozen.study.analysis.alpha:
                more = " Effects may come from who stayed."
                blocks.append(Text(said.replace("p = <", "p <") + more, "note"))
            else:
                blocks.append(Text(said.replace("p = <", "p <")))
    withdrew = report.manifest.get("withdrew")
    if isinstance(withdrew, int):
        blocks.append(
            Text(f"Withdrew from the study: {count(shown(withdrew))}. Everything of theirs is deleted.")
        )
    return Section("left-out", "Left out", blocks)


def not_known(report: Whole) -> Section:
    """Of those kept, who has no value of an outcome."""
    if not report.missing:
        return Section("missing", "Missing data", [Text("No comparison of people has a result.")])
    rows = [
        [
            one.test,
            ", ".join(f"{level} {count(number)}" for level, number in one.kept.items()),
            ", ".join(f"{level} {count(number)}" for level, number in one.missing.items()),
            p_value(one.p),
        ]
        for one in report.missing
    ]
    head = ["Test", "Kept", "Without a value", "p"]
    about = (
        "Nothing is filled in: people without a value of an outcome are not in its comparison. p is that of "
        "as many of each level having one; where it is small, read the comparison with care."
    )
    return Section("missing", "Missing data", [Text(about), Table("People without a value", head, rows)])
