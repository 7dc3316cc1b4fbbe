"""What of a frozen study participants may read: neither right answers, nor what researchers noted."""

from __future__ import annotations

from colophon.store.studies import Study as Kept
from colophon.study.spec.factors import Factor
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import Survey
from colophon.study.spec.treatment import LabelSet
from colophon.study.wire import ConsentText, Debrief, PublicStudy

_SAME = (
    *("id", "version", "title", "locales", "feed", "ethics", "preregistration", "contact", "dates"),
    *("phases", "treatment", "holdout", "exposure"),
)


def public(kept: Kept, study: Study) -> PublicStudy:
    """The part for participants."""
    return PublicStudy(
        **{name: getattr(study, name) for name in _SAME},
        freeze=kept.freeze,
        state=kept.state,
        factors=[_factor(factor) for factor in study.factors],
        label_sets={name: _plain(labels) for name, labels in study.label_sets.items()},
        surveys=[_survey(survey) for survey in study.surveys],
        consent={
            locale: ConsentText(text=text, sha256=study.consent_sha256(locale))
            for locale, text in study.consent.items()
        },
    )


def debrief_of(study: Study, levels: dict[str, str], holdout: bool, locale: str) -> Debrief:
    """What is told to somebody who had these levels. ``altered`` where a label set they may have seen is."""
    seen = study.treatment_of(levels, holdout=holdout).label_set
    drawn_elsewhere = () if holdout else (f for f in study.factors if f.name not in levels)
    names = {seen, *(level.treatment.label_set for f in drawn_elsewhere for level in f.levels)}
    altered = any(study.label_sets[name].altered for name in names if name in study.label_sets)
    texts = dict(study.debrief or {})
    text = texts.get(locale) or next(iter(texts.values()), None)  # type: ignore[call-overload]
    return Debrief(altered=altered, text=text)


def _factor(factor: Factor) -> Factor:
    levels = [level.model_copy(update={"note": ""}) for level in factor.levels]
    return factor.model_copy(update={"levels": levels})


def _plain(labels: LabelSet) -> LabelSet:
    return labels.model_copy(update={"departs_from_spec": False, "deceptive": False})


def _survey(survey: Survey) -> Survey:
    questions = [
        question.model_copy(update={name: None for name in ("correct", "expect") if hasattr(question, name)})
        for question in survey.questions
    ]
    return survey.model_copy(update={"questions": questions, "note": None})
