"""What stands under a heading: the template knows how each of these looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol


class Block(Protocol):
    """Drawn by ``page.html``, or else by the report's own template ``<kind>.html``, as ``block``."""

    kind: ClassVar[str]


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
    """Rows whose first cell names them; ``numbers`` are the columns that hold figures.

    Without a caption the heading above names it.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: list[str]
    rows: Sequence[Sequence[Cell]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    heading: str
    blocks: Sequence[Block] = field(default_factory=list)
