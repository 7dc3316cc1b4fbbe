"""Parts of a study file that several rules look at, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from colophon.study.spec.base import Locale
from colophon.study.spec.locate import Path
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion
from colophon.study.spec.treatment import LabelWords, Setting

ByLocale = Mapping[Locale, str] | Mapping[Locale, LabelWords]


def settings(study: Study) -> Iterator[tuple[Path, Setting]]:
    """Everything that sets properties of a treatment: for all, by level, for those held out."""
    yield ("treatment",), study.treatment
    for place, factor in enumerate(study.factors):
        for i, level in enumerate(factor.levels):
            yield ("factors", place, "levels", i, "treatment"), level.treatment
    if study.holdout:
        yield ("holdout", "treatment"), study.holdout.treatment


def words(study: Study) -> Iterator[tuple[Path, ByLocale]]:
    """Everything that is written once per language."""
    yield ("title",), study.title
    yield ("consent",), study.consent
    if study.debrief is not None:
        yield ("debrief",), study.debrief
    for name, label_set in study.label_sets.items():
        for label, by_locale in label_set.labels.items():
            yield ("label_sets", name, "labels", label), by_locale
    yield from asked(study)


def asked(study: Study) -> Iterator[tuple[Path, Mapping[Locale, str]]]:
    """The words of surveys."""
    for number, survey in enumerate(study.surveys):
        yield ("surveys", number, "title"), survey.title
        for place, question in enumerate(survey.questions):
            path: Path = ("surveys", number, "questions", place)
            yield (*path, "text"), question.text
            if isinstance(question, ScaleQuestion):
                yield (*path, "low"), question.low
                yield (*path, "high"), question.high
            if isinstance(question, ChoiceQuestion):
                for i, option in enumerate(question.options):
                    yield (*path, "options", i, "text"), option.text
