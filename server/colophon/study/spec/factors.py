"""Who gets what: factors with their levels, strata, holdout."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import Name, Part, Share
from colophon.study.spec.treatment import Setting

Unit = Literal["participant", "item", "session", "day"]
StrataKey = Literal["locale", "platform"]

_UNIT = "What is drawn: a participant (between), or for each anew an item, a session, or a day in UTC."


class Level(Part):
    """One value of a factor: a name, a weight, and the properties of the treatment that it sets."""

    name: Name
    weight: Annotated[float, Field(gt=0, le=1_000_000)] = 1
    treatment: Setting = Setting()
    note: Annotated[str, Field(max_length=500)] = ""


class Factor(Part):
    """One thing that differs between participants (or items, sessions, days). Factors are independent."""

    name: Name
    unit: Annotated[Unit, Field(description=_UNIT)] = "participant"
    levels: Annotated[list[Level], Field(min_length=2, max_length=12)]

    def level(self, name: str) -> Level:
        """The level of this name. Raises KeyError."""
        for level in self.levels:
            if level.name == name:
                return level
        raise KeyError(name)


class Strata(Part):
    """Participants are drawn in permuted blocks within each stratum, by the server, when they enrol."""

    by: Annotated[list[StrataKey], Field(min_length=1, max_length=2)]
    block: Annotated[int, Field(ge=2, le=240)]


class Holdout(Part):
    """A share of the participants who are outside all arms; drawn by a hash of its own."""

    share: Annotated[Share, Field(gt=0)]
    treatment: Setting = Setting(show="nothing")
