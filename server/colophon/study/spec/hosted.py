"""A feed of the study's own: how participants come to it, in which order it is, where they go afterwards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import LINK, Part

PARAMETER = r"^[A-Za-z][A-Za-z0-9_]{0,39}$"
# an origin; on this computer also without TLS, for trying it out
ORIGIN = r"^(https://[a-z0-9.-]{1,200}|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?$"
RESERVED = "code"  # of the invitation, in the same link

_PARTICIPANT = (
    "The link's parameter that says who comes, such as PROLIFIC_PID. It is hashed, and kept nowhere."
)
_EMBED = "Origins whose pages may show the feed in an iframe, such as a survey. Nobody else may."

Link = Annotated[str, Field(pattern=LINK)]


class Hosted(Part):
    """What is to be said of a feed that the study serves."""

    order: Annotated[
        Literal["fixed", "shuffled"],
        Field(description="Posts as they stand in the folder, or shuffled for each participant."),
    ] = "shuffled"
    participant: Annotated[str, Field(pattern=PARAMETER, description=_PARTICIPANT)] = "participant"
    completion_url: Annotated[
        Link | None, Field(description="Where participants are sent at the end; by click within an iframe.")
    ] = None
    completion_code: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9_-]{1,40}$", description="Shown at the end, for a panel that asks for one."
        ),
    ] = None
    declined_url: Annotated[Link | None, Field(description="The same for who does not agree.")] = None
    embed: Annotated[
        list[Annotated[str, Field(pattern=ORIGIN)]], Field(max_length=10, description=_EMBED)
    ] = Field(default_factory=list)
    feed: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$",
            description="SHA-256 of the folder by `colophon study feed check`: no other can be added.",
        ),
    ] = None
