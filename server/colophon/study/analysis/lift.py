"""How much of the control's mean an effect is."""

from __future__ import annotations

import math

from colophon.errors import Undetermined
from colophon.study.analysis.estimate import Estimate, by_t
from colophon.study.analysis.sample import Sample
from colophon.study.analysis.welch import degrees

NOTHING = 1e-12  # of what is beside it: a mean that rounding leaves of zero


def relative_error(control: Sample, treated: Sample) -> float:
    """Standard error of treated / control - 1 by the delta method: Deng, Knoblich & Lu (2018), KDD, p. 233.

    Raises Undetermined where the control's mean is zero: nothing can be a share of it.
    """
    if abs(control.mean) <= NOTHING * max(abs(treated.mean), math.sqrt(control.variance)):
        raise Undetermined("the mean of the control arm is zero, so an effect cannot be a share of it")
    ratio = treated.mean / control.mean
    return math.sqrt(treated.error + ratio**2 * control.error) / abs(control.mean)


def relative(control: Sample, treated: Sample, alpha: float = 0.05) -> Estimate:
    """The effect as a share of the control's mean, with Welch's degrees of freedom.

    The delta method needs a control mean that is far from zero, seen from its standard error (four of them,
    say). Raises Undetermined where the control's mean is zero or neither arm has any spread.
    """
    se = relative_error(control, treated)
    value = (treated.mean - control.mean) / control.mean
    return by_t(value, se, degrees(control, treated), alpha)
