"""The rules between parts of a study file. Each says which parts it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from colophon.study.spec.problems import Problem
from colophon.study.spec.rules import arms, hosted, names, owed, plan, questions, words
from colophon.study.spec.study import Study

Rule = Callable[[Study], Iterator[Problem]]

_TREATED = frozenset({"treatment", "factors", "holdout"})
_TOLD = frozenset({"locales", "title", "surveys", "consent", "debrief", "label_sets"})

RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (names.locales, frozenset({"locales"})),
    (names.factors, frozenset({"factors"})),
    (names.label_sets, _TREATED | {"label_sets"}),
    (names.surveys, frozenset({"surveys"})),
    (names.tests, frozenset({"analysis"})),
    (arms.number, frozenset({"factors"})),
    (arms.one_property_one_factor, frozenset({"factors"})),
    (arms.reached, _TREATED),
    (arms.differ, _TREATED),
    (arms.units, frozenset({"factors", "strata"})),
    (words.languages, _TOLD),
    (words.empty, _TOLD),
    (words.labels, frozenset({"label_sets"})),
    (words.questions, frozenset({"ethics", "title", "surveys"})),
    (owed.approval, _TREATED | {"label_sets", "ethics", "debrief"}),
    (owed.deception, frozenset({"label_sets", "feed"})),
    (questions.identifiers, frozenset({"surveys", "ethics"})),
    (questions.answers, frozenset({"surveys"})),
    (hosted.section, frozenset({"feed", "hosted"})),
    (hosted.one_sitting, frozenset({"feed", "phases"})),
    (plan.dates, frozenset({"dates", "stopping"})),
    (plan.stopping, frozenset({"stopping", "factors"})),
    (plan.tests, frozenset({"analysis", "factors", "surveys", "feed", "phases"})),
    (plan.exclusions, frozenset({"analysis", "surveys"})),
)
