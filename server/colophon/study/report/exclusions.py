"""Who is left out of the comparisons, by the plan, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from colophon.study.analysis.attrition import attrition
from colophon.study.report.cells import shown
from colophon.study.report.columns import Flags
from colophon.study.report.data import Data
from colophon.study.spec.study import Study


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many are left out for one reason (the first that holds), in all and by ``factor = level``.

    None: between 1 and 9, so not told. ``p`` of "kept", by factor: that as many of every level stay; None
    where too few left to tell.
    """

    reason: str
    count: int | None
    by_level: dict[str, int | None]
    p: dict[str, float | None] = field(default_factory=dict)


def exclusions(study: Study, data: Data) -> tuple[Flags, list[Exclusion]]:
    """Who stays (by row of people), and the table of reasons, "kept" last.

    Left out after assignment: read the table for differences between arms before anything else.
    """
    people, rows = data.people, data.rows
    size, plan = len(people.ids), study.analysis.exclude
    seen = np.bincount(rows.person[rows.exposed & rows.treatment], minlength=size)
    reasons: list[tuple[str, Flags]] = [("holdout", people.holdout)]
    if plan.min_sessions:
        reasons.append((f"fewer than {plan.min_sessions} sessions", ~(people.sessions >= plan.min_sessions)))
    if plan.min_exposures:
        few = "no image seen" if plan.min_exposures == 1 else f"fewer than {plan.min_exposures} images seen"
        reasons.append((few, seen < plan.min_exposures))
    if plan.failed_attention is not None:
        failed = _failed(study, data, size)
        reasons.append(
            (f"{plan.failed_attention} or more attention checks failed", failed >= plan.failed_attention)
        )
    kept, table = np.ones(size, dtype=bool), []
    for reason, out in reasons:
        table.append(_line(reason, kept & out, study, data))
        kept &= ~out
    stay = replace(_line("kept", kept, study, data), p=_attrition(study, data, kept))
    return kept, [*table, stay]


def _attrition(study: Study, data: Data, kept: Flags) -> dict[str, float | None]:
    """Of every factor drawn by participant, among those outside the holdout."""
    found: dict[str, float | None] = {}
    for factor in study.factors:
        if factor.unit == "participant":
            drawn = data.people.levels[factor.name]
            inside = [(drawn == level.name) & ~data.people.holdout for level in factor.levels]
            stay = [int((arm & kept).sum()) for arm in inside]
            found[factor.name] = attrition(stay, [int(arm.sum()) for arm in inside])
    return found


def _failed(study: Study, data: Data, size: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Attention checks answered, and answered otherwise than asked; one left out is not failed."""
    count = np.zeros(size, dtype=np.intp)
    for survey in study.surveys:
        for question in survey.questions:
            expect = getattr(question, "expect", None)
            if expect is not None:
                asked = data.answers.question == f"{survey.name}.{question.name}"
                wrong = asked & (data.answers.answer != "") & (data.answers.answer != str(expect))
                count += np.bincount(data.answers.person[wrong], minlength=size)
    return count


def _line(reason: str, out: Flags, study: Study, data: Data) -> Exclusion:
    return Exclusion(
        reason,
        shown(int(out.sum())),
        {
            f"{factor.name} = {level.name}": shown(
                int((out & (data.people.levels[factor.name] == level.name)).sum())
            )
            for factor in study.factors
            if factor.unit == "participant"
            for level in factor.levels
        },
    )
