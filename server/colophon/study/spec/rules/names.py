"""Names: each once, none that a draw or a column of its own has, and what is named is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from colophon.study.spec.base import SHIPPED
from colophon.study.spec.locate import Path
from colophon.study.spec.problems import Problem
from colophon.study.spec.rules.parts import settings
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion

RESERVED = frozenset({"holdout", "coverage", "survey"})  # seeds of their own: `colophon.study.assign`


def factors(study: Study) -> Iterator[Problem]:
    """Factors and levels."""
    yield from _once("factor", ("factors",), (factor.name for factor in study.factors))
    for number, factor in enumerate(study.factors):
        path: Path = ("factors", number, "levels")
        yield from _once(f"level of {factor.name}", path, (level.name for level in factor.levels))
        if factor.name in RESERVED:
            limit = f"the names {', '.join(sorted(RESERVED))} are those of other draws"
            yield Problem(("factors", number, "name"), limit, "give the factor another name")


def surveys(study: Study) -> Iterator[Problem]:
    """Surveys, their questions and options."""
    yield from _once("survey", ("surveys",), (survey.name for survey in study.surveys))
    for number, survey in enumerate(study.surveys):
        path: Path = ("surveys", number, "questions")
        yield from _once(f"question of {survey.name}", path, (question.name for question in survey.questions))
        for place, question in enumerate(survey.questions):
            if isinstance(question, ChoiceQuestion):
                values = (option.value for option in question.options)
                yield from _once("answer", (*path, place, "options"), values, "value")


def tests(study: Study) -> Iterator[Problem]:
    """The tests of the analysis plan."""
    yield from _once("test", ("analysis", "tests"), (test.name for test in study.analysis.tests))


def locales(study: Study) -> Iterator[Problem]:
    """The languages of the study."""
    for number, locale in enumerate(study.locales):
        if locale in study.locales[:number]:
            yield Problem(("locales", number), "each language is named once", "take one of the two out")


def label_sets(study: Study) -> Iterator[Problem]:
    """Sets of words: those that treatments name are there, and those that are there are named."""
    used = {setting.label_set: path for path, setting in settings(study)}
    for path, setting in settings(study):
        name = setting.label_set
        if name and name != SHIPPED and name not in study.label_sets:
            known = ", ".join([SHIPPED, *study.label_sets])
            way = f"write one of these, or add [label_sets.{name}.labels]"
            yield Problem((*path, "label_set"), f"there is no such label set; there are: {known}", way)
    for name in study.label_sets:
        if name == SHIPPED:
            yield Problem(
                ("label_sets", name), "shipped is the catalogue itself", "give the set another name"
            )
        elif name not in used:
            limit = "no level uses this label set, so nobody can see it"
            way = f'add label_set = "{name}" to the treatment of a level, or take the set out'
            yield Problem(("label_sets", name), limit, way)


def _once(what: str, path: Path, names: Iterable[str], key: str = "name") -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            limit = f"each {what} has a name of its own; {name} is there twice"
            yield Problem((*path, number, key), limit, "give one of them another name")
        seen.add(name)
