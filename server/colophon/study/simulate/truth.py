"""The difference that a planned test is about, as it follows from what was put in."""

from __future__ import annotations

from collections.abc import Mapping

from colophon.study.simulate.pushes import Image, Moved, apart, target_of, where_of
from colophon.study.simulate.quantities import OF_LABEL
from colophon.study.spec.plan import Test
from colophon.study.spec.study import Study
from colophon.study.spec.treatment import Treatment


def true_differences(moved: Moved) -> dict[str, float | None]:
    """By test, in the unit of its figure; None where it has no simple form (told apart, any of several)."""
    return {test.name: _difference(moved, test) for test in moved.study.analysis.tests}


def shown_share(treatment: Treatment) -> float:
    """On how many of the images with a label something is shown that can be opened."""
    return {"labels": treatment.coverage, "placebo": 1.0}.get(treatment.show, 0.0)


def _difference(moved: Moved, test: Test) -> float | None:
    target = target_of(test)
    untouched = all(push.target != target for push in moved.pushes)
    if test.outcome not in OF_LABEL and untouched:
        return 0.0
    if test.outcome in ("d_prime", "over_reliance"):
        return None
    if test.method == "proportions" and test.outcome != "comprehension":
        return None  # the share of people who did it with any image depends on how many they saw
    first, second = (_mean(moved, test, level) for level in test.contrast)
    if first is None or second is None:
        return None
    if test.method == "delta":
        return (second - first) / first if first else None
    return second - first


def _mean(moved: Moved, test: Test, level: str) -> float | None:
    target, levels = target_of(test), {test.factor: level}
    quantity = moved.quantities[target]

    def of(image: Image | None) -> float:
        return quantity.expected(moved.shift(target, levels, image) + apart(target, quantity, image))

    if where_of(moved.study, test) == "everywhere":
        return of(None)

    if test.outcome in ("discernment", "share_discernment"):
        # labelled or not, both kinds of images are as frequent: the middle of both
        told = [of(Image(labelled, "ai")) - of(Image(labelled, "not_ai")) for labelled in (True, False)]
        sign = 1 if test.outcome == "discernment" else -1
        return sign * told[0] if abs(told[0] - told[1]) < 1e-9 else None
    if moved.study.feed == "hosted" and test.question:
        return sum(of(Image(test.outcome != "spillover", truth)) for truth in ("ai", "not_ai")) / 2
    mean = of(Image(test.outcome != "spillover"))
    if test.outcome in OF_LABEL:
        share = _shown(moved.study, levels)
        return None if share is None else share * mean
    return mean


def _shown(study: Study, levels: Mapping[str, str]) -> float | None:
    """None where another factor decides about it, too."""
    for factor in study.factors:
        settings = [level.treatment for level in factor.levels]
        if factor.name not in levels and any(one.show or one.coverage is not None for one in settings):
            return None
    return shown_share(study.treatment_of(dict(levels)))
