"""Shares of yes and no: one with its interval, the difference of two."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import level


@dataclass(frozen=True, slots=True)
class Share:
    """``successes`` of ``n`` with the interval [low, high] of 1 - alpha."""

    successes: int
    n: int
    value: float
    low: float
    high: float
    alpha: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Second share minus first: ``z`` and two-sided ``p`` of no difference, and the interval [low, high]."""

    value: float
    z: float
    p: float
    low: float
    high: float
    alpha: float


def wilson(successes: int, n: int, alpha: float = 0.05) -> Share:
    """A share with its score interval: Wilson (1927), J. Am. Stat. Assoc. 22, p. 209.

    This is the share of people who understand a label: right answers of all who answered.
    Raises Undetermined where nobody answered or more were right than answered.
    """
    _fit(successes, n)
    z2 = float(ndtri(1 - level(alpha) / 2)) ** 2
    share = successes / n
    centre = (successes + z2 / 2) / (n + z2)
    reach = math.sqrt(z2 * (share * (1 - share) * n + z2 / 4)) / (n + z2)
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == n else min(1.0, centre + reach)
    return Share(successes, n, share, low, high, alpha)


def difference(first: tuple[int, int], second: tuple[int, int], alpha: float = 0.05) -> Difference:
    """Share of ``second`` minus share of ``first``, each (successes, n).

    The test pools both, Fleiss, Levin & Paik (2003), chapter 3, without correction; the interval is method 10
    of Newcombe (1998), Statistics in Medicine 17, p. 873, so that at the edge one may say yes where the other
    says no. Where all say the same, z is 0 and p is 1. Raises Undetermined as `wilson` does.
    """
    a, b = wilson(*first, alpha=alpha), wilson(*second, alpha=alpha)
    value = b.value - a.value
    pooled = (a.successes + b.successes) / (a.n + b.n)
    spread = pooled * (1 - pooled) * (1 / a.n + 1 / b.n)
    z = value / math.sqrt(spread) if spread > 0 else 0.0
    low = value - math.hypot(b.value - b.low, a.high - a.value)
    high = value + math.hypot(b.high - b.value, a.value - a.low)
    return Difference(value, z, 2 * float(ndtr(-abs(z))), low, high, alpha)


def _fit(successes: int, n: int) -> None:
    if n < 1:
        raise Undetermined("nobody answered, so there is no share")
    if not 0 <= successes <= n:
        raise Undetermined(f"{successes} of {n} cannot be")
