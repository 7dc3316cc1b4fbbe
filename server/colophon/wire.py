"""What goes over the wire and into ``--json``: pydantic models. OpenAPI is made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from colophon.evidence import Confidence, Process, Source, Statement, Status

MAX_ITEMS = 100  # a screenful of a dense feed is about 30
MAX_STATEMENTS = 20  # per image; the extension makes at most a handful

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
    reason: str | None = Field(None, description="Why the image was not checked; null otherwise.")


class LookupResult(Wire):
    """The answer for one asked hash. ``assessment`` is there exactly when ``known`` is true."""

    sha256: Sha256
    known: bool
    assessment: AssessmentOut | None = None


class LookupResponse(Wire):
    """Answers in the order of the questions."""

    results: list[LookupResult]


class PairRequest(Wire):
    """The code shown by the server."""

    code: Annotated[str, Field(min_length=1, max_length=128)]


class PairResponse(Wire):
    """A bearer token for this reader. It is shown once and stored hashed."""

    token: str


class Health(Wire):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Wire):
    """Whether requests should be sent here, and what is absent.

    Without trust lists signers are shown as not recognised, without a model no picture is estimated: both are
    said here, neither keeps the server from being ready.
    """

    status: Literal["ready", "draining", "failing"]
    store: Literal["ok", "failing"]
    trust: dict[str, bool] = Field(description="Trust lists by tier: present or not.")
    model: bool


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    assessment: AssessmentOut | None = Field(
        None, description="With 422: status ``not_checked`` and the reason."
    )
