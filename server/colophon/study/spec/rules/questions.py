"""Questions: none that asks who somebody is, answers that are there, checks that can be passed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from colophon.study.spec.locate import Path
from colophon.study.spec.problems import Problem
from colophon.study.spec.rules.parts import asked
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion

# What identifies a person, as the name of a question, or asked for in its text.
_WHO = re.compile(
    r"(?:your_|my_)?(?:(?:first|last|full|sur|user|account|real|nick)_?names?|name|e?_?mail(?:_address)?|"
    r"(?:tele)?phone(?:_number)?|(?:home_|postal_)?address|postcode|zip(?:_?code)?|account(?:_id)?|handle|"
    r"birth_?(?:day|date)|date_of_birth|passport|ip(?:_address)?)"
)
_WHO_IN_TEXT = re.compile(
    r"\byour (?:\w+ )?(?:name|address|handle|e-?mail|phone number)\b|\be-?mail address|\bdate of birth|"
    r"\busername|\b(?:ihr|dein) (?:\w+ )?name\b|\b(?:ihre|deine) (?:adresse|e-mail)|\btelefonnummer|"
    r"\bnúmero de tel[eé]fono|\bcorreo electr|\bnuméro de téléphone|\bvotre (?:nom|adresse|courriel)|"
    r"\bsu (?:nombre|dirección)\b",
    re.IGNORECASE,
)
# Special categories of personal data, article 9 of Regulation (EU) 2016/679, as parts of a question's name.
_SENSITIVE = re.compile(
    r"(?<![a-z])(?:religio|ethnic|race(?![a-z])|health|diagnos|disease|disab|sexual|partisan|politic|"
    r"vot(?:e|ed|ing)(?![a-z])|ideolog|trade_union|genetic|biometric|convict)|^party(?![a-z])"
)


def identifiers(study: Study) -> Iterator[Problem]:
    """Participants are known by a random code only; questions about what law protects need approval."""
    for number, survey in enumerate(study.surveys):
        for place, question in enumerate(survey.questions):
            path: Path = ("surveys", number, "questions", place)
            if _WHO.fullmatch(question.name):
                yield _who((*path, "name"))
            if study.ethics is None and _SENSITIVE.search(question.name):
                limit = "asks for what law protects most (health, belief, origin, politics, sexuality)"
                yield Problem((*path, "name"), limit, "take it out, or name the approval in `ethics`")
    for path, words in asked(study):
        for locale, text in words.items():
            if _WHO_IN_TEXT.search(text):
                yield _who((*path, locale))


def answers(study: Study) -> Iterator[Problem]:
    """Expected and correct answers can be given; surveys not about items have no fields of those."""
    for number, survey in enumerate(study.surveys):
        for place, question in enumerate(survey.questions):
            path: Path = ("surveys", number, "questions", place)
            if isinstance(question, ChoiceQuestion):
                yield from _choices(path, question)
            if isinstance(question, ScaleQuestion) and question.expect is not None:
                low, high = question.bounds
                if not low <= question.expect <= high:
                    limit = f"the scale goes from {low} to {high}"
                    yield Problem((*path, "expect"), limit, "write a point of the scale")
        for key in sorted(survey.model_fields_set & {"share", "per_session", "only"}):
            if survey.when != "item":
                limit = f"{key} is for surveys about items; this one comes {survey.when} the study"
                yield Problem(("surveys", number, key), limit, 'take it out, or write when = "item"')


def _choices(path: Path, question: ChoiceQuestion) -> Iterator[Problem]:
    known = [option.value for option in question.options]
    for key in ("correct", "expect"):
        value = getattr(question, key)
        if value is not None and value not in known:
            limit = f"there is no such answer; there are: {', '.join(known)}"
            yield Problem((*path, key), limit, "write one of these")


def _who(path: Path) -> Problem:
    limit = "asks who the participant is; participants are known by a random code only"
    return Problem(path, limit, "take it out, or ask for what names nobody, such as an age group")
