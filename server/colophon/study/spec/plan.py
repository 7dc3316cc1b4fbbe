"""What is decided before a study begins: what counts as seen, how long, when it stops, what is tested."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import LINK, MAIL, Name, Part, Share, Short

MAX_PARTICIPANTS = 1_000_000


class Contact(Part):
    """Whom participants can ask."""

    name: Short
    email: Annotated[str, Field(pattern=MAIL, max_length=254)]
    url: Annotated[str, Field(pattern=LINK)] | None = None


class Exposure(Part):
    """An image counts as seen when so much of it was in view for so long at a stretch.

    The defaults are the rule of the trade for display (half of it, one second). The time itself is recorded
    too, so that another rule can be applied to the data.
    """

    ratio: Annotated[Share, Field(gt=0)] = 0.5
    milliseconds: Annotated[int, Field(ge=100, le=60_000)] = 1000
    focused: Annotated[bool, Field(description="Only while the tab is in view and has the focus.")] = True


class Phases(Part):
    """Days from a participant's enrolment: first a baseline without anything shown, then the treatment."""

    baseline_days: Annotated[int, Field(ge=0, le=60)] = 0
    treatment_days: Annotated[int, Field(ge=1, le=365)] = 7


class Dates(Part):
    """When participants may enrol, when the study closes, and until when its data are kept."""

    opens: dt.date | None = None
    closes: dt.date
    retention: dt.date


class FixedStop(Part):
    """Enrolment ends with the n-th participant; the data are looked at once."""

    rule: Literal["fixed"]
    n: Annotated[int, Field(ge=2, le=MAX_PARTICIPANTS)]


class DateStop(Part):
    """Enrolment ends after a day; the data are looked at once. ``n`` is how many are expected."""

    rule: Literal["date"]
    on: dt.date
    n: Annotated[int, Field(ge=2, le=MAX_PARTICIPANTS)]


class SequentialStop(Part):
    """The data may be looked at while they come in, by confidence sequences that allow it.

    Asymptotic confidence sequences, eq. 9 of Waudby-Smith et al., arXiv 2103.06476; the sequence is
    narrowest at ``tightest_at`` participants. ``n`` ends enrolment; no look comes before ``first_look``.
    """

    rule: Literal["sequential"]
    n: Annotated[int, Field(ge=2, le=MAX_PARTICIPANTS)]
    first_look: Annotated[int, Field(ge=2, le=MAX_PARTICIPANTS)] = 100
    tightest_at: Annotated[int, Field(ge=2, le=MAX_PARTICIPANTS)] | None = None


Stopping = Annotated[FixedStop | DateStop | SequentialStop, Field(discriminator="rule")]

Outcome = Literal[
    "answer",
    "discernment",
    "d_prime",
    "comprehension",
    "over_reliance",
    "spillover",
    "share_discernment",
    "share_click",
    "like",
    "reply",
    "opened_card",
    "opened_evidence",
    "contested",
    "hidden",
    "visible_ms",
]
NEED_QUESTION = frozenset({"answer", "discernment", "d_prime", "comprehension", "over_reliance", "spillover"})
NEED_TRUTH = frozenset({"discernment", "d_prime", "over_reliance", "share_discernment"})
Method = Literal["welch", "ols", "cluster", "delta", "proportions"]
Role = Literal["primary", "secondary", "guard"]

_METHOD = (
    "welch: participants' means; ols: participants' means with a covariate, HC2; cluster: rows, errors "
    "clustered by participant; delta: a ratio of participants' means; proportions: two shares."
)


class Test(Part):
    """One comparison of two levels of a factor."""

    __test__ = False  # not one of pytest's

    name: Name
    outcome: Outcome
    question: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")] | None = Field(
        None, description="`survey.question`, for outcomes that are answers."
    )
    factor: Name
    contrast: Annotated[list[Name], Field(min_length=2, max_length=2)] = Field(
        description="The level compared with, then the level of interest."
    )
    method: Annotated[Method, Field(description=_METHOD)] = "welch"
    covariate: Literal["none", "baseline"] = "none"
    role: Role = "primary"
    family: Name = "all"
    margin: Annotated[float, Field(gt=0)] | None = Field(
        None, description="For a guard: how much worse it may be, in units of the outcome."
    )


class Exclusions(Part):
    """Whose data are left out of the analysis; how many, and why, is always told."""

    failed_attention: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Participants who failed so many attention checks, or more."
    )
    min_exposures: Annotated[int, Field(ge=0)] = 1
    min_sessions: Annotated[int, Field(ge=0)] = 0


class Analysis(Part):
    """The plan: two-sided tests at ``alpha``; within a family, p values are adjusted by Holm's method."""

    alpha: Annotated[float, Field(gt=0, le=0.2)] = 0.05
    tests: Annotated[list[Test], Field(min_length=1, max_length=40)]
    exclude: Exclusions = Exclusions()
