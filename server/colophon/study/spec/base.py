"""What all parts of a study file have in common: names, words per language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

NAME = r"^[a-z][a-z0-9_]{0,39}$"
STUDY_ID = r"^[a-z][a-z0-9-]{2,39}$"
LABEL_ID = r"^[a-z_]{1,40}(\.[a-z_]{1,40})?$"
MAIL = r"^[^@\s]{1,64}@[^@\s]{1,190}$"
LINK = r"^https://[^\s]{1,480}$"
MAX_SHORT = 200  # characters of a question, an option, a title
MAX_LONG = 20_000  # characters of a consent or debrief text
SHIPPED = "shipped"  # the label set that the catalogue is

Name = Annotated[str, Field(pattern=NAME, examples=["wording"])]
StudyId = Annotated[str, Field(pattern=STUDY_ID, examples=["label-detail-2027"])]
LabelId = Annotated[str, Field(pattern=LABEL_ID, examples=["ai_generated.detector"])]
Locale = Literal["en", "es", "fr", "de", "pt", "no", "ar", "hi", "zh"]
Short = Annotated[str, Field(min_length=1, max_length=MAX_SHORT)]
Long = Annotated[str, Field(min_length=1, max_length=MAX_LONG)]
Words = Annotated[dict[Locale, Short], Field(description="Words by language, all languages of the study.")]
Texts = Annotated[dict[Locale, Long], Field(description="A text by language, all languages of the study.")]
Share = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """Base: unknown keys are refused, nothing is converted (``"5"`` is no number), values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
