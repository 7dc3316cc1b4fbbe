"""Confidence sequences: intervals that hold at every look, so that a running study may be watched.

Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, "Time-uniform central limit theory and asymptotic confidence
sequences", arXiv 2103.06476. They are asymptotic: the first look belongs after some dozens of units per arm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from colophon.errors import Undetermined
from colophon.study.analysis.lift import relative_error
from colophon.study.analysis.numbers import level
from colophon.study.analysis.sample import Sample

TUNING = 5000  # units in both arms at which the sequence is narrowest; GrowthBook's default


@dataclass(frozen=True, slots=True)
class Sequence:
    """The effect at this look; [low, high] holds at all looks together with probability 1 - alpha.

    ``p`` is valid at any look: the smallest alpha whose sequence, at the same rho, excludes zero.
    """

    value: float
    se: float
    p: float
    low: float
    high: float
    n: int
    alpha: float
    tuning: float


def rho(tuning: float, alpha: float = 0.05) -> float:
    """The rho that makes the sequence narrowest at ``tuning`` units: eq. 161 of arXiv 2103.06476.

    Raises Undetermined unless ``tuning`` is positive.
    """
    if not tuning > 0:
        raise Undetermined(f"the tuning of a confidence sequence is a number of units, got {tuning}")
    spent = -2 * math.log(level(alpha))
    return math.sqrt((spent + math.log(spent + 1)) / tuning)


def difference(control: Sample, treated: Sample, tuning: float = TUNING, alpha: float = 0.05) -> Sequence:
    """Treated minus control, in the unit of the outcome. Raises Undetermined where no arm has any spread."""
    se = math.sqrt(control.error + treated.error)
    return _at(treated.mean - control.mean, se, control.n + treated.n, tuning, alpha)


def relative(control: Sample, treated: Sample, tuning: float = TUNING, alpha: float = 0.05) -> Sequence:
    """The effect as a share of the control's mean; for shares give `Sample.of_share`.

    Raises Undetermined where the control's mean is zero or no arm has any spread.
    """
    se = relative_error(control, treated)
    value = (treated.mean - control.mean) / control.mean
    return _at(value, se, control.n + treated.n, tuning, alpha)


def _at(value: float, se: float, n: int, tuning: float, alpha: float) -> Sequence:
    """Eq. 9 of arXiv 2103.06476, with the variance of one unit taken as n times that of the effect."""
    if se <= 0:
        raise Undetermined("all units of each arm have the same value, so chance cannot be judged")
    grown = n * rho(tuning, alpha) ** 2
    reach = se * math.sqrt(2 * (grown + 1) / grown * math.log(math.sqrt(grown + 1) / alpha))
    evidence = min(abs(value / se), 1e9) ** 2 / 2 * grown / (grown + 1)
    p = math.exp(min(0.0, math.log(grown + 1) / 2 - evidence))  # eq. 155: eq. 9 solved for alpha
    return Sequence(value, se, p, value - reach, value + reach, n, alpha, tuning)
