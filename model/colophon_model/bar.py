"""The bar a model must reach before a label may rest on it alone (label specification, section 9)."""

from __future__ import annotations

import math

from colophon_model.manifest import GroupRate, Manifest, OperatingPoint

MAX_FPR = 0.001  # share of other pictures over the threshold, upper 95 % bound, in every group
MIN_GROUP = 3_000  # pictures: with none over the threshold the bound is .001 (rule of three)
MIN_PRECISION = 0.9  # of the labels that would be shown
PREVALENCE = 0.02  # assumed share of AI pictures in a feed
_LEVEL = 0.05  # one-sided


def why_no_label(manifest: Manifest) -> str | None:
    """Why ``manifest`` does not allow a label that nothing else confirms, in English, or None where it does.

    The figures are those of its operating point ``label``: the slot cannot measure them again, it checks that
    they are there, agree with one another and reach the bar. The model card is the loader's matter.
    """
    point = manifest.label_point
    if point is None or point.threshold is None:
        return "it has no threshold for labels"
    if manifest.calibration is None:
        return "its score is not calibrated"
    if any(pack in point.measured_on for pack in manifest.scope.packs):
        return "its threshold was measured on pictures it was trained on"
    if not point.groups:
        return "it gives no share of mistakes by source of the pictures"
    for name, rate in point.groups.items():
        if rate.n < MIN_GROUP:
            return f"only {rate.n} pictures of {name} were measured, {MIN_GROUP} are needed"
        if rate.upper95 > MAX_FPR or not _bounded(rate):
            return f"more than {MAX_FPR:.1%} of the pictures of {name} may be labelled by mistake"
    if not point.tpr_by_condition:
        return "it does not say how many AI pictures it finds in each delivery"
    if (precision := expected_precision(point)) < MIN_PRECISION:
        return (
            f"{precision:.0%} of its labels would be right with {PREVALENCE:.0%} AI pictures in a feed, "
            f"{MIN_PRECISION:.0%} are needed"
        )
    return None


def expected_precision(point: OperatingPoint, prevalence: float = PREVALENCE) -> float:
    """Share of labels that would be right, 0 to 1, with a share of ``prevalence`` AI pictures in a feed.

    From the delivery in which ``point`` finds least and the upper bound of its worst group; 0 where one of
    them was not measured.
    """
    found = min(point.tpr_by_condition.values(), default=0.0) * prevalence
    mistaken = max((rate.upper95 for rate in point.groups.values()), default=1.0) * (1 - prevalence)
    return found / (found + mistaken) if found else 0.0


def _bounded(rate: GroupRate) -> bool:
    """Whether the Clopper-Pearson bound of the counts themselves is within `MAX_FPR`.

    It is where so few mistakes have a chance of at most 5 % if the share were `MAX_FPR`.
    """
    log_p, log_q = math.log(MAX_FPR), math.log1p(-MAX_FPR)
    chance = 0.0
    for wrong in range(rate.wrong + 1):
        ways = math.lgamma(rate.n + 1) - math.lgamma(wrong + 1) - math.lgamma(rate.n - wrong + 1)
        chance += math.exp(ways + wrong * log_p + (rate.n - wrong) * log_q)
        if chance > _LEVEL:
            return False
    return True
