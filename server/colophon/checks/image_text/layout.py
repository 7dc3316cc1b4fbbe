"""Lines that belong together: pieces of one row, then rows of one block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from colophon.checks.image_text.reader import Line

# Distances and sizes in heights of a line's box, which is about 1.6 times the size of its letters.
_SAME_SIZE = 1.3  # capitals alone are lower than letters that reach below the line
_ROW_GAP = 1.0
_BLOCK_GAP = 0.6
_ALIGNED = 0.8
_SAME_STYLE = 1.6  # boxes of one text differ by up to 1.4 where its rows touch
_NEAR = 1.5
_IN_ROW = 0.3
_FLUSH = 0.4  # stricter than `_ALIGNED`, since it joins at any distance
_SAME_GROUND = 60  # grey levels: what stands on a bar does not continue what stands beside the bar


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

    def continues(self, other: Block) -> bool:
        """Whether a reader takes the two for one text: close, and flush or in a row."""
        across = max(self.left, other.left) - min(self.right, other.right)
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        near = max(across, down) <= _NEAR * min(self.line_height, other.line_height)
        return near and (self.in_row(other) or self._flush(other, _SAME_STYLE))

    def in_row(self, other: Block) -> bool:
        """Whether the two stand beside each other, in letters of about one size."""
        shift = abs(self.top + self.bottom - other.top - other.bottom) / 2
        low, high = sorted((self.line_height, other.line_height))
        return high <= _SAME_STYLE * low and shift <= _IN_ROW * low

    def in_column(self, other: Block) -> bool:
        """Whether the two stand exactly below each other, in letters of one size."""
        return self._flush(other, _SAME_SIZE)

    def _flush(self, other: Block, tolerance: float) -> bool:
        low, high = sorted((self.line_height, other.line_height))
        shift = min(_shifts(self, other))
        return high <= tolerance * low and shift <= _FLUSH * low


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
        _alike(a, b)
        and shared > 0.6 * min(a.height, b.height)
        and -0.5 <= (b.left - a.right) / min(a.height, b.height) <= _ROW_GAP
    )


def _below(a: Line, b: Line) -> bool:
    return (
        _alike(a, b) and -0.6 <= (b.top - a.bottom) / min(a.height, b.height) <= _BLOCK_GAP and _aligned(a, b)
    )


def _aligned(a: Line, b: Line) -> bool:
    """Whether two rows are set flush left, flush right or centred."""
    return min(_shifts(a, b)) <= _ALIGNED * min(a.height, b.height)


def _shifts(a: Line | Block, b: Line | Block) -> tuple[float, float, float]:
    """How far left edges, right edges and centres lie apart."""
    left, right = a.left - b.left, a.right - b.right
    return abs(left), abs(right), abs(left + right) / 2


def _alike(a: Line, b: Line) -> bool:
    same_size = max(a.height, b.height) <= _SAME_SIZE * min(a.height, b.height)
    return same_size and abs(a.ground - b.ground) <= _SAME_GROUND


def _row(pieces: list[Line]) -> Line:
    ground = sum(piece.ground for piece in pieces) / len(pieces)
    return Line(" ".join(piece.text for piece in pieces), *_box(pieces), ground)


def _block(rows: list[Line]) -> Block:
    return Block(" ".join(row.text for row in rows), *_box(rows), line_height=max(row.height for row in rows))


def _box(lines: list[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
