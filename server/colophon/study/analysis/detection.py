"""Signal detection: how well people tell two kinds of pictures apart, and which answer they lean to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import Floats, finite, same_length


@dataclass(frozen=True, slots=True)
class Detection:
    """Per participant: sensitivity d' (0: cannot tell apart) and criterion c (below 0: leans to "yes").

    Both in standard deviations of the assumed normal impressions.
    """

    sensitivity: Floats
    criterion: Floats


def detection(hits: ArrayLike, signals: ArrayLike, alarms: ArrayLike, noises: ArrayLike) -> Detection:
    """d' and c of each participant from counts: ``hits`` of ``signals`` and false ``alarms`` of ``noises``.

    Green & Swets (1966); d' and c as in Macmillan & Creelman (2005), chapters 1 and 2; .5 added to every
    count and 1 to every number of pictures, whatever they are (log-linear correction: Hautus, 1995, Behavior
    Research Methods 27, p. 46), so that perfect answers stay finite. It pulls both figures towards zero.
    Raises Undetermined for a participant without pictures of either kind, or with more answers than pictures.
    """
    h, s, a, n = (
        finite(column, name)
        for column, name in ((hits, "hits"), (signals, "signals"), (alarms, "alarms"), (noises, "noises"))
    )
    same_length(hits=h, signals=s, alarms=a, noises=n)
    if (s < 1).any() or (n < 1).any():
        raise Undetermined("every participant needs pictures of both kinds; leave the others out first")
    if (h < 0).any() or (a < 0).any() or (h > s).any() or (a > n).any():
        raise Undetermined("answers cannot be negative or more than pictures")
    yes_signal, yes_noise = ndtri((h + 0.5) / (s + 1)), ndtri((a + 0.5) / (n + 1))
    return Detection(np.asarray(yes_signal - yes_noise), np.asarray(-(yes_signal + yes_noise) / 2))
