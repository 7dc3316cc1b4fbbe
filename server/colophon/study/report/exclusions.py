"""Who is left out of the comparisons, by the plan, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from colophon.study.analysis.attrition import attrition
from colophon.study.report.cells import hidden
from colophon.study.report.columns import Flags
from colophon.study.report.data import Data
from colophon.study.spec.study import Study


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many are left out for one reason (the first that holds), in all and by ``factor = level``.

    None: between 1 and 9, so not told, or such a number could be worked out from it. ``p`` of "kept", by
    factor: that as many of every level stay; None where too few left to tell.
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
    kept, masks = np.ones(size, dtype=bool), []
    for _, out in reasons:
        masks.append(kept & out)
        kept &= ~out
    lines = _lines([*(reason for reason, _ in reasons), "kept"], [*masks, kept], study, data)
    return kept, [*lines[:-1], replace(lines[-1], p=_attrition(study, data, kept))]


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


def _lines(reasons: list[str], masks: list[Flags], study: Study, data: Data) -> list[Exclusion]:
    """One for each reason; the numbers of all of them together decide which are told."""
    names, drawn, parts = [], [np.ones(len(data.people.ids), dtype=bool)], []
    for factor in study.factors:
        if factor.unit == "participant":
            parts.append(list(range(len(drawn), len(drawn) + len(factor.levels))))
            names += [f"{factor.name} = {level.name}" for level in factor.levels]
            drawn += [data.people.levels[factor.name] == level.name for level in factor.levels]
    counts = np.array([[np.count_nonzero(out & inside) for inside in drawn] for out in masks], dtype=np.int64)
    secret = hidden(counts, parts)
    told = [
        [None if away else int(count) for count, away in zip(*line, strict=True)]
        for line in zip(counts, secret, strict=True)
    ]
    return [
        Exclusion(reason, count, dict(zip(names, levels, strict=True)))
        for reason, (count, *levels) in zip(reasons, told, strict=True)
    ]
