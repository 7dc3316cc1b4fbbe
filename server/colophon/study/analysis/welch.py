"""The difference of two means."""

from __future__ import annotations

import math

from colophon.errors import Undetermined
from colophon.study.analysis.estimate import Estimate, by_t
from colophon.study.analysis.sample import Sample


def degrees(control: Sample, treated: Sample) -> float:
    """Degrees of freedom by Welch (1947), Biometrika 34, p. 28, and Satterthwaite (1946), Biometrics 2, p.
    110.

    Raises Undetermined where neither arm has any spread.
    """
    a, b = control.error, treated.error
    if a + b <= 0:
        raise Undetermined("all units of each arm have the same value, so chance cannot be judged")
    share = a / (a + b)  # of shares, not of squares: those of tiny variances are zero
    return 1 / (share**2 / (control.n - 1) + (1 - share) ** 2 / (treated.n - 1))


def difference(control: Sample, treated: Sample, alpha: float = 0.05) -> Estimate:
    """``treated`` minus ``control`` with unequal variances: Welch (1947), Biometrika 34, p. 28.

    Raises Undetermined where neither arm has any spread.
    """
    return by_t(
        treated.mean - control.mean,
        math.sqrt(control.error + treated.error),
        degrees(control, treated),
        alpha,
    )
