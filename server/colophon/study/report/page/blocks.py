"""What stands under a heading: the template knows how each of these looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from colophon.study.report.page.course import Course
from colophon.study.report.page.forest import Forest


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``weight`` is "stop" for what keeps figures back, "note" for what to bear in mind."""

    kind: ClassVar[str] = "text"
    text: str
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    items: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows whose first cell names them."""

    kind: ClassVar[str] = "table"
    caption: str
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Intervals:
    """A forest plot."""

    kind: ClassVar[str] = "forest"
    forest: Forest


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A confidence sequence over the people who enrolled."""

    kind: ClassVar[str] = "course"
    course: Course


Block = Text | Items | Table | Intervals | Narrowing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    heading: str
    blocks: list[Block] = field(default_factory=list)
