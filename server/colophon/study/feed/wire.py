"""What a participant's page gets of a feed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from colophon.study.events import Item as ItemName
from colophon.study.spec.base import Name
from colophon.study.wire import Debrief
from colophon.wire import AssessmentOut, Wire


class PostOut(Wire):
    """One post. Its label is in the assessment, whether or not the participant's arm shows it."""

    item: ItemName
    width: Annotated[int, Field(description="Of the picture, pixels.")]
    height: int
    author: str
    caption: str
    alt: str
    assessment: AssessmentOut


class FeedOut(Wire):
    """All posts in the order of this participant."""

    posts: list[PostOut]
    versions: Annotated[dict[str, Any], Field(description="Of resolver and labels, for events.")]


class ToldOut(Wire):
    """How a picture was made, and what this server's own checks led to."""

    item: ItemName
    alt: str
    truth: Annotated[Name | None, Field(description="As the researchers know it.")]
    own: Annotated[str | None, Field(description="The label of this server's checks, in words.")]
    chosen: Annotated[bool, Field(description="Whether the researchers chose the label that it carried.")]


class CompletionOut(Wire):
    """Where a participant goes on, and the code for a panel."""

    url: str | None
    code: str | None


class EndOut(Wire):
    """What a participant is told at the end."""

    debrief: Debrief
    posts: list[ToldOut]
    completion: CompletionOut
