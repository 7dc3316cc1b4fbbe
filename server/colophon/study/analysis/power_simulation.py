"""Power by simulation: for what no formula says, such as feeds that show everybody a different number of
pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from colophon.errors import Undetermined
from colophon.study.analysis import welch
from colophon.study.analysis.numbers import Floats, finite
from colophon.study.analysis.power import ALPHA
from colophon.study.analysis.proportions import Share, wilson
from colophon.study.analysis.sample import Sample

ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Simulated:
    """``power`` with its 99 % interval, and how many of those enrolled had any exposure, on average per
    arm.
    """

    power: Share
    exposed_per_arm: float


def power_by_simulation(
    exposures: ArrayLike,
    d: float,
    icc: float,
    n: int,
    *,
    rounds: int = ROUNDS,
    alpha: float = ALPHA,
    seed: int = 0,
) -> Simulated:
    """Studies with ``n`` enrolled per arm, analysed as the report does: Welch on participants' means.

    ``exposures`` holds, for each participant of a pilot, how many pictures that count were seen (labelled
    ones, or unlabelled ones for spill-over; 0 allowed: these people are enrolled and drop out of the
    comparison). New participants are drawn from them. An answer is a person's level (variance ``icc``) plus
    what is particular to it (1 - icc), plus ``d`` in the treated arm. The same seed gives the same studies.
    Raises Undetermined where numbers are out of range or nobody has an exposure.
    """
    seen = finite(exposures, "exposures per participant")
    if seen.size == 0 or (seen < 0).any() or (seen != np.floor(seen)).any():
        raise Undetermined("exposures per participant are whole numbers from 0 up")
    if not 0 <= icc <= 1:
        raise Undetermined(f"icc is {icc}: it must lie between 0 and 1")
    if n < 2 or rounds < 1 or not seen.any():
        raise Undetermined("a simulation needs 2 or more per arm, a round, and somebody with an exposure")
    random = np.random.default_rng(seed)
    found = reached = 0
    for _ in range(rounds):
        arms = [_means(random, random.choice(seen, n), icc) + effect for effect in (0.0, d)]
        reached += sum(arm.size for arm in arms)
        if min(arm.size for arm in arms) >= 2:
            control, treated = (Sample.of(arm) for arm in arms)
            found += welch.difference(control, treated, alpha).p < alpha
    return Simulated(wilson(found, rounds, alpha=0.01), reached / rounds / 2)


def _means(random: np.random.Generator, seen: Floats, icc: float) -> Floats:
    """A mean per participant with any exposure: the mean of k independent answers is drawn at once."""
    k = seen[seen > 0]
    return np.asarray(random.standard_normal(k.size) * np.sqrt(icc + (1 - icc) / k))
