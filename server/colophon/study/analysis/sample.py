"""What is known of one arm: how many, their mean and their variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import finite

ROUNDING = 1e-12  # a variance below this share of the squares is what rounding leaves of zero


@dataclass(frozen=True, slots=True)
class Sample:
    """``n`` units (participants, in most analyses) with their ``mean`` and ``variance`` (n - 1, shares:
    n).
    """

    n: int
    mean: float
    variance: float

    @classmethod
    def of(cls, values: ArrayLike, name: str = "values") -> Sample:
        """From one value per unit. Raises Undetermined below two units or with values that are no numbers."""
        array = finite(values, name)
        _enough(array.size, name)
        mean = float(array.mean())
        variance = float(np.square(array - mean).sum() / (array.size - 1))
        return cls(array.size, mean, _or_zero(variance, float(np.square(array).mean())))

    @classmethod
    def of_sums(cls, n: int, total: float, squares: float, name: str = "values") -> Sample:
        """From the sum and the sum of squares. Raises Undetermined below two units or where the sums
        contradict.

        Loses digits where the mean is large beside the spread: prefer `of` where the values are at hand.
        """
        _enough(n, name)
        if not (np.isfinite(total) and np.isfinite(squares)):
            raise Undetermined(f"{name}: the sums are not finite numbers")
        variance = (squares - total * total / n) / (n - 1)
        if variance < -ROUNDING * squares / n:
            raise Undetermined(f"{name}: a sum of squares of {squares} is too small for a sum of {total}")
        return cls(n, total / n, _or_zero(variance, squares / n))

    @classmethod
    def of_share(cls, successes: int, n: int, name: str = "values") -> Sample:
        """From yes or no: the variance of a share is p (1 - p). Raises Undetermined where they do not fit."""
        _enough(n, name)
        if not 0 <= successes <= n:
            raise Undetermined(f"{name}: {successes} of {n} cannot be")
        share = successes / n
        return cls(n, share, share * (1 - share))

    @property
    def error(self) -> float:
        """The squared standard error of the mean."""
        return self.variance / self.n


def _enough(n: int, name: str) -> None:
    if n < 2:
        raise Undetermined(f"{name}: at least 2 units are needed to know how much they differ, got {n}")


def _or_zero(variance: float, squares: float) -> float:
    return variance if variance > (ROUNDING**2) * squares else 0.0
