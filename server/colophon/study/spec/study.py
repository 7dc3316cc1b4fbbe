"""The whole study file."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import LINK, Locale, Name, Part, Short, StudyId, Texts, Words
from colophon.study.spec.factors import Factor, Holdout, Level, Strata
from colophon.study.spec.hosted import Hosted
from colophon.study.spec.plan import Analysis, Contact, Dates, Exposure, Phases, Stopping
from colophon.study.spec.surveys import Survey
from colophon.study.spec.treatment import LabelSet, Setting, Treatment

_FEED = "Where participants see images: in their own feeds, or in a feed that the study serves."


class Study(Part):
    """A study, as its file says it. ``treatment`` holds for everybody before levels set what differs."""

    id: StudyId
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Words
    locales: Annotated[list[Locale], Field(min_length=1, max_length=9)]
    feed: Annotated[Literal["own", "hosted"], Field(description=_FEED)] = "own"
    hosted: Hosted | None = None
    adults_only: Annotated[Literal[True], Field(description="People under 18 cannot take part.")]
    ethics: Short | None = Field(default=None, description="The approval of an ethics board, by its number.")
    preregistration: Annotated[str, Field(pattern=LINK)] | None = None
    contact: Contact
    dates: Dates
    phases: Phases = Phases()
    treatment: Setting = Setting()
    factors: Annotated[list[Factor], Field(min_length=1, max_length=6)]
    strata: Strata | None = None
    holdout: Holdout | None = None
    label_sets: dict[Name, LabelSet] = Field(default_factory=dict, max_length=20)
    exposure: Exposure = Exposure()
    surveys: list[Survey] = Field(default_factory=list, max_length=10)
    stopping: Stopping
    analysis: Analysis
    consent: Texts
    debrief: Texts | None = None

    def factor(self, name: str) -> Factor:
        """The factor of this name. Raises KeyError."""
        for factor in self.factors:
            if factor.name == name:
                return factor
        raise KeyError(name)

    def survey(self, name: str) -> Survey:
        """The survey of this name. Raises KeyError."""
        for survey in self.surveys:
            if survey.name == name:
                return survey
        raise KeyError(name)

    def treatment_of(self, levels: dict[str, str], *, holdout: bool = False) -> Treatment:
        """What somebody with these levels (by factor) sees; a factor not named sets nothing.

        Raises KeyError for a level that there is not.
        """
        if holdout and self.holdout:
            return Treatment.of(self.treatment, self.holdout.treatment)
        chosen: list[Level] = [f.level(levels[f.name]) for f in self.factors if f.name in levels]
        return Treatment.of(self.treatment, *(level.treatment for level in chosen))

    def consent_sha256(self, locale: Locale) -> str:
        """The version of the consent text in a language: 64 hex digits. Raises KeyError."""
        return hashlib.sha256(self.consent[locale].encode()).hexdigest()
