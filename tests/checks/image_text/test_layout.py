"""Lines that belong together."""

from __future__ import annotations

from colophon.checks.image_text.layout import Block, blocks
from colophon.checks.image_text.reader import Line


def texts(*lines: Line) -> list[str]:
    return sorted(block.text for block in blocks(lines))


def test_pieces_of_a_row_and_rows_of_a_block_are_one_text_in_reading_order() -> None:
    lines = [
        Line("intelligence", 150, 130, 260, 158, 90),
        Line("Illustration produced", 20, 100, 250, 128, 90),
        Line("by artificial", 20, 131, 140, 159, 90),
    ]
    assert texts(*lines) == ["Illustration produced by artificial intelligence"]


def test_distance_side_and_size_part_texts() -> None:
    first = Line("one", 20, 100, 120, 128, 90)
    assert texts(first, Line("far right", 200, 100, 300, 128, 90)) == ["far right", "one"]
    assert texts(first, Line("far below", 20, 160, 120, 188, 90)) == ["far below", "one"]
    assert texts(first, Line("beside and below", 130, 130, 300, 158, 90)) == ["beside and below", "one"]
    assert texts(first, Line("on a bar", 20, 130, 120, 158, 5)) == ["on a bar", "one"]
    assert texts(first, Line("not in line", 60, 130, 240, 158, 90)) == ["not in line", "one"]
    assert texts(first, Line("large", 20, 130, 120, 190, 90)) == ["large", "one"]


def test_a_block_knows_its_box_and_its_words() -> None:
    (block,) = blocks([Line("AI-generated 24 x", 20, 100, 120, 128, 90), Line("image", 30, 126, 90, 158, 90)])
    assert (block.left, block.top, block.right, block.bottom) == (20, 100, 120, 158)
    assert block.line_height == 32
    assert block.words == 2


def block(left: float, top: float, *, height: float = 30) -> Block:
    return Block("some words", left, top, left + 5 * height, top + height, height)


def test_blocks_continue_where_they_are_close_and_flush_or_in_a_row() -> None:
    note = block(20, 1000)
    assert block(20, 950).continues(note)
    assert block(20, 950, height=45).continues(note)
    assert block(200, 1002).continues(note)
    assert not block(20, 920).continues(note)
    assert not block(50, 950).continues(note)
    assert not block(20, 930, height=60).continues(note)


def test_blocks_stand_in_a_row_or_a_column_at_any_distance() -> None:
    note = block(20, 1000)
    assert block(800, 1004).in_row(note)
    assert not block(800, 1020).in_row(note)
    assert not block(800, 985, height=60).in_row(note)
    assert block(24, 20).in_column(note)
    assert not block(50, 20).in_column(note)
    assert not block(20, 20, height=45).in_column(note)
