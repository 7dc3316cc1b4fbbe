"""Blocks that only this report has; forest.html and course.html draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from colophon.study.report.page.course import Course
from colophon.study.report.page.forest import Forest


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
