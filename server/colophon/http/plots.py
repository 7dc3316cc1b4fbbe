"""Plots as numbers and SVG paths: pure, for any values. A template draws them, with the same as a table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from colophon.http.quantities import UNKNOWN, age, per_second

SIZE = 1000  # both sides of the drawing's own coordinates; it is stretched over the place it gets
GAP = 2.5  # times the usual distance between two moments: then there was nothing in between
STRIPS = 60  # parts of a plot that tell their values when pointed at

Format = Callable[[float], str]
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: its path, moments without neighbours as dots, and the last value in words.

    A line that is the only one of its plot has the ``area`` below it.
    """

    name: str
    path: str
    dots: str
    area: str
    now: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A vertical part of the plot, from ``x`` on, and what it was like then."""

    x: int
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that the template needs. ``ticks`` go from the top to zero."""

    id: str
    title: str
    about: str
    curves: tuple[Curve, ...]
    ticks: tuple[str, str, str]
    strips: tuple[Strip, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    empty: bool
    wide: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What the horizontal axis covers: the moments (Unix time) within ``seconds`` before ``end``."""

    at: Sequence[float]
    end: float
    seconds: float
    every: float

    def ago(self, at: float) -> float:
        """Seconds before the end."""
        return self.end - at

    def x(self, at: float) -> float:
        """Where a moment lies."""
        return SIZE * (1 - self.ago(at) / self.seconds)


def plot(
    id: str,
    title: str,
    about: str,
    series: Mapping[str, Values],
    span: Span,
    say: Format,
    top: float | None = None,
    wide: bool = False,
) -> Plot:
    """A plot of some series over the same moments.

    ``say`` puts a value into words; ``top`` fixes the scale.
    """
    clean = {name: [_sound(value) for value in values] for name, values in series.items()}
    highest = max((v for values in clean.values() for v in values if v is not None), default=0.0)
    scale = top or nice_top(highest)
    drawn = {name: _stretches(values, span, scale) for name, values in clean.items()}
    return Plot(
        id=id,
        title=title,
        about=about,
        curves=tuple(
            Curve(
                name,
                "".join(stretch for stretch in stretches if "L" in stretch),
                "".join(f"{stretch}h0" for stretch in stretches if "L" not in stretch),
                "".join(map(_area, stretches)) if len(clean) == 1 else "",
                _last(clean[name], span, say),
            )
            for name, stretches in drawn.items()
        ),
        ticks=(say(scale), say(scale / 2), "0"),
        strips=tuple(_strips(clean, span, say)),
        rows=tuple(_rows(clean, span, say)),
        wide=wide,
        empty=not any(v is not None for values in clean.values() for v in values),
    )


def nice_top(highest: float) -> float:
    """The round number at the top of an axis for values up to ``highest``."""
    if not 0 < highest < 1e300:
        return 1.0
    step = 10.0 ** math.floor(math.log10(highest))
    return next((m * step for m in (1, 2, 4, 6, 8) if m * step >= highest), 10 * step) or 1.0


def _sound(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and value >= 0 else None


def _stretches(values: Values, span: Span, scale: float) -> list[str]:
    """Lines between neighbours, as paths; nothing across what is not known."""
    stretches: list[str] = []
    before: float | None = None
    for at, value in zip(span.at, values, strict=True):
        x = span.x(at)
        if value is None or not 0 <= x <= SIZE:
            before = None
            continue
        point = f"{x:.0f} {SIZE * (1 - min(value / scale, 1.0)):.0f}"
        if before is not None and at - before <= GAP * span.every:
            stretches[-1] += f"L{point}"
        else:
            stretches.append(f"M{point}")
        before = at
    return stretches


def _area(stretch: str) -> str:
    """What lies below a stretch of more than one point."""
    points = stretch[1:].split("L")
    first, last = points[0].split()[0], points[-1].split()[0]
    return f"{stretch}L{last} {SIZE}L{first} {SIZE}z" if len(points) > 1 else ""


def _last(values: Values, span: Span, say: Format) -> str:
    if not values or values[-1] is None or span.ago(span.at[-1]) > GAP * span.every:
        return UNKNOWN
    return say(values[-1])


def _parts(series: Mapping[str, Values], span: Span, number: int) -> list[dict[str, float | None]]:
    """The means of the series in equal parts of the span, the newest first."""
    width = span.seconds / number
    parts: list[dict[str, float | None]] = [dict.fromkeys(series) for _ in range(number)]
    for name, values in series.items():
        known: dict[int, list[float]] = defaultdict(list)
        for at, value in zip(span.at, values, strict=True):
            if value is not None and 0 <= span.ago(at) < span.seconds:
                known[min(int(span.ago(at) / width), number - 1)].append(value)
        for part, found in known.items():
            # divided first: the sum of large numbers may be no number any more
            parts[part][name] = sum(value / len(found) for value in found)
    return parts


def _strips(series: Mapping[str, Values], span: Span, say: Format) -> list[Strip]:
    width = SIZE / STRIPS
    strips = []
    for i, means in enumerate(_parts(series, span, STRIPS)):
        known = [f"{name} {say(value)}" for name, value in means.items() if value is not None]
        if known:
            x = round(SIZE - (i + 1) * width)
            when = _when(i * span.seconds / STRIPS)
            strips.append(Strip(x, round(SIZE - i * width) - x, f"{when}: {', '.join(known)}"))
    return strips


def _rows(series: Mapping[str, Values], span: Span, say: Format) -> list[tuple[str, tuple[str, ...]]]:
    rows = 10 if span.seconds <= 600 else 12
    minutes = span.seconds / rows / 60
    return [
        (
            f"{per_second(i * minutes)} to {per_second((i + 1) * minutes)} min ago",
            tuple(UNKNOWN if value is None else say(value) for value in means.values()),
        )
        for i, means in enumerate(_parts(series, span, rows))
    ]


def _when(seconds: float) -> str:
    if seconds < 10:
        return "now"
    return f"{age(seconds)} ago"
