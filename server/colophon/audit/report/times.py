"""Images by the time of their posts: steps of a week, or of more where the posts span years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from colophon.audit.report.tally import monday

MAX_STEPS = 110  # two years of weeks, and a bar that can still be seen at 360 pixels
ENDS = 0.01  # of the images may lie outside of the plot, at both ends together


@dataclass(frozen=True, slots=True)
class Step:
    """How long a bar is: ``number`` of the bar that holds a day, ``name`` of a bar by its number."""

    word: str
    number: Callable[[date], int]
    name: Callable[[int], str]


STEPS = (
    Step("week", lambda day: (day.toordinal() - 1) // 7, lambda n: f"week of {monday(n).isoformat()}"),
    Step("month", lambda day: day.year * 12 + day.month - 1, lambda n: f"{n // 12:04}-{n % 12 + 1:02}"),
    Step(
        "quarter",
        lambda day: day.year * 4 + (day.month - 1) // 3,
        lambda n: f"{n // 4:04}, quarter {n % 4 + 1}",
    ),
    Step("year", lambda day: day.year, lambda n: f"{n:04}"),
    Step("century", lambda day: day.year // 100, lambda n: f"{n:02}00 to {n:02}99"),
)


@dataclass(frozen=True, slots=True)
class Times:
    """Bars ``first`` to ``last`` of one ``step``; ``counts`` by (bar, kind).

    ``before`` and ``after`` are images outside of it: a few wrong dates must not flatten all others.
    """

    step: Step
    first: int
    last: int
    counts: Counter[tuple[int, str]]
    before: int
    after: int

    def of(self, kind: str | None) -> list[int]:
        """The counts of one kind, or of all images, bar by bar."""
        bars = range(self.first, self.last + 1)
        if kind is not None:
            return [self.counts[bar, kind] for bar in bars]
        totals: Counter[int] = Counter()
        for (bar, _), count in self.counts.items():
            totals[bar] += count
        return [totals[bar] for bar in bars]


def times(weeks: Mapping[tuple[int, str], int]) -> Times | None:
    """The shortest step of which `MAX_STEPS` hold all but `ENDS` of the images; None without a date.

    A week counts where its Thursday lies, as in ISO 8601.
    """
    by_week: Counter[int] = Counter()
    for (week, _), count in weeks.items():
        by_week[week] += count
    if not by_week:
        return None
    for step in STEPS:
        first, last = _span(_stepped(by_week, step))
        if last - first < MAX_STEPS:
            break
    counts: Counter[tuple[int, str]] = Counter()
    before = after = 0
    for (week, kind), count in weeks.items():
        bar = step.number(_day(week))
        if bar < first:
            before += count
        elif bar > last:
            after += count
        else:
            counts[bar, kind] += count
    return Times(step, first, last, counts, before, after)


def _day(week: int) -> date:
    return date.fromordinal(min(monday(week).toordinal() + 3, date.max.toordinal()))


def _stepped(by_week: Counter[int], step: Step) -> Counter[int]:
    found: Counter[int] = Counter()
    for week, count in by_week.items():
        found[step.number(_day(week))] += count
    return found


def _span(bars: Counter[int]) -> tuple[int, int]:
    """First and last bar; where they lie too far apart, the bars of fewest images at the ends go first."""
    order = sorted(bars)
    spare = int(bars.total() * ENDS)
    low, high = 0, len(order) - 1
    while low < high and order[high] - order[low] >= MAX_STEPS:
        left = bars[order[low]] <= bars[order[high]]
        cost = bars[order[low if left else high]]
        if cost > spare:
            break
        spare -= cost
        low, high = (low + 1, high) if left else (low, high - 1)
    return order[low], order[high]
