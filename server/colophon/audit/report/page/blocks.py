"""Blocks that only this report has; timeline.html and group.html draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from colophon.report.blocks import Table


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of the plot over time: ``bars`` are (left, height, words) in per cent of the field."""

    name: str
    total: str
    most: str
    bars: list[tuple[float, float, str]]
    width: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows under each other on one axis; ``ticks`` are places in per cent, and words."""

    kind: ClassVar[str] = "timeline"
    about: str
    strips: list[Strip]
    ticks: list[tuple[float, str]]
    table: Table


@dataclass(frozen=True, slots=True)
class Copied:
    """A group of near-copies: its table under a heading of its own."""

    kind: ClassVar[str] = "group"
    id: str
    heading: str
    about: str
    table: Table
