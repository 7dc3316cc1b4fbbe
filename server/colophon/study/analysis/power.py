"""How many participants a comparison needs, and what it finds with those it has.

Effects are in standard deviations of one answer (Cohen's d); numbers are participants per arm, two-sided
tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import finite, level

POWER, ALPHA = 0.8, 0.05
MOST = 10**9  # people: beyond it the question is not a study


def power_t(d: float, n: float, alpha: float = ALPHA, arms: int = 2) -> float:
    """Power of a t test with ``n`` per arm; ``arms`` 1 is the one-sample test: Cohen (1988), chapter 2.

    By the noncentral t distribution, as R's pwr.t.test. Raises Undetermined below two per arm.
    """
    level(alpha)
    if not n >= 2 or not math.isfinite(d):
        raise Undetermined(f"power needs an effect and at least 2 participants per arm, got {n}")
    df, shift = arms * (n - 1), abs(d) * math.sqrt(n / arms)
    if shift > 37:
        return 1.0  # to all digits
    edge = float(stdtrit(df, 1 - alpha / 2))
    wrong_side = float(nctdtr(df, shift, -edge)) if shift < 8 else 0.0  # below 1e-15
    return float(1 - nctdtr(df, shift, edge)) + wrong_side


def n_for_t(d: float, power: float = POWER, alpha: float = ALPHA) -> float:
    """Participants per arm for a difference of ``d``, not rounded. Raises Undetermined where no number
    will do.
    """
    _effect(d)
    return _smallest(lambda n: power_t(d, n, alpha), power)


def power_shares(first: float, second: float, n: float, alpha: float = ALPHA) -> float:
    """Power of the pooled z test of two shares with ``n`` per arm: Fleiss, Levin & Paik (2003), chapter 4.

    Raises Undetermined for shares outside 0 to 1 or where both are 0 or 1.
    """
    _shares(first, second)
    middle = (first + second) / 2
    pooled, apart = 2 * middle * (1 - middle), first * (1 - first) + second * (1 - second)
    edge, shift = float(ndtri(1 - level(alpha) / 2)) * math.sqrt(pooled), abs(second - first) * math.sqrt(n)
    if apart == 0:  # all of one arm and none of the other
        return float(shift > edge)
    return float(ndtr((shift - edge) / math.sqrt(apart)) + ndtr((-shift - edge) / math.sqrt(apart)))


def n_for_shares(first: float, second: float, power: float = POWER, alpha: float = ALPHA) -> float:
    """Participants per arm to tell two shares apart, not rounded; errors as `power_shares` and `n_for_t`."""
    _shares(first, second)
    _effect(second - first)
    return _smallest(lambda n: power_shares(first, second, n, alpha), power)


def spread_of_means(items: ArrayLike, icc: float) -> float:
    """Variance of participants' means, in variances of one answer, where each gives ``items`` answers.

    (1 + (k - 1) icc) / k, the design effect of Kish (1965), section 5.4, over k; averaged over participants
    where they give different numbers. ``icc`` is the correlation of two answers of one person. Raises
    Undetermined for an icc outside 0 to 1 or somebody below one item.
    """
    k = finite(np.atleast_1d(np.asarray(items, dtype=float)), "items per participant")
    if not 0 <= icc <= 1:
        raise Undetermined(f"icc is {icc}: it must lie between 0 and 1")
    if k.size == 0 or (k < 1).any():
        raise Undetermined("every participant who counts has at least one item")
    return float(np.mean(icc + (1 - icc) / k))


def n_clustered(d: float, items: ArrayLike, icc: float, power: float = POWER, alpha: float = ALPHA) -> float:
    """Participants per arm for ``d`` where each gives several answers: `n_for_t` times `spread_of_means`.

    Not rounded. Raises Undetermined as these do.
    """
    return n_for_t(d, power, alpha) * spread_of_means(items, icc)


def power_clustered(d: float, items: ArrayLike, icc: float, n: float, alpha: float = ALPHA) -> float:
    """Power with ``n`` participants per arm who give several answers each. Raises Undetermined as
    `power_t`.
    """
    return power_t(d / math.sqrt(spread_of_means(items, icc)), n, alpha)


def after_baseline(n: float, correlation: float) -> float:
    """``n`` where a baseline that correlates with the outcome is taken out: Borm, Fransen & Lemmens (2007).

    J. Clinical Epidemiology 60, p. 1234: n (1 - r squared). Raises Undetermined unless r lies within -1 and
    1.
    """
    if not -1 < correlation < 1:
        raise Undetermined(f"the correlation is {correlation}: it must lie between -1 and 1")
    return n * (1 - correlation**2)


def _shares(first: float, second: float) -> None:
    for share in (first, second):
        if not 0 <= share <= 1:
            raise Undetermined(f"a share of {share} cannot be: it lies between 0 and 1")
    if first == second and first in (0, 1):
        raise Undetermined("both shares are the same and certain, so there is nothing to find")


def _effect(d: float) -> None:
    if not math.isfinite(d) or d == 0:
        raise Undetermined("no number of participants finds an effect of zero")


def _smallest(power_at: Callable[[float], float], power: float) -> float:
    """The smallest n from 2 up with that power: power grows with n."""
    if not 0 < power < 1:
        raise Undetermined(f"power is {power}: it must lie between 0 and 1")
    low, high = 2.0, 2.0
    while power_at(high) < power:
        low, high = high, high * 2
        if high > MOST:
            raise Undetermined(f"more than {MOST:,} participants per arm would be needed")
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if power_at(middle) < power else (low, middle)
    return high
