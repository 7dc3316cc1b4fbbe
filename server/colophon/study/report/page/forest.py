"""Intervals of comparisons in one unit, beside each other on one axis: places in per cent, for SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from colophon.study.report.page.numbers import Unit

MARGIN = 0.06  # of the axis, left and right of everything
TICKS = 5  # at most, steps between them


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval: ``low``, ``value`` and ``high`` in per cent of the axis; ``truth`` where it is known."""

    name: str
    about: str
    said: str
    low: float
    value: float
    high: float
    truth: float | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """Bars of one unit; ``zero`` is where no difference lies, ``ticks`` are places and words."""

    unit: str
    bars: list[Bar]
    zero: float
    ticks: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn: a difference with its interval."""

    name: str
    about: str
    said: str
    low: float
    value: float
    high: float
    truth: float | None = None


def forest(unit: Unit, lines: Sequence[Line]) -> Forest:
    """All of them with zero in view."""
    ends = [0.0, *(end for one in lines for end in (one.low, one.high))]
    ends += [one.truth for one in lines if one.truth is not None]
    low, high = min(ends), max(ends)
    if high == low:
        high = low + 1.0
    low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)

    def at(value: float) -> float:
        return round(100 * (value - low) / (high - low), 2)

    return Forest(
        unit.name,
        [
            Bar(
                one.name,
                one.about,
                one.said,
                at(one.low),
                at(one.value),
                at(one.high),
                None if one.truth is None else at(one.truth),
            )
            for one in lines
        ],
        at(0.0),
        [(at(value), unit.signed(value)) for value in ticks(low, high)],
    )


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two ends, zero among them where it is between."""
    rough = (high - low) / TICKS
    step = 10.0 ** math.floor(math.log10(rough))
    step = next((m * step for m in (1, 2, 5) if m * step >= rough), 10 * step)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [n * step for n in range(first, last + 1)]
