"""Figures in words: each outcome has a unit, and digits that suit it."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.study.spec.plan import Test
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ScaleQuestion

HIDDEN = "under 10"
MINUS = "\N{MINUS SIGN}"
_SHARES = frozenset(
    {
        *("comprehension", "over_reliance", "share_discernment", "share_click", "like", "reply"),
        *("opened_card", "opened_evidence", "contested", "hidden"),
    }
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts: its name, what it is multiplied with for people, and its digits.

    ``sign`` follows each figure.
    """

    name: str
    factor: float = 1.0
    digits: int = 2
    sign: str = ""

    def plain(self, value: float) -> str:
        """Without a plus."""
        said = f"{abs(value) * self.factor:,.{self.digits}f}"
        negative = value < 0 and float(said.replace(",", "")) != 0
        return f"{MINUS if negative else ''}{said}{self.sign}"

    def signed(self, value: float) -> str:
        """A difference: with plus or minus."""
        said = self.plain(value)
        return said if value < 0 or float(f"{value * self.factor:.{self.digits}f}") == 0 else f"+{said}"


SHARE = Unit("percentage points", 100, 1)
_PER_CENT = Unit("%", 100, 1, " %")


def unit_of(study: Study, test: Test) -> Unit:
    """Of the difference that a test is about."""
    if test.method == "delta":
        return Unit("% of the mean of the first level", 100, 1)
    if test.outcome == "visible_ms":
        return Unit("milliseconds in view", 1, 0)
    if test.outcome == "d_prime":
        return Unit("standard deviations (d\N{PRIME})")
    if test.outcome in _SHARES or test.question is None:
        return SHARE
    survey, _, name = test.question.partition(".")
    question = study.survey(survey).question(name)
    if not isinstance(question, ScaleQuestion):
        return SHARE
    low, high = question.bounds
    return Unit(f"points of a scale from {low} to {high}", 1, 1 if high == 100 else 2)


def mean_unit(study: Study, test: Test) -> Unit:
    """Of the mean of one level."""
    if test.method == "delta":
        return unit_of(study, test.model_copy(update={"method": "welch"}))
    unit = unit_of(study, test)
    return _PER_CENT if unit == SHARE and test.outcome != "share_discernment" else unit


def p_value(p: float | None) -> str:
    """As journals write it."""
    if p is None:
        return "too few to tell"
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def count(number: int | None) -> str:
    """People, or that there are fewer than ten."""
    return HIDDEN if number is None else f"{number:,}"


def interval(unit: Unit, low: float, high: float) -> str:
    """Both ends of an interval of a difference."""
    return f"[{unit.signed(low)}, {unit.signed(high)}]"
