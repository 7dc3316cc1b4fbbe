"""What the extension sends of what a participant saw and did: one model per kind, all sizes bounded.

No text of a post, no address, no account, no picture: an item is a keyed hash of the image's hash. Units,
missing codes and who sets a value stand beside each field as `Told`; `catalogue` lists them for the codebook.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast, get_args

from pydantic import Field

from colophon.study.spec.base import LabelId, Locale, Name
from colophon.study.spec.surveys import MAX_TEXT
from colophon.study.told import Column, Told, columns
from colophon.wire import Wire

MAX_EVENTS = 200  # in one request
MAX_SEQ = 10_000_000
MAX_MS = 86_400_000  # a day; longer times are recorded as this
ITEM = r"^[0-9a-f]{16}$"
SESSION = r"^[a-z0-9]{8,32}$"
PLATFORM = r"^[a-z0-9][a-z0-9.-]{0,62}$"

Item = Annotated[str, Field(pattern=ITEM, examples=["0123456789abcdef"])]
Session = Annotated[str, Field(pattern=SESSION, examples=["k3v9x2mq7p4d"])]
Platform = Annotated[str, Field(pattern=PLATFORM, examples=["mastodon"])]
Version = Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,32}$", examples=["1.4.0"])]
Milliseconds = Annotated[int, Field(ge=0, le=MAX_MS)]
Levels = Annotated[dict[Name, Name], Field(max_length=6)]
Phase = Literal["baseline", "treatment"]
Why = Literal[
    "control",
    "holdout",
    "baseline",
    "coverage",
    "no_label",
    "reader_choice",
    "safety",  # a reviewer's decision, shown in every arm
    "too_small",
    "late",
    "gone",
    "error",
]
Fault = Literal["server", "timeout", "label", "paint", "survey", "storage", "other"]

_LEVELS = Told("Levels in force, by factor", missing="no key")
_PHASE = Told("Whether the participant's baseline lasts")
_ITEM = Told("Keyed hash of the image's SHA-256; the same for the same bytes within a study")
_PLACE = Told("Which appearance in the session this is, from 1", unit="count")


class Nothing(Wire):
    """No more to say."""


class AssignedData(Wire):
    """What was drawn for the participant, the session or the day."""

    unit: Annotated[Literal["participant", "session", "day"], Told("What was drawn")]
    levels: Annotated[Levels, _LEVELS]
    holdout: Annotated[bool, Told("Whether the participant is outside all arms")] = False


class EligibleData(Wire):
    """A checked image, drawn an arm for before anything is shown; the same is recorded in every arm."""

    platform: Annotated[Platform, Told("Site adapter")]
    phase: Annotated[Phase, _PHASE]
    levels: Annotated[Levels, _LEVELS]
    would_label: Annotated[
        LabelId | None, Told("Label by the resolver, shown or not", missing="null: none")
    ] = None
    would_process: Annotated[Name | None, Told("Process of that label", missing="null: none")] = None
    would_source: Annotated[Name | None, Told("Source of that label", missing="null: none")] = None
    after_labelled: Annotated[
        bool | None,
        Told("Whether the item before it in the feed had a label drawn", missing="null: not known"),
    ] = None


class PaintedData(Wire):
    """What was drawn on the image, or why nothing was."""

    applied: Annotated[bool, Told("Whether what the arm asks for was drawn")]
    shown_label: Annotated[
        LabelId | None, Told("Label drawn; `placebo` for that chip", missing="null: none")
    ] = None
    not_applied_reason: Annotated[Why | None, Told("Why nothing was drawn", missing="null: drawn")] = None
    latency_ms: Annotated[
        Milliseconds | None,
        Told("From the image's being in view to its chip", unit="ms", missing="null: no chip"),
    ] = None


class SeenData(Wire):
    """How long the image was in view by the ratio of the study, in a tab that had the focus."""

    visible_ms: Annotated[Milliseconds, Told("In view altogether", unit="ms")]
    longest_ms: Annotated[Milliseconds, Told("In view at a stretch, the longest", unit="ms")]


class OpenedData(Wire):
    """How far the label was opened."""

    level: Annotated[Literal[2, 3], Told("2 the card, 3 its evidence")]


class SurveyData(Wire):
    """A survey."""

    survey: Annotated[Name, Told("Survey")]


class DismissedData(SurveyData):
    """A survey that was declined, or closed before its end."""

    answered: Annotated[int, Field(ge=0, le=30), Told("Questions answered before", unit="count")] = 0


Choice = Annotated[str, Field(max_length=MAX_TEXT)]


class AnsweredData(SurveyData):
    """One answer. Several choices are a list; a free answer is text."""

    question: Annotated[Name, Told("Question of the survey")]
    answer: Annotated[
        int | Choice | Annotated[list[Name], Field(max_length=20)] | None,
        Told("Point of the scale, option, options or text", missing="null: left out"),
    ]
    rt_ms: Annotated[Milliseconds, Told("From the question's being shown to the answer", unit="ms")]


class ConsentData(Wire):
    """Which text was agreed to."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), Told("SHA-256 of the consent text")]
    locale: Annotated[Locale, Told("Its language")]


class ErrorData(Wire):
    """What did not work; no words of the browser, they may hold an address."""

    fault: Annotated[Fault, Told("What did not work")]


class _Event(Wire):
    seq: Annotated[int, Field(ge=0, le=MAX_SEQ), Told("Number in the session; unique with it", unit="count")]
    t: Annotated[
        int,
        Field(ge=1_600_000_000_000, le=4_100_000_000_000),
        Told("The extension's clock", unit="unix ms, UTC"),
    ]


class _OfItem(_Event):
    item: Annotated[Item, _ITEM]
    place: Annotated[int, Field(ge=1, le=1_000_000), _PLACE]


class _MayBeOfItem(_Event):
    item: Annotated[Item | None, _ITEM] = None
    place: Annotated[int | None, Field(ge=1, le=1_000_000), _PLACE] = None


class Assigned(_Event):
    """Levels were drawn, or received at enrolment."""

    kind: Literal["assigned"]
    data: AssignedData


class Eligible(_OfItem):
    """An image of the feed was checked."""

    kind: Literal["eligible"]
    data: EligibleData


class Painted(_OfItem):
    """What the arm asks for was drawn, or not."""

    kind: Literal["painted"]
    data: PaintedData


class Seen(_OfItem):
    """The image counts as seen (`exposed`), or left the view (`dwell`: the last of an appearance counts)."""

    kind: Literal["exposed", "dwell"]
    data: SeenData


class Opened(_OfItem):
    """The label was opened."""

    kind: Literal["opened"]
    data: OpenedData


class Act(_OfItem):
    """Something done with the label (contest, hide, report) or the post (share_click, like, reply)."""

    kind: Literal["contest", "hide", "report", "share_click", "like", "reply"]
    data: Nothing = Nothing()


class SurveyShown(_MayBeOfItem):
    """A survey was put before the participant."""

    kind: Literal["survey_shown"]
    data: SurveyData


class SurveyAnswered(_MayBeOfItem):
    """A question was answered."""

    kind: Literal["survey_answered"]
    data: AnsweredData


class SurveyDismissed(_MayBeOfItem):
    """A survey was declined."""

    kind: Literal["survey_dismissed"]
    data: DismissedData


class Consent(_Event):
    """The participant agreed to take part; nothing is recorded before."""

    kind: Literal["consent"]
    data: ConsentData


class Withdraw(_Event):
    """The participant left; everything of theirs is erased."""

    kind: Literal["withdraw"]
    data: Nothing = Nothing()


class Failed(_MayBeOfItem):
    """Something did not work."""

    kind: Literal["error"]
    data: ErrorData


Event = Annotated[
    Assigned
    | Eligible
    | Painted
    | Seen
    | Opened
    | Act
    | SurveyShown
    | SurveyAnswered
    | SurveyDismissed
    | Consent
    | Withdraw
    | Failed,
    Field(discriminator="kind"),
]
_MODELS = (
    *(Assigned, Eligible, Painted, Seen, Opened, Act, SurveyShown, SurveyAnswered, SurveyDismissed),
    *(Consent, Withdraw, Failed),
)


class Batch(Wire):
    """Events of one session, in any order; one sent twice counts once."""

    session: Annotated[Session, Told("Session of the browser, random")]
    extension: Annotated[Version, Told("Version of the extension")]
    resolver: Annotated[Version, Told("Version of the resolver")]
    labels: Annotated[Version, Told("Version of the label catalogue")]
    preview: Annotated[bool, Told("Sent while an arm was looked at by its researchers; never exported")] = (
        False
    )
    events: Annotated[list[Event], Field(min_length=1, max_length=MAX_EVENTS)]


def catalogue() -> list[Column]:
    """What every field of every kind of event means, for the codebook."""
    told = list(columns("batch", Batch))
    for model in _MODELS:
        for kind in _kinds(model):
            told += columns(kind, model)
            told += columns(f"{kind}.data", _data_of(model))
    return told


def kinds() -> tuple[str, ...]:
    """All kinds of events."""
    return tuple(kind for model in _MODELS for kind in _kinds(model))


def _data_of(model: type[Wire]) -> type[Wire]:
    data: Any = model.model_fields["data"].annotation
    return cast("type[Wire]", data)


def _kinds(model: type[Wire]) -> tuple[str, ...]:
    return get_args(model.model_fields["kind"].annotation)
