"""Whether as many of every arm stay: who leaves may do so because of the arm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import finite, same_length
from colophon.study.analysis.srm import SMALLEST


def attrition(kept: Sequence[int], assigned: Sequence[int]) -> float | None:
    """p of equal shares kept in all arms: chi-square of a 2 x arms table, Fleiss, Levin & Paik (2003),
    chapter 9.

    None where fewer than `srm.SMALLEST` are expected in a cell, or all or none are kept: too few to tell.
    Raises Undetermined for fewer than two arms, or more kept than assigned.
    """
    stay, all_of = finite(kept, "kept"), finite(assigned, "assigned")
    if same_length(kept=stay, assigned=all_of) < 2:
        raise Undetermined("attrition is compared between two arms or more")
    if (stay < 0).any() or (stay > all_of).any():
        raise Undetermined("more are kept than were assigned")
    share = float(stay.sum() / all_of.sum()) if all_of.sum() else 0.0
    if float((all_of * min(share, 1 - share)).min()) < SMALLEST:
        return None
    chi2 = float((np.square(stay - all_of * share) / (all_of * share * (1 - share))).sum())
    return float(chdtrc(len(stay) - 1, chi2))
