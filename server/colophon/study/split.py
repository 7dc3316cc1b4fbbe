"""How well a number of draws fits the shares that were wanted."""

from __future__ import annotations

import math
from collections.abc import Sequence


def chi_square(observed: Sequence[int], shares: Sequence[float]) -> tuple[float, float]:
    """Pearson's statistic and its p value, for counts and the shares they should have (which add up to 1).

    Not scipy's: nothing on the way of a request may import that.
    """
    total = sum(observed)
    statistic = sum((n - total * p) ** 2 / (total * p) for n, p in zip(observed, shares, strict=True))
    return statistic, _upper(len(observed) - 1, statistic)


def _upper(freedom: int, x: float) -> float:
    """Chi-square's upper tail, in closed form by half degrees (Abramowitz and Stegun, 26.4.4 and 26.4.5)."""
    half = x / 2
    a, tail = (0.5, math.erfc(math.sqrt(half))) if freedom % 2 else (1.0, math.exp(-half))
    if half == 0:
        return 1.0
    while a < freedom / 2:
        tail += math.exp(a * math.log(half) - half - math.lgamma(a + 1))
        a += 1
    return min(1.0, tail)
