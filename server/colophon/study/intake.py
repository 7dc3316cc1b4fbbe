"""Which events do not fit who sends them: another arm, a survey that there is not, another consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from colophon.store.participants import Participant
from colophon.study.events import (
    AnsweredData,
    Assigned,
    Batch,
    Consent,
    Eligible,
    SurveyAnswered,
    SurveyDismissed,
    SurveyShown,
)
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion
from colophon.study.wire import RefusedEvent, Why


def misfits(study: Study, participant: Participant, batch: Batch) -> list[RefusedEvent]:
    """The events of a batch that are refused, each with the reason."""
    return list(_misfits(study, participant, batch.events))


def rows(batch: Batch, without: Iterable[RefusedEvent]) -> list[dict[str, Any]]:
    """The other events as the store keeps them. NUL, which PostgreSQL refuses, becomes U+FFFD."""
    refused = {one.seq for one in without}
    kept = batch.model_dump(mode="json", include={"events"})["events"]
    made = [_row(event) for event in kept if event["seq"] not in refused]
    for row in made:
        if isinstance(answer := row["data"].get("answer"), str):
            row["data"]["answer"] = answer.replace("\0", "\ufffd")
    return made


def _row(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: event.get(name) for name in ("seq", "kind", "t", "item", "place", "data")}


def _misfits(study: Study, participant: Participant, events: Iterable[Any]) -> Iterator[RefusedEvent]:
    for event in events:
        why: Why | None = None
        match event:
            case Assigned():
                why = None if _assigned(study, participant, event) else "arm"
            case Eligible():
                why = None if _levels_fit(study, participant, event.data.levels) else "arm"
            case SurveyShown() | SurveyDismissed():
                why = None if _known(study, event.data.survey) else "survey"
            case SurveyAnswered():
                why = None if _answer_fits(study, event.data) else "survey"
            case Consent():
                why = None if event.data.sha256 == participant.consent else "consent"
        if why:
            yield RefusedEvent(seq=event.seq, why=why)


def _assigned(study: Study, participant: Participant, event: Assigned) -> bool:
    said = event.data
    if said.holdout != participant.holdout:
        return False
    if said.unit == "participant":
        return dict(said.levels) == dict(participant.levels)
    return _levels_fit(study, participant, said.levels)


def _levels_fit(study: Study, participant: Participant, levels: Mapping[str, str]) -> bool:
    """Known ones only, and of what was drawn for the participant no other. The holdout has none."""
    if participant.holdout:
        return not levels
    known = {factor.name: {level.name for level in factor.levels} for factor in study.factors}
    return all(
        level in known.get(factor, ()) and participant.levels.get(factor, level) == level
        for factor, level in levels.items()
    )


def _known(study: Study, survey: str) -> bool:
    return any(one.name == survey for one in study.surveys)


def _answer_fits(study: Study, said: AnsweredData) -> bool:
    try:
        question = study.survey(said.survey).question(said.question)
    except KeyError:
        return False
    answer = said.answer
    if answer is None:
        return True
    if isinstance(question, ScaleQuestion):
        low, high = question.bounds
        return isinstance(answer, int) and low <= answer <= high
    if isinstance(question, ChoiceQuestion):
        options = {option.value for option in question.options}
        if question.type == "single":
            return isinstance(answer, str) and answer in options
        return isinstance(answer, list) and len(set(answer)) == len(answer) and options.issuperset(answer)
    return isinstance(answer, str) and len(answer) <= question.max_chars
