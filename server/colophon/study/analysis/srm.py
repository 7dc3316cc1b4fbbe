"""Sample ratio mismatch: were as many assigned to each arm as the study file says?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import finite

BLOCKING = 0.001  # Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments, chapter 21
SMALLEST = 5  # expected units per arm below which chi-square misleads: Cochran (1954), Biometrics 10, p. 417


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Units counted and expected per arm, with chi-square, degrees of freedom and p.

    ``p`` is None where fewer than `SMALLEST` units are expected in an arm: too few to tell.
    """

    counts: tuple[int, ...]
    expected: tuple[float, ...]
    chi2: float
    df: int
    p: float | None

    @property
    def blocks(self) -> bool:
        """Whether effects of this assignment must not be read: p below `BLOCKING`."""
        return self.p is not None and self.p < BLOCKING


def mismatch(counts: Sequence[int], weights: Sequence[float]) -> Mismatch:
    """Chi-square goodness of fit: Pearson (1900), Phil. Mag. 50, p. 157. ``weights`` need not add up to 1.

    An arm of weight 0 must be empty and does not count. Raises Undetermined for fewer than two arms, nobody
    assigned, negative numbers, or somebody in an arm that nobody was to be in.
    """
    seen, wanted = finite(counts, "counts"), finite(weights, "weights")
    if seen.size != wanted.size:
        raise Undetermined(f"{seen.size} counts do not fit {wanted.size} weights")
    if (seen < 0).any() or (wanted < 0).any():
        raise Undetermined("counts and weights cannot be negative")
    open_arms = wanted > 0
    if seen[~open_arms].any():
        raise Undetermined("units were assigned to an arm of weight 0")
    if open_arms.sum() < 2 or seen.sum() == 0:
        raise Undetermined("the split needs two arms with weights and somebody assigned")
    expected = seen.sum() * wanted / wanted.sum()
    chi2 = float((np.square(seen - expected)[open_arms] / expected[open_arms]).sum())
    df = int(open_arms.sum()) - 1
    told = expected[open_arms].min() >= SMALLEST
    p = float(chdtrc(df, chi2)) if told else None
    return Mismatch(tuple(int(n) for n in seen), tuple(float(n) for n in expected), chi2, df, p)


def by_stratum(counts: Mapping[str, Sequence[int]], weights: Sequence[float]) -> dict[str, Mismatch]:
    """`mismatch` of every stratum that has anybody in it. Raises Undetermined as `mismatch` does."""
    return {stratum: mismatch(row, weights) for stratum, row in counts.items() if sum(row)}
