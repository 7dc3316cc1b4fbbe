"""What was passed over, and what could not be checked, with the reasons."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

from colophon.audit.report.outcome import Outcome
from colophon.audit.report.page.numbers import capital, count, of
from colophon.audit.report.whole import Whole
from colophon.audit.report.words import SKIPPED
from colophon.evidence import State
from colophon.labels.values import clean
from colophon.report.blocks import Block, Section, Table, Text

K = TypeVar("K")

SHOWN = 40
MAX_REASON = 200  # characters
SHOWN_EXAMPLES = 3
MAX_EXAMPLE = 80
_CHECKS = {
    "c2pa": "Signed records",
    "metadata": "File data",
    "watermark": "Hidden marks",
    "statements": "What the post says",
    "registry": "Known images",
    "detector": "Automatic check",
    "image_text": "Words in the image",
}
_STATES = {
    State.SKIPPED: "does not apply",
    State.ERROR: "could not be carried out",
    State.PENDING: "still under way",
}


def gaps(report: Whole) -> Section:
    """Reasons in the order of their number."""
    blocks: list[Block] = [*_unchecked(report), *_passed_over(report), *_checks(report.tally.checks)]
    if protected := report.tally.outcomes[Outcome.PROTECTED]:
        blocks.append(
            Text(
                f"{of(protected, 'image')} matched a list of protected images: nothing else is kept of them."
            )
        )
    return Section(
        "gaps", "What could not be checked", blocks or [Text("Everything in the source was checked.")]
    )


def _unchecked(report: Whole) -> list[Block]:
    reasons = report.tally.reasons
    rows = [[_capital(why) or "No reason given", count(number)] for why, number in _ordered(reasons)[:SHOWN]]
    return (
        [
            Table(
                f"Images that could not be checked, by reason{_left(reasons)}",
                ["Reason", "Images"],
                rows,
                frozenset({1}),
            )
        ]
        if rows
        else []
    )


def _passed_over(report: Whole) -> list[Block]:
    skipped = Counter(dict(report.audit.skipped))
    rows = [
        [SKIPPED.get(why, why), count(number), _examples(report.audit.examples.get(why, []))]
        for why, number in _ordered(skipped)
        if number
    ]
    if not rows:
        return []
    table = Table(
        "Entries of the source that were passed over",
        ["Reason", "Entries", "For example"],
        rows,
        frozenset({1}),
    )
    return [table, Text("skipped.json names up to twenty of each.")]


def _checks(checks: Counter[tuple[str, str]]) -> list[Block]:
    rows = []
    gone = Counter({key: number for key, number in checks.items() if key[1] != State.DONE})
    for (name, entry), number in _ordered(gone)[:SHOWN]:
        state, _, why = entry.partition(": ")
        rows.append(
            [_CHECKS.get(name, name), _STATES.get(State(state), state), clean(why, MAX_REASON), count(number)]
        )
    if not rows:
        return []
    head = ["Check", "How it went", "Reason", "Images"]
    return [Table(f"Checks that were not done on an image{_left(gone)}", head, rows, frozenset({3}))]


def _ordered(counts: Counter[K]) -> list[tuple[K, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _left(counts: Counter[str] | Counter[tuple[str, str]]) -> str:
    return f": the {SHOWN} most frequent of {len(counts):,}; rows.csv has all" if len(counts) > SHOWN else ""


def _examples(locators: list[str]) -> str:
    return "; ".join(clean(one, MAX_EXAMPLE) for one in locators[:SHOWN_EXAMPLES])


def _capital(why: str) -> str:
    return capital(clean(why, MAX_REASON))
