"""What goes over the wire and into ``--json``: pydantic models. OpenAPI is made from these."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from colophon.evidence import Confidence, Post, Process, Source, Statement, Status

MAX_ITEMS = 100  # a screenful of a dense feed is about 30
MAX_STATEMENTS = 20  # per image; the extension makes at most a handful
API = 1  # raised with what the extension needs and older servers lack (its `NEEDED_API`)
OWN_WORDS = "Value error, "  # pydantic puts it before what our own validators say; not for people

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["9f86d081884c7d65" * 4])]
Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35, examples=["es"])]


class Wire(BaseModel):
    """Base: unknown keys are refused, nothing is converted ("yes" is no boolean), values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class StatementIn(Wire):
    """What a post says about its image, read in the page; the words themselves stay there."""

    source: Literal["creator", "platform"]
    process: Literal["ai_generated", "ai_edited", "ai_involved", "photo"]
    pattern: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
    reshare: bool = False

    def to_statement(self) -> Statement:
        """The same as a domain value."""
        return Statement(
            Source(self.source), Process(self.process), self.pattern, self.language, self.reshare
        )


StatementList = Annotated[list[StatementIn], Field(max_length=MAX_STATEMENTS)]


class LookupItem(Wire):
    """One image asked for by its hash."""

    sha256: Sha256
    statements: StatementList = []
    post: Post | None = Field(
        None, description="Whose picture it is in the post; null where that is not known."
    )
    avatar: bool = Field(
        False, description="An account's picture that the reader did not ask about: it is not estimated."
    )


class LookupRequest(Wire):
    """Many images asked for at once."""

    locale: Locale = "en"
    items: Annotated[list[LookupItem], Field(min_length=1, max_length=MAX_ITEMS)]


class LabelOut(Wire):
    """The one label that may be shown."""

    id: str
    process: Process | None
    source: Source | None
    confidence: Confidence | None
    short: str
    explanation: str
    limits: str
    locale: str


class EvidenceOut(Wire):
    """One row of the card."""

    source: Source
    process: Process
    confidence: Confidence
    rank: int
    source_name: str | None
    date: str | None
    headline: bool
    text: str
    details: dict[str, Any]


class HelpRoute(Wire):
    """One place to turn to."""

    name: str
    url: str
    about: str


class HelpOut(Wire):
    """What a reader of a protected image is offered in place of a label."""

    text: str
    routes: list[HelpRoute]


class AssessmentOut(Wire):
    """What is known about an image: at most one label, all evidence, what was not checked and why."""

    sha256: Sha256
    pdq: str | None
    pdq_quality: int | None
    status: Status
    label: LabelOut | None
    conflict: bool
    evidence: list[EvidenceOut]
    checks: dict[str, str]
    versions: dict[str, str | int]
    reason: str | None = Field(default=None, description="Why the image was not checked; null otherwise.")
    help: HelpOut | None = Field(default=None, description="With status ``protected`` only.")


class LookupResult(Wire):
    """The answer for one asked hash. ``assessment`` is there exactly when ``known`` is true."""

    sha256: Sha256
    known: bool
    assessment: AssessmentOut | None = None


class LookupResponse(Wire):
    """Answers in the order of the questions."""

    results: list[LookupResult]


Words = Annotated[str, Field(min_length=1, max_length=500)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["0123456789abcdef" * 2])]
Link = Annotated[str, Field(pattern=r"^https://[^\s]{1,480}$", examples=["https://example.org/post/1"])]


def _not_yet_to_come(day: dt.date) -> dt.date:
    """The reader's clock may be a day ahead."""
    if day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise ValueError("this day is yet to come")
    return day


class DisclosureIn(Wire):
    """What a reader wants remembered: exactly what a post said about its picture."""

    sha256: Sha256
    process: Literal["ai_generated", "ai_edited", "ai_involved"]
    date: Annotated[dt.date, AfterValidator(_not_yet_to_come)]
    pattern: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")] | None = None
    language: Locale | None = None
    said_by: Name | None = None
    words: Words | None = None
    permalink: Link | None = None


class DisclosureOut(Wire):
    """It counts at once (``active``), or for its sender only until a reviewer accepts it (``waiting``)."""

    id: Id
    state: Literal["active", "waiting"]


class ContestIn(Wire):
    """Somebody says that the label of an image is wrong."""

    sha256: Sha256
    label: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$", max_length=64)]
    reason: Words


class ContestOut(Wire):
    """How a contest stands. ``answer`` is the reviewers' public reason, once there is one."""

    case: Id
    state: Literal["open", "kept", "changed"]
    answer: str | None = None


class ContestRow(ContestOut):
    """A contest as reviewers see it."""

    sha256: Sha256
    label: str
    reason: str
    created: int
    number: int


class ContestList(Wire):
    """Open contests, oldest first; ask again with ``after`` the last number for more."""

    contests: list[ContestRow]


class ChangesOut(Wire):
    """What changed up to ``generation``: the images named, or with ``all`` any of them."""

    generation: int
    sha256: list[Sha256]
    all: bool


_Whole = Literal["captured", "captured_edited", "ai_generated", "no_finding"]
ImageVerdict = _Whole | Literal["ai_edited", "ai_involved", "composite_ai", "composite"]


class Verdict(Wire):
    """What all decisions have: a public reason, and a note for reviewers only."""

    reason: Words
    note: Words | None = None


class ImageDecision(Verdict):
    """How an image was made, or that reviewers could not tell; for near copies too where asked."""

    sha256: Sha256
    verdict: ImageVerdict
    near: bool = False
    expires: dt.date | None = None


class EntryDecision(Verdict):
    """Whether a waiting disclosure counts for everybody."""

    entry: Id
    verdict: Literal["accept", "reject"]


class ContestDecision(Verdict):
    """The answer to a contest: the label is kept, or the image is decided about."""

    contest: Id
    verdict: ImageVerdict | Literal["keep"]
    near: bool = False
    expires: dt.date | None = None


class DecisionIn(RootModel[ImageDecision | EntryDecision | ContestDecision]):
    """A reviewer's answer, about an image, a waiting disclosure or a contest."""


class DecisionOut(Wire):
    """A decision in the log of an image. One with ``withdraws`` takes an earlier one back."""

    id: Id
    verdict: str
    reason: str
    team: str
    near: bool
    expires: int | None
    created: int
    withdraws: Id | None = None


class DecisionList(Wire):
    """All decisions about one image, oldest first."""

    decisions: list[DecisionOut]


class EntryOut(Wire):
    """A registry entry as reviewers see it. The hashes themselves are not given."""

    id: Id
    number: int
    kind: str
    basis: str
    process: Process
    state: str
    sha256: Sha256 | None
    said_by: str | None
    words: str | None
    date: str | None
    permalink: str | None
    origin: str | None
    created: int


class EntryList(Wire):
    """Entries, oldest first; ask again with ``after`` the last number for more."""

    entries: list[EntryOut]


class PairRequest(Wire):
    """The code shown by the server."""

    code: Annotated[str, Field(min_length=1, max_length=128)]


class PairResponse(Wire):
    """A bearer token for this reader. It is shown once and stored hashed."""

    token: str


class Health(Wire):
    """The process answers. An extension that needs a higher ``api`` says that the server is too old."""

    status: Literal["ok"] = "ok"
    api: int = API


Works = Literal["ok", "failing"]


class Readiness(Wire):
    """Whether requests should be sent here, and what is absent.

    Without trust lists signers are shown as not recognised, without a model no picture is estimated, without
    Redis every process keeps its own cache: all are said here, none keeps the server from being ready.
    """

    status: Literal["ready", "draining", "failing"]
    store: Works
    redis: Works | Literal["absent"]
    workers: Works = Field(description="Threads that look at images.")
    tasks: dict[str, Works] = Field(description="What goes on in the background.")
    trust: dict[str, bool] = Field(description="Trust lists by tier: present or not.")
    model: bool
    subscriptions: dict[str, str] = Field(
        description="Lists of others that are followed, by name: how each stands, in words."
    )
    why_no_estimate: str | None = Field(
        description='Why "May be AI-generated" is shown for no image here; null where it may be.'
    )


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    assessment: AssessmentOut | None = Field(
        None, description="With 422: status ``not_checked`` and the reason."
    )
