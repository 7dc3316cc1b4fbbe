"""The plan: dates in order, a rule for stopping that can be met, tests of what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from colophon.study.spec.locate import Path
from colophon.study.spec.plan import NEED_QUESTION, NEED_TRUTH, DateStop, SequentialStop, Test
from colophon.study.spec.problems import Problem
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, TextQuestion

MAX_YEARS = 10  # that data may be kept
_SHARES = frozenset({"share_click", "like", "reply", "opened_card", "opened_evidence", "contested", "hidden"})
_BY_ITEM = frozenset({"discernment", "d_prime", "over_reliance", "spillover"})


def dates(study: Study) -> Iterator[Problem]:
    """Opening, closing, stopping and deleting follow one another."""
    days = study.dates
    if days.opens and days.opens > days.closes:
        limit = f"the study opens on {days.opens}, after it closes"
        yield Problem(("dates", "closes"), limit, "write a later day here, or an earlier one there")
    if days.retention < days.closes:
        limit = f"data cannot be deleted before the study closes on {days.closes}"
        yield Problem(("dates", "retention"), limit, "write a later day")
    elif (days.retention - days.closes).days > 366 * MAX_YEARS:
        limit = f"data are kept for at most {MAX_YEARS} years after the study closes on {days.closes}"
        yield Problem(("dates", "retention"), limit, "write an earlier day")
    if isinstance(study.stopping, DateStop) and study.stopping.on > days.closes:
        limit = f"the study closes on {days.closes}, before enrolment ends"
        yield Problem(("stopping", "on"), limit, "write an earlier day, or a later one for dates.closes")


def to_come(study: Study, today: dt.date) -> Iterator[Problem]:
    """Nothing that is still to happen lies in the past, on the day a file is frozen."""
    days: list[tuple[Path, dt.date]] = [
        (("dates", "closes"), study.dates.closes),
        (("dates", "retention"), study.dates.retention),
    ]
    if isinstance(study.stopping, DateStop):
        days.append((("stopping", "on"), study.stopping.on))
    for path, day in days:
        if day <= today:
            yield Problem(path, f"today is {today}; this day is over", "write a day that is yet to come")


def stopping(study: Study) -> Iterator[Problem]:
    """A planned look comes before the end; every arm can get somebody."""
    rule = study.stopping
    if isinstance(rule, SequentialStop):
        for key in ("first_look", "tightest_at"):
            value = getattr(rule, key)
            if value is not None and value > rule.n:
                limit = f"enrolment ends at n = {rule.n}, before this"
                yield Problem(("stopping", key), limit, f"write {rule.n} or less")
    arms = max(len(factor.levels) for factor in study.factors)
    if rule.n < 2 * arms:
        limit = f"{rule.n} participants are too few for {arms} levels: each needs two to compare"
        yield Problem(
            ("stopping", "n"), limit, f"write {2 * arms} or more; `colophon study power` says how many"
        )


def tests(study: Study) -> Iterator[Problem]:
    """Each test compares two levels that there are, by an outcome that is recorded, in a way that fits it."""
    for number, test in enumerate(study.analysis.tests):
        path: Path = ("analysis", "tests", number)
        yield from _levels(path, test, study)
        yield from _outcome(path, test, study)
        yield from _method(path, test, study)
    if not any(test.role == "primary" for test in study.analysis.tests):
        limit = "a plan has at least one primary test"
        yield Problem(("analysis", "tests"), limit, 'write role = "primary" for the one that decides')


def exclusions(study: Study) -> Iterator[Problem]:
    """Attention checks that exclude somebody exist."""
    failed = study.analysis.exclude.failed_attention
    checks = sum(getattr(q, "expect", None) is not None for s in study.surveys for q in s.questions)
    if failed is not None and failed > checks:
        limit = f"nobody can fail {failed} attention checks: the surveys have {checks}"
        way = "add `expect` to questions, or take this out"
        yield Problem(("analysis", "exclude", "failed_attention"), limit, way)


def _levels(path: Path, test: Test, study: Study) -> Iterator[Problem]:
    factors = {factor.name: [level.name for level in factor.levels] for factor in study.factors}
    if test.factor not in factors:
        limit = f"there is no such factor; there are: {', '.join(factors)}"
        yield Problem((*path, "factor"), limit, "write one of these")
        return
    for place, level in enumerate(test.contrast):
        if level not in factors[test.factor]:
            limit = f"{test.factor} has no such level; it has: {', '.join(factors[test.factor])}"
            yield Problem((*path, "contrast", place), limit, "write one of these")
    if test.contrast[0] == test.contrast[1]:
        yield Problem((*path, "contrast"), "a contrast is of two levels", "write another one in second place")


def _outcome(path: Path, test: Test, study: Study) -> Iterator[Problem]:
    if test.outcome not in NEED_QUESTION:
        if test.question is not None:
            limit = f"{test.outcome} is no answer to a question"
            yield Problem((*path, "question"), limit, "take it out, or write another outcome")
    elif test.question is None:
        way = 'add question = "survey.question"'
        yield Problem((*path, "outcome"), f"{test.outcome} is computed from the answers to a question", way)
    else:
        yield from _question(path, test, study)
    if test.outcome in NEED_TRUTH and study.feed != "hosted":
        limit = (
            f"{test.outcome} needs to know how each image was made; in participants' own feeds nobody does"
        )
        yield Problem((*path, "outcome"), limit, 'write feed = "hosted", or another outcome')


def _question(path: Path, test: Test, study: Study) -> Iterator[Problem]:
    known = {f"{s.name}.{q.name}": (s, q) for s in study.surveys for q in s.questions}
    if test.question not in known:
        limit = f"there is no such question; there are: {', '.join(known) or 'none'}"
        yield Problem((*path, "question"), limit, "write one of these, or add it under [[surveys]]")
        return
    survey, question = known[test.question]
    numeric = not isinstance(question, TextQuestion | ChoiceQuestion)
    scored = isinstance(question, ChoiceQuestion) and question.correct is not None
    if test.outcome == "comprehension" and not scored:
        limit = "comprehension is the share of right answers, and this question has none"
        way = "add `correct` to the question: the value of the right option"
        if not isinstance(question, ChoiceQuestion):
            way = "name a question of type single or multiple that has `correct`, or write another outcome"
        yield Problem((*path, "question"), limit, way)
    elif test.outcome != "comprehension" and not numeric and not scored:
        limit = f"{test.outcome} is a mean, and the answers to this question are no numbers"
        yield Problem((*path, "question"), limit, "name a question of type scale, or one with `correct`")
    if test.outcome in _BY_ITEM and survey.when != "item":
        limit = f"{test.outcome} compares items; this question is asked {survey.when} the study"
        yield Problem((*path, "question"), limit, 'name a question of a survey with when = "item"')


def _method(path: Path, test: Test, study: Study) -> Iterator[Problem]:
    if test.covariate == "baseline":
        if study.phases.baseline_days == 0:
            limit = "there is no baseline to take the covariate from"
            yield Problem(
                (*path, "covariate"), limit, "write baseline_days = 3 under [phases], or take this out"
            )
        asked = {f"{s.name}.{q.name}": s.when for s in study.surveys for q in s.questions}
        when = asked.get(test.question or "", "item")
        if when != "item":
            limit = f"{test.question} is asked {when} the study, once: nobody answers it in the baseline days"
            yield Problem((*path, "covariate"), limit, 'take this out, or ask it with when = "item"')
        if test.method not in ("ols", "cluster"):
            limit = f"{test.method} takes no covariate"
            yield Problem((*path, "method"), limit, 'write method = "ols"')
    if test.method == "proportions" and test.outcome not in _SHARES | {"comprehension"}:
        limit = f"{test.outcome} is no share of participants"
        yield Problem((*path, "method"), limit, 'write method = "welch"')
    if (test.role == "guard") != (test.margin is not None):
        limit = "a guard is a test against a margin, and only a guard has one"
        yield Problem((*path, "role"), limit, 'add margin = ..., or write role = "secondary"')
    if _unit(test, study) not in ("participant", None) and test.method in ("welch", "proportions"):
        limit = "the factor is not drawn by participant, so one person's rows are in both groups"
        yield Problem((*path, "method"), limit, 'write method = "cluster"')


def _unit(test: Test, study: Study) -> str | None:
    return next((factor.unit for factor in study.factors if factor.name == test.factor), None)
