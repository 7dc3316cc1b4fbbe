"""How frequent something is in a timeline, from a sample of it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from colophon.errors import Undetermined

_Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution: intervals of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``n`` with the interval [low, high] of 95 %; without one where all was looked at."""

    count: int
    n: int
    value: float
    low: float | None
    high: float | None


def wilson(count: int, n: int) -> tuple[float, float]:
    """The score interval of 95 % of a share: Wilson (1927), J. Am. Stat. Assoc. 22, p. 209.

    Chosen for shares near 0 and small samples, where the usual interval fails: Brown, Cai & DasGupta (2001),
    Statistical Science 16, p. 101. It takes the timeline for endless and the sample for a simple one. Both
    err on the safe side: of a sample drawn without replacement, or in proportion to strata, the interval is
    wider than need be (Cochran, Sampling Techniques, 1977, sections 2.6 and 5.6). Raises Undetermined where
    nothing was looked at, or more was found than that.
    """
    if not 0 <= count <= n or n == 0:
        raise Undetermined(f"{count} of {n} is no share: at least one image has to be looked at")
    z2 = _Z95**2
    share = count / n
    centre = (count + z2 / 2) / (n + z2)
    reach = math.sqrt(z2 * (share * (1 - share) * n + z2 / 4)) / (n + z2)
    low = 0.0 if count == 0 else max(0.0, centre - reach)
    high = 1.0 if count == n else min(1.0, centre + reach)
    return low, high


def prevalence(count: int, n: int, *, sampled: bool) -> Share:
    """``count`` of the ``n`` images that were looked at, with its interval where they are a sample.

    An image that could not be read belongs in neither number: nothing is known of it. Raises Undetermined as
    `wilson` does.
    """
    low, high = wilson(count, n)
    return Share(count, n, count / n, *((low, high) if sampled else (None, None)))
