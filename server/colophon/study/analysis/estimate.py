"""An effect with its uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri, stdtr, stdtrit

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import level


@dataclass(frozen=True, slots=True)
class Estimate:
    """``value`` with standard error, two-sided p and the interval [low, high] of 1 - alpha.

    In the unit of the outcome, or a share of the control's mean where the function says "relative".
    ``df`` are the degrees of freedom of the t distribution; infinite for the normal one.
    """

    value: float
    se: float
    df: float
    p: float
    low: float
    high: float
    alpha: float


def by_t(value: float, se: float, df: float = math.inf, alpha: float = 0.05) -> Estimate:
    """Test and interval of ``value`` by Student's t (1908) with ``df``, by the normal where df is infinite.

    Raises Undetermined where ``se`` is zero: data without any spread say nothing about chance.
    """
    level(alpha)
    if not (math.isfinite(value) and math.isfinite(se)):
        raise Undetermined("the effect is not a finite number")
    if se <= 0:
        raise Undetermined("all units of each arm have the same value, so chance cannot be judged")
    if df <= 0:
        raise Undetermined("no degrees of freedom are left: there are too few units for this comparison")
    t = value / se
    tail = ndtr(-abs(t)) if math.isinf(df) else stdtr(df, -abs(t))
    reach = se * (ndtri(1 - alpha / 2) if math.isinf(df) else stdtrit(df, 1 - alpha / 2))
    return Estimate(
        value, se, df, min(1.0, 2 * float(tail)), value - float(reach), value + float(reach), alpha
    )
