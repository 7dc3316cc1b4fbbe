"""Arms: somebody reaches each of them, and what they see differs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

from colophon.errors import InputError
from colophon.study.assign import shares, slots_of
from colophon.study.spec.factors import Factor
from colophon.study.spec.locate import Path
from colophon.study.spec.problems import Problem
from colophon.study.spec.rules.parts import settings
from colophon.study.spec.study import Study
from colophon.study.spec.treatment import Setting, Treatment

MAX_ARMS = 64
SMALLEST_SHARE = 0.0001  # the hash has 10,000 places
# What of a treatment is seen where nothing, or the neutral chip, is drawn instead of labels.
_SEEN = {"nothing": ("show",), "placebo": ("show", "placement", "delay_ms")}
_OF_ITEMS = (
    "an item's label is shown or not by a draw of its own, so a factor drawn by item cannot set coverage"
)


def number(study: Study) -> Iterator[Problem]:
    """Not more arms than anybody can fill."""
    if (arms := _arms(study)) > MAX_ARMS:
        limit = f"all levels together make {arms:,} arms; there may be {MAX_ARMS}"
        yield Problem(("factors",), limit, "take out levels or a factor")


def one_property_one_factor(study: Study) -> Iterator[Problem]:
    """No property is set by two factors: which of them would win?"""
    setters: dict[str, str] = {}
    for place, factor in enumerate(study.factors):
        found = {
            key: i for i, level in reversed([*enumerate(factor.levels)]) for key in level.treatment.chosen()
        }
        for key, level in found.items():
            if key in setters:
                limit = (
                    f"{key} is set by the factor {setters[key]} already; two factors cannot set one property"
                )
                way = "let one factor set it, with a level for each combination that you want"
                yield Problem((*_treatment(place, level), key), limit, way)
            setters.setdefault(key, factor.name)


def reached(study: Study) -> Iterator[Problem]:
    """Every level has somebody, and sets nothing that nobody sees."""
    for place, factor in enumerate(study.factors):
        for i, share in enumerate(shares(factor)):
            if share < SMALLEST_SHARE:
                limit = f"its share is {share:.1g}, below 1 in 10,000: nobody would be drawn into it"
                yield Problem(("factors", place, "levels", i, "weight"), limit, "give it more weight")
    if study.holdout and study.holdout.share >= 1:
        limit = "everybody would be held out, and nobody reach an arm"
        yield Problem(("holdout", "share"), limit, "write a share below 1, such as 0.1")
    for path, setting in settings(study):
        yield from _unseen(path, setting, study)


def _unseen(path: Path, setting: Setting, study: Study) -> Iterator[Problem]:
    if setting.coverage == 0:
        limit = "with coverage 0 no label is ever shown, so what else the treatment says is never reached"
        yield Problem((*path, "coverage"), limit, 'write show = "nothing" for a control, or a share over 0')
    varies = any(level.treatment.show for f in study.factors for level in f.levels)
    if varies and (setting.show is None or path == ("treatment",)):
        return  # another level may show labels
    show = setting.show or study.treatment.show
    for key in setting.chosen():
        if show in _SEEN and key not in _SEEN[show]:
            drawn = "nothing" if show == "nothing" else "a neutral chip"
            limit = f"{key} is never reached where {drawn} is shown"
            yield Problem((*path, key), limit, 'take it out, or write show = "labels"')


def differ(study: Study) -> Iterator[Problem]:
    """Two levels of a factor differ for somebody."""
    if _arms(study) > MAX_ARMS:
        return
    for place, factor in enumerate(study.factors):
        others = [f.levels for f in study.factors if f is not factor]
        around = [[level.treatment for level in levels] for levels in product(*others)]
        for a, b in combinations(range(len(factor.levels)), 2):
            if all(_looks(study, factor, a, rest) == _looks(study, factor, b, rest) for rest in around):
                limit = f"nobody could tell it from the level {factor.levels[a].name}: they show the same"
                way = "set another property in its treatment, or take one of the two out"
                yield Problem(("factors", place, "levels", b), limit, way)


def units(study: Study) -> Iterator[Problem]:
    """Coverage is not drawn twice; blocks fit the weights, and there is something to draw in blocks."""
    for place, factor in enumerate(study.factors):
        for i, level in enumerate(factor.levels):
            if factor.unit == "item" and level.treatment.coverage is not None:
                yield Problem((*_treatment(place, i), "coverage"), _OF_ITEMS, 'write unit = "participant"')
    if study.strata:
        drawn = [factor for factor in study.factors if factor.unit == "participant"]
        if not drawn:
            limit = "strata are for factors drawn by participant, and there is none"
            yield Problem(("strata",), limit, "take [strata] out")
        for factor in drawn:
            try:
                slots_of(factor, study.strata.block)
            except InputError as error:
                way = "write a block that each share divides, such as twice the sum of whole weights"
                yield Problem(("strata", "block"), str(error), way)
        if len(set(study.strata.by)) < len(study.strata.by):
            yield Problem(("strata", "by"), "each stratum is named once", "take one of the two out")


def _arms(study: Study) -> int:
    return prod(len(factor.levels) for factor in study.factors)


def _looks(study: Study, factor: Factor, level: int, rest: list[Setting]) -> dict[str, object]:
    whole = Treatment.of(study.treatment, *rest, factor.levels[level].treatment).model_dump()
    return {key: whole[key] for key in _SEEN.get(whole["show"], whole)}


def _treatment(factor: int, level: int) -> Path:
    return ("factors", factor, "levels", level, "treatment")
