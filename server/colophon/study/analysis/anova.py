"""Whether any of several arms differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import finite


@dataclass(frozen=True, slots=True)
class Anova:
    """F with its degrees of freedom between and within arms, and p."""

    f: float
    between: int
    within: int
    p: float


def one_way(arms: Sequence[ArrayLike]) -> Anova:
    """One-way analysis of variance, F of Fisher (1925), Statistical Methods for Research Workers, chapter
    VII.

    Deviations are taken from the grand mean first, so that large values with small differences keep their
    digits (NIST StRD, SmLs and AtmWtAg). Raises Undetermined below two arms, with an empty arm, or where no
    arm has any spread.
    """
    columns = [finite(arm, f"arm {number}") for number, arm in enumerate(arms, 1)]
    if len(columns) < 2 or any(column.size == 0 for column in columns):
        raise Undetermined("at least two arms are needed, and no arm may be empty")
    centre = np.concatenate(columns).mean()
    columns = [column - centre for column in columns]
    everything = np.concatenate(columns)
    between, within = len(columns) - 1, everything.size - len(columns)
    inside = sum(float(np.square(column - column.mean()).sum()) for column in columns)
    if within < 1 or inside <= 0:
        raise Undetermined("all units of each arm have the same value, so chance cannot be judged")
    across = sum(column.size * float(column.mean() - everything.mean()) ** 2 for column in columns)
    f = (across / between) / (inside / within)
    return Anova(f, between, within, float(fdtrc(between, within, f)))
