"""A confidence sequence as it narrowed with the people who enrolled: paths for SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from colophon.report.blocks import Table
from colophon.study.report.looks import Look
from colophon.study.report.page.forest import ticks
from colophon.study.report.page.numbers import Unit

SIZE = 1000  # both sides of the drawing's own coordinates; it is stretched over the place it gets
ROOM = 0.05


@dataclass(frozen=True, slots=True)
class Course:
    """``band`` between the ends of the intervals, ``line`` of the differences; ``zero`` in per cent from the
    top.

    Ticks are places in per cent and words: ``sides`` from the top, ``people`` from the left.
    """

    name: str
    unit: str
    band: str
    line: str
    zero: float
    sides: list[tuple[float, str]]
    people: list[tuple[float, str]]
    table: Table
    excludes: int | None  # people enrolled when the interval first left out zero


def course(name: str, unit: Unit, seen: Sequence[Look]) -> Course | None:
    """None for fewer than two looks: there is no course yet."""
    if len(seen) < 2:
        return None
    ends = [0.0, *(end for look in seen for end in (look.sequence.low, look.sequence.high))]
    low, high = min(ends), max(ends)
    low, high = low - ROOM * (high - low), high + ROOM * (high - low)
    first, last = seen[0].enrolled, seen[-1].enrolled

    def x(look: Look) -> int:
        return round(SIZE * (look.enrolled - first) / (last - first))

    def y(value: float) -> int:
        return round(SIZE * (high - value) / (high - low))

    upper = [f"{x(look)} {y(look.sequence.high)}" for look in seen]
    lower = [f"{x(look)} {y(look.sequence.low)}" for look in reversed(seen)]
    middle = [f"{x(look)} {y(look.sequence.value)}" for look in seen]
    left_out = [look.enrolled for look in seen if not look.sequence.low <= 0 <= look.sequence.high]
    shown = seen[:: max(1, len(seen) // 8)]
    shown = shown if shown[-1] is seen[-1] else [*shown, seen[-1]]
    return Course(
        name,
        unit.name,
        f"M{'L'.join(upper)}L{'L'.join(lower)}z",
        f"M{'L'.join(middle)}",
        y(0.0) / SIZE * 100,
        [(y(value) / SIZE * 100, unit.signed(value)) for value in ticks(low, high)],
        [(100.0 * n / 2, f"{round(first + (last - first) * n / 2):,}") for n in range(3)],
        Table(
            "",
            ["Enrolled", "Difference", "Interval"],
            [
                (
                    f"{look.enrolled:,}",
                    unit.signed(look.sequence.value),
                    f"{unit.signed(look.sequence.low)} to {unit.signed(look.sequence.high)}",
                )
                for look in shown
            ],
        ),
        left_out[0] if left_out else None,
    )
