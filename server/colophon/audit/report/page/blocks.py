"""What stands under a heading: the template knows how each of these looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a post. ``href`` begins with https:// or http://."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a post, as they were: shown as a quotation."""

    text: str


Cell = str | Link | Quote


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``weight`` is "note" for what to bear in mind."""

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
    """Rows whose first cell names them; ``numbers`` are the columns that hold figures.

    Without a caption the heading above names it.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: list[str]
    rows: Sequence[Sequence[Cell]]
    numbers: frozenset[int] = frozenset()


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


Block = Text | Items | Table | Timeline | Copied


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    heading: str
    blocks: list[Block] = field(default_factory=list)
