"""The planner's question: how many people per arm, or what do so many people find."""

from __future__ import annotations

import math
from dataclasses import dataclass

from colophon.errors import Undetermined
from colophon.study.analysis.power import (
    after_baseline,
    n_clustered,
    n_for_shares,
    power_clustered,
    power_shares,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One comparison of two arms. Either ``d`` (standard deviations of one answer) or ``shares`` (two of
    them).

    ``items`` answers per person with correlation ``icc``, for ``d`` only; ``correlation`` of a baseline with
    the outcome; ``comparisons`` tested together by Holm's method, of which the first is met at alpha /
    comparisons; ``dropout``: the share of those enrolled who will give nothing to compare.
    """

    d: float | None = None
    shares: tuple[float, float] | None = None
    items: float = 1
    icc: float = 0.2
    power: float = 0.8
    alpha: float = 0.05
    comparisons: int = 1
    correlation: float = 0.0
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if (self.d is None) == (self.shares is None):
            raise Undetermined("give one effect: a difference in standard deviations, or two shares")
        if self.shares is not None and self.items != 1:
            raise Undetermined(
                "several answers per person are planned with a difference in standard deviations"
            )
        if self.comparisons < 1 or not 0 <= self.dropout < 1:
            raise Undetermined("there is at least one comparison, and not everybody may drop out")

    @property
    def strictest(self) -> float:
        """The alpha that the smallest p must meet."""
        return self.alpha / self.comparisons


@dataclass(frozen=True, slots=True)
class Needed:
    """Whole people per arm: those who are compared, and those to enrol so that so many remain."""

    compared: int
    enrolled: int


def needed(question: Question) -> Needed:
    """How many people per arm find the effect with the wanted power. Raises Undetermined as `power` does."""
    if question.d is not None:
        n = n_clustered(question.d, question.items, question.icc, question.power, question.strictest)
    else:
        first, second = question.shares or (0, 0)
        n = n_for_shares(first, second, question.power, question.strictest)
    compared = max(2, math.ceil(after_baseline(n, question.correlation)))
    return Needed(compared, math.ceil(compared / (1 - question.dropout)))


def reached(question: Question, enrolled: int) -> float:
    """Power with so many enrolled per arm. Raises Undetermined as `power` does."""
    compared = enrolled * (1 - question.dropout) / (1 - question.correlation**2)
    if question.d is not None:
        return power_clustered(question.d, question.items, question.icc, compared, question.strictest)
    first, second = question.shares or (0, 0)
    return power_shares(first, second, compared, question.strictest)


def smallest_effect(question: Question, enrolled: int) -> float:
    """The smallest d that so many enrolled per arm find with the wanted power, where ``d`` is asked about.

    Raises Undetermined below two people per arm who are compared.
    """
    compared = enrolled * (1 - question.dropout) / (1 - question.correlation**2)
    low, high = 0.0, 1.0
    while power_clustered(high, question.items, question.icc, compared, question.strictest) < question.power:
        low, high = high, 2 * high
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        found = power_clustered(middle, question.items, question.icc, compared, question.strictest)
        low, high = (middle, high) if found < question.power else (low, middle)
    return high
