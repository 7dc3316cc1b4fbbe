"""What participants' browsers and the server say to each other, besides events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.store.studies import StudyState
from colophon.study.events import MAX_SEQ, Platform, Version
from colophon.study.spec.base import Locale, Name, Short, StudyId
from colophon.study.spec.factors import Factor, Holdout
from colophon.study.spec.plan import Contact, Dates, Exposure, Phases
from colophon.study.spec.surveys import Survey
from colophon.study.spec.treatment import LabelSet, Setting
from colophon.wire import Wire

ITEM_KEY = r"^[0-9a-f]{64}$"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, Field(min_length=1, max_length=64, description="Of the invitation.")]
ParticipantCode = Annotated[
    str,
    Field(
        pattern=r"^[a-z2-7]{20}$",
        description="Random; the participant keeps it. The same one gets the same arms again.",
        examples=["abcdefghijklmnopqrst"],
    ),
]
Moment = Annotated[int, Field(description="Milliseconds since 1970, UTC.")]
Why = Literal["arm", "survey", "consent"]


class ConsentText(Wire):
    """What a participant agrees to, and its version."""

    text: str
    sha256: Sha256


class PublicStudy(Wire):
    """What a participant may read before and while taking part."""

    id: StudyId
    version: int
    freeze: Annotated[Sha256, Field(description="SHA-256 of the frozen study: what was preregistered.")]
    state: StudyState
    title: dict[Locale, Short]
    locales: list[Locale]
    feed: Literal["own", "hosted"]
    ethics: str | None
    preregistration: str | None
    contact: Contact
    dates: Dates
    phases: Phases
    treatment: Setting
    factors: list[Factor]
    holdout: Holdout | None
    label_sets: dict[Name, LabelSet]
    exposure: Exposure
    surveys: list[Survey]
    consent: dict[Locale, ConsentText]


class ConsentGiven(Wire):
    """Which text was agreed to."""

    sha256: Sha256
    locale: Locale
    adult: Annotated[bool, Field(description="Whether they said that they are of age.")]


class EnrolIn(Wire):
    """Somebody agrees to take part."""

    code: Code
    participant: ParticipantCode
    consent: ConsentGiven
    locale: Locale
    platform: Platform
    extension: Version


class EnrolOut(Wire):
    """What was drawn. The same code gets the same answer again."""

    token: Annotated[str, Field(description="Bearer token for everything that follows.")]
    participant: Annotated[str, Field(description="What the data call this participant.")]
    levels: Annotated[
        dict[Name, Name], Field(description="By factor; factors of other units are drawn there.")
    ]
    holdout: bool
    preview: Annotated[bool, Field(description="Whether this only tries the study out.")]
    item_key: Annotated[str, Field(pattern=ITEM_KEY, description="Key of the names of images.")]
    freeze: Sha256
    enrolled_at: Moment
    baseline_ends: Moment
    treatment_ends: Moment


class RefusedEvent(Wire):
    """An event that is well-formed and does not fit this participant. It was not recorded."""

    seq: Annotated[int, Field(ge=0, le=MAX_SEQ)]
    why: Why


class Recorded(Wire):
    """What became of a batch. What is accepted is on the disk; duplicates were there before."""

    accepted: int
    duplicates: int
    refused: list[RefusedEvent]


class Debrief(Wire):
    """What a study was about, once it may be told. ``altered``: labels of this arm had other words."""

    altered: bool
    text: str | None


class StateOut(Wire):
    """How the study stands for this participant; ``debrief`` once there is one."""

    state: StudyState
    freeze: Sha256
    levels: dict[Name, Name]
    holdout: bool
    enrolled_at: Moment
    baseline_ends: Moment
    treatment_ends: Moment
    debrief: Debrief | None


class Withdrawn(Wire):
    """Everything of the participant is deleted. Whose labels had other words is told so now."""

    debrief: Debrief | None
