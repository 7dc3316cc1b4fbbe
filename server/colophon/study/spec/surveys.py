"""Surveys: before, after, and short ones about single items in the feed. Every survey can be declined."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import Name, Part, Share, Short, Words

When = Literal["before", "item", "after"]
Points = Literal[4, 5, 7, 100]
MAX_TEXT = 500  # characters of a free answer


class Option(Part):
    """One answer to choose."""

    value: Name
    text: Words


class _Question(Part):
    name: Name
    text: Words


class ScaleQuestion(_Question):
    """A scale of 4, 5 or 7 points (answers 1 to n), or from 0 to 100; both ends have words."""

    type: Literal["scale"]
    points: Points
    low: Words
    high: Words
    expect: int | None = Field(default=None, description="The answer that an attention check asks for.")

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest answer."""
        return (0, 100) if self.points == 100 else (1, self.points)


class ChoiceQuestion(_Question):
    """One answer of several (``single``), or any number of them (``multiple``)."""

    type: Literal["single", "multiple"]
    options: Annotated[list[Option], Field(min_length=2, max_length=20)]
    correct: Name | None = Field(
        default=None, description="The option that is right, where answers are scored."
    )
    expect: Name | None = Field(default=None, description="The option that an attention check asks for.")


class TextQuestion(_Question):
    """An answer in the participant's own words; may always be left empty."""

    type: Literal["text"]
    max_chars: Annotated[int, Field(ge=1, le=MAX_TEXT)] = MAX_TEXT


Question = Annotated[ScaleQuestion | ChoiceQuestion | TextQuestion, Field(discriminator="type")]


class Survey(Part):
    """Questions asked together. One about an item appears in the feed once the item counts as seen."""

    name: Name
    when: When
    title: Words
    share: Annotated[Share, Field(gt=0, description="For `item`: share of the items asked about.")] = 1.0
    per_session: Annotated[int, Field(ge=1, le=50, description="For `item`: at most so many a session.")] = 5
    only: Annotated[
        Literal["all", "labelled", "unlabelled"],
        Field(description="For `item`: which items, by the label they would have in any arm."),
    ] = "all"
    questions: Annotated[list[Question], Field(min_length=1, max_length=30)]
    note: Short | None = None

    def question(self, name: str) -> ScaleQuestion | ChoiceQuestion | TextQuestion:
        """The question of this name. Raises KeyError."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)
