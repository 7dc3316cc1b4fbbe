"""Lines that belong together: pieces of one row, then rows of one block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from colophon.checks.image_text.reader import Line

# Distances and sizes in heights of a line's box, which is about 1.6 times the size of its letters.
_SAME_SIZE = 1.45
_ROW_GAP = 1.0
_BLOCK_GAP = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that continue one another, as one text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line_height: float

    @property
    def words(self) -> int:
        """How many words of two letters or more."""
        return sum(sum(c.isalpha() for c in word) > 1 for word in self.text.split())


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The blocks that ``lines`` form, in any order."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.left):
        row = next((row for row in rows if _beside(row[-1], line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    found: list[list[Line]] = []
    for joined in sorted((_row(row) for row in rows), key=lambda line: line.top):
        block = next((block for block in found if _below(block[-1], joined)), None)
        if block is None:
            found.append([joined])
        else:
            block.append(joined)
    return [_block(rows) for rows in found]


def _beside(a: Line, b: Line) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return (
        _same_size(a, b)
        and shared > 0.6 * min(a.height, b.height)
        and -0.5 <= (b.left - a.right) / min(a.height, b.height) <= _ROW_GAP
    )


def _below(a: Line, b: Line) -> bool:
    return (
        _same_size(a, b)
        and -0.6 <= (b.top - a.bottom) / min(a.height, b.height) <= _BLOCK_GAP
        and min(a.right, b.right) > max(a.left, b.left)
    )


def _same_size(a: Line, b: Line) -> bool:
    return max(a.height, b.height) <= _SAME_SIZE * min(a.height, b.height)


def _row(pieces: list[Line]) -> Line:
    return Line(" ".join(piece.text for piece in pieces), *_box(pieces))


def _block(rows: list[Line]) -> Block:
    return Block(" ".join(row.text for row in rows), *_box(rows), line_height=max(row.height for row in rows))


def _box(lines: list[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
