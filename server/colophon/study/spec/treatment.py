"""What a participant sees: the properties that levels set, and sets of words for labels."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.study.spec.base import SHIPPED, LabelId, Locale, Name, Part, Share

Show = Literal["labels", "nothing", "placebo"]
Unlabelled = Literal["nothing", "no_origin_information"]
Detail = Literal["icon", "short", "short_source"]
Placement = Literal["corner", "below"]
Colour = Literal["neutral", "warn"]
Delay = Annotated[int, Field(ge=0, le=10_000)]

_SHOW = "Labels; nothing (computed and recorded all the same); or a neutral chip that states nothing."
_COVERAGE = "Share of the labelled images whose label is shown, drawn by image."
_UNLABELLED = 'On images without a label: nothing, or "No origin information" on all that were checked.'
_DETAIL = "The icon alone, the chip's words, or the chip's words and who says so."
_DELAY = "Milliseconds from an image's being visible to its chip, so that all arms take equally long."


class Setting(Part):
    """Properties of a treatment that a level, or the study for everybody, sets. What is absent is not set."""

    show: Show | None = Field(default=None, description=_SHOW)
    coverage: Share | None = Field(default=None, description=_COVERAGE)
    unlabelled: Unlabelled | None = Field(default=None, description=_UNLABELLED)
    label_set: Name | None = Field(
        default=None, description='"shipped", or the name of one under [label_sets].'
    )
    detail: Detail | None = Field(default=None, description=_DETAIL)
    placement: Placement | None = Field(
        default=None, description="In the image's corner, or below the image."
    )
    colour: Colour | None = Field(default=None, description="The colour of every label, or a warning colour.")
    delay_ms: Delay | None = Field(default=None, description=_DELAY)

    def chosen(self) -> dict[str, str | int | float]:
        """The properties that are set."""
        return self.model_dump(exclude_none=True)


class Treatment(Part):
    """All properties, as one participant's feed has them; by default those of a reader outside studies."""

    show: Show = "labels"
    coverage: Share = 1.0
    unlabelled: Unlabelled = "nothing"
    label_set: Name = SHIPPED
    detail: Detail = "short"
    placement: Placement = "corner"
    colour: Colour = "neutral"
    delay_ms: Delay = 0

    @classmethod
    def of(cls, *settings: Setting) -> Treatment:
        """The defaults with these settings on top, the later over the earlier."""
        chosen: dict[str, str | int | float] = {}
        for setting in settings:
            chosen |= setting.chosen()
        return cls.model_validate(chosen)


class LabelWords(Part):
    """The words of one label in one language. Absent parts are those of the shipped catalogue."""

    short: Annotated[str, Field(min_length=1, max_length=60)]
    explanation: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    limits: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class LabelSet(Part):
    """Other words for labels. Labels that it does not name keep their shipped words."""

    labels: Annotated[dict[LabelId, dict[Locale, LabelWords]], Field(min_length=1, max_length=60)]
    departs_from_spec: bool = Field(
        False, description="Uses words that shipped labels may not; needs `ethics` and a debrief."
    )
    deceptive: bool = Field(
        False, description="Says what is not so; needs `ethics`, a debrief and a feed of the study's own."
    )

    @property
    def altered(self) -> bool:
        """Whether participants who saw it are owed a debrief."""
        return self.departs_from_spec or self.deceptive
