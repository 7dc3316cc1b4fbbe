"""The computation of a report, in its order: split, exclusions, planned comparisons, understanding.

Nothing of the comparisons is computed for a factor whose split is not the planned one.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass, field, replace

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis import welch
from colophon.study.analysis.estimate import Estimate
from colophon.study.analysis.holm import holm
from colophon.study.analysis.proportions import Share, wilson
from colophon.study.analysis.sample import Sample
from colophon.study.analysis.sequence import Sequence
from colophon.study.report.balance import Balance, balances, why_withheld
from colophon.study.report.cells import SMALLEST, shown
from colophon.study.report.columns import Flags
from colophon.study.report.compare import Arms, Effect, by_rows, effect, enough, people, rows, running
from colophon.study.report.data import Data
from colophon.study.report.exclusions import Exclusion, exclusions
from colophon.study.report.outcomes import NO_TRUTH, told_apart
from colophon.study.spec.plan import SequentialStop, Test
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion


@dataclass(frozen=True, slots=True)
class Arm:
    """A level with its participants and their mean; None where fewer than ten."""

    level: str
    n: int | None
    mean: float | None
    sd: float | None
    criterion: float | None = None  # of d' only: c, on average


@dataclass(frozen=True, slots=True)
class InStratum:
    """The same comparison within a stratum, by Welch on participants' means; None where hidden or
    unsettled.
    """

    stratum: str
    arms: tuple[Arm, ...]
    effect: Estimate | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A planned comparison. Without ``effect``, ``note`` says why; ``by`` is what was used.

    ``adjusted`` is p by Holm within the family, from the sequence's p where looks are planned.
    ``within_margin`` of a guard: whether the whole interval lies within the margin, on both sides.
    """

    test: Test
    by: str
    arms: tuple[Arm, ...] = ()
    effect: Effect | None = None
    sequence: Sequence | None = None
    adjusted: float | None = None
    within_margin: bool | None = None
    strata: tuple[InStratum, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The share of right answers to a scored question in one level; None where fewer than ten answered."""

    question: str
    factor: str
    level: str
    share: Share | None


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Everything that a report says, in its order."""

    balances: list[Balance]
    exclusions: list[Exclusion]
    comparisons: list[Comparison]
    discernment: str  # a sentence where truth is not known, else empty
    understanding: list[Understanding] = field(default_factory=list)


def contrasts(study: Study, data: Data, early: bool = False) -> Contrasts:
    """Compute all of it: as planned in the study file, for those whom the plan keeps, by the arm drawn.

    ``early``: the study still runs. Then nothing is told of arms unless looks are planned.
    """
    split = balances(study, data)
    kept, table = exclusions(study, data)
    found = [
        _comparison(
            study, data, kept, test, why_withheld(split, test.factor) or _too_early(study, data, early)
        )
        for test in study.analysis.tests
    ]
    known = bool(np.isin(data.rows.truth, ("ai", "not_ai")).any())
    blocked = {
        factor.name
        for factor in study.factors
        if why_withheld(split, factor.name) or _too_early(study, data, early)
    }
    return Contrasts(
        split,
        table,
        _adjusted(found),
        "" if known else NO_TRUTH,
        [row for row in _understanding(study, data, kept) if row.factor not in blocked],
    )


def _comparison(study: Study, data: Data, kept: Flags, test: Test, withheld: str | None) -> Comparison:
    as_rows = by_rows(study, test)
    empty = Comparison(test, by="cluster" if as_rows else test.method)
    if withheld:
        return replace(empty, note=withheld)
    try:
        arms = (rows if as_rows else people)(study, data, kept, test)
        enough(arms)
        value = effect(study, data, test, arms)
        return replace(
            empty,
            arms=_arms(study, data, test, arms),
            effect=value,
            sequence=running(study, test, arms),
            within_margin=None if test.margin is None else max(-value.low, value.high) < test.margin,
            strata=_strata(study, data, test, arms),
        )
    except Undetermined as error:
        return replace(empty, note=str(error))


def _too_early(study: Study, data: Data, early: bool) -> str | None:
    rule, enrolled = study.stopping, int(np.count_nonzero(~data.people.holdout))
    if early and not isinstance(rule, SequentialStop):
        return "the study still runs, and one look at its data is planned, after it is closed"
    if isinstance(rule, SequentialStop) and enrolled < rule.first_look:
        return f"the first look is planned at {rule.first_look} participants; there are {enrolled}"
    return None


def _adjusted(found: Many[Comparison]) -> list[Comparison]:
    """p by Holm within each family; a planned comparison without a result counts as p = 1. Guards have
    margins.
    """
    adjusted: dict[str, float] = {}
    for family in dict.fromkeys(one.test.family for one in found):
        members = [one for one in found if one.test.family == family and one.test.role != "guard"]
        adjusted |= holm({one.test.name: _p(one) for one in members})
    return [
        replace(one, adjusted=adjusted[one.test.name]) if one.effect and one.test.role != "guard" else one
        for one in found
    ]


def _p(one: Comparison) -> float:
    if one.sequence is not None:
        return one.sequence.p
    return 1.0 if one.effect is None else one.effect.p


def _arms(study: Study, data: Data, test: Test, arms: Arms) -> tuple[Arm, ...]:
    lean = {}
    if test.outcome == "d_prime":
        told = told_apart(study, data, test)
        lean = dict(zip(told.person.tolist(), told.criterion.tolist(), strict=True))
    said = []
    for which, level in enumerate(test.contrast):
        inside = arms.treated == which
        who = np.unique(arms.person[inside])
        criterion = (
            float(np.mean([lean[one] for one in who.tolist()])) if lean and len(who) >= SMALLEST else None
        )
        said.append(_arm(level, len(who), arms.value[inside], criterion))
    return tuple(said)


def _arm(
    level: str, n: int, values: np.ndarray[tuple[int], np.dtype[np.float64]], criterion: float | None
) -> Arm:
    if n < SMALLEST:
        return Arm(level, shown(n), None, None)
    return Arm(level, n, float(values.mean()), float(values.std(ddof=1)), criterion)


def _strata(study: Study, data: Data, test: Test, arms: Arms) -> tuple[InStratum, ...]:
    """Of comparisons of people; a stratum with a small arm is hidden."""
    found: list[InStratum] = []
    if arms.values is not None:
        return ()
    stratum = data.people.stratum[arms.person]
    for name in np.unique(stratum[stratum != ""]):
        here = Arms(arms.person[stratum == name], arms.value[stratum == name], arms.treated[stratum == name])
        try:
            enough(here)
            first, second = Sample.of(here.arm(0)), Sample.of(here.arm(1))
            within: Estimate | None = welch.difference(first, second, study.analysis.alpha)
        except Undetermined:
            within = None
        found.append(InStratum(str(name), _arms(study, data, test, here), within))
    return tuple(found)


def _understanding(study: Study, data: Data, kept: Flags) -> list[Understanding]:
    """Shares of right answers in every level drawn by participant; questions asked once only."""
    table = []
    answers = data.answers
    for survey in study.surveys:
        for question in survey.questions:
            scored = isinstance(question, ChoiceQuestion) and question.correct is not None
            if survey.when == "item" or not scored:
                continue
            name = f"{survey.name}.{question.name}"
            asked = (answers.question == name) & ~np.isnan(answers.correct) & kept[answers.person]
            for factor in study.factors:
                if factor.unit != "participant":
                    continue
                drawn = data.people.levels[factor.name][answers.person]
                for level in factor.levels:
                    right = answers.correct[asked & (drawn == level.name)]
                    share = wilson(int(right.sum()), len(right)) if len(right) >= SMALLEST else None
                    table.append(Understanding(name, factor.name, level.name, share))
    return table
