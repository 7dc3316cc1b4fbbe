"""Near-copies: which images belong together, and which groups come first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.rows import digest, flipped, post, protected

from colophon.audit.report.captions import KEPT, difference, words_of
from colophon.audit.report.copies import Copies
from colophon.audit.report.groups import groups_of
from colophon.audit.rows import Row
from colophon.images.hashes import FLOOR, NEAR

LOOK = digest("look")


def together(*rows: Row) -> list[list[int]]:
    copies = Copies()
    for row in rows:
        copies.add(row)
    return [group.tolist() for group in copies.groups()]


def test_same_bytes_and_near_hashes_belong_together() -> None:
    near, far = flipped(LOOK, range(NEAR)), flipped(LOOK, range(NEAR + 1))
    first = post(0, None, None, "a", pdq=LOOK)
    assert together(first, post(1, None, None, "b", pdq=near)) == [[0, 1]]
    assert together(first, post(1, None, None, "b", pdq=far)) == []
    assert together(first, post(1, None, None, "a", pdq=None)) == [[0, 1]]
    assert together(first) == together() == []


def test_by_way_of_others_between_them() -> None:
    rows = [post(n, None, None, n, pdq=flipped(LOOK, range(step * NEAR))) for n, step in enumerate((0, 2, 1))]
    assert together(*rows) == [[0, 1, 2]]


def test_poor_hashes_and_protected_images_are_not_compared() -> None:
    poor = [post(n, None, None, n, pdq=LOOK, pdq_quality=FLOOR - 1) for n in range(2)]
    assert together(*poor) == []
    secret: Row = {**protected(1), "sha256": digest("a"), "pdq": LOOK, "pdq_quality": 100}
    assert together(post(0, None, None, "a", pdq=LOOK), secret) == []


def linked(one: Row, other: Row) -> bool:
    apart = (int(one["pdq"] or "", 16) ^ int(other["pdq"] or "", 16)).bit_count()
    return apart <= NEAR or one["sha256"] == other["sha256"]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_groups_are_those_of_comparing_all_with_all(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = []
    for n in range(40):
        bits = draw.choice(256, int(draw.integers(0, 40)), replace=False).tolist()
        rows.append(post(n, None, None, int(draw.integers(0, 60)), pdq=flipped(LOOK, bits)))
    left, expected = set(range(40)), []
    while left:
        group, new = set[int](), {min(left)}
        while new:
            group |= new
            new = {n for n in left - group for m in new if linked(rows[n], rows[m])}
        left -= group
        expected += [sorted(group)] if len(group) > 1 else []
    assert together(*rows) == expected


def test_an_old_photo_with_a_new_caption_comes_first() -> None:
    rows = [
        *(post(0, "2026-01-01", "same words", "a"), post(1, "2026-01-02", "Same words!", "a")),
        *(post(2, "2016-03-02", "flood in the old town", "b"), post(3, "2026-10-30", "protest tonight", "b")),
        *(post(4, "2016-03-02", "a long way apart", "c"), post(5, "2026-10-30", "a long way apart", "c")),
        *(post(6, None, "no date", "d"), post(7, "2026-01-01", "other words", "d")),
    ]
    copies = Copies()
    for row in rows:
        copies.add(row)
    groups = groups_of(rows, copies.groups())
    assert [group.rows for group in groups] == [(2, 3), (7, 6), (4, 5), (0, 1)]
    first, second, third, last = groups
    assert (first.number, first.captions, first.difference, first.days) == (1, 2, 1.0, 3894)
    assert (second.captions, second.days) == (2, 0)
    assert (third.captions, third.difference) == (1, 0.0)
    assert (last.captions, last.accounts, last.sites) == (1, 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Flood in the town", "flood, in the TOWN https://x.com/1", 0.0),
        ("a b c", "c d e", 0.8),
        ("花园", "花草", 2 / 3),
        ("one", "two", 1.0),
    ],
)
def test_difference_of_words(one: str, other: str, apart: float) -> None:
    first, second = words_of(one), words_of(other)
    assert first is not None
    assert second is not None
    assert difference(first, second) == pytest.approx(apart)
    assert difference(second, first) == difference(first, second)


def test_of_many_words_it_is_near() -> None:
    """Half of 400 words in common: a Jaccard distance of 2/3, estimated from 32."""
    one = words_of(" ".join(f"w{n}" for n in range(400)))
    other = words_of(" ".join(f"w{n}" for n in range(200, 600)))
    assert one is not None
    assert other is not None
    assert len(one.some) == KEPT
    assert 0.4 < difference(one, other) < 0.9
    assert words_of(None) is words_of("... https://x.com/1") is None
