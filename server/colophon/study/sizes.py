"""How many people each planned test compares, of those who are planned to take part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from colophon.study.assign import shares
from colophon.study.spec.plan import Test
from colophon.study.spec.study import Study


@dataclass(frozen=True, slots=True)
class Compared:
    """A planned test. ``per_arm`` is None where the same people are in both levels (items, sessions, days).

    Of unequal arms it is the harmonic mean, which has the power of equal ones of that size (Cohen 1988,
    section 2.3.2). ``comparisons`` are the tests of its family, for Holm's method.
    """

    test: Test
    per_arm: int | None
    comparisons: int


def compared(study: Study) -> Iterator[Compared]:
    """All planned tests, with the participants expected at ``stopping.n`` outside the holdout."""
    people = study.stopping.n * (1 - (study.holdout.share if study.holdout else 0))
    of_family = Counter(test.family for test in study.analysis.tests)
    for test in study.analysis.tests:
        factor = study.factor(test.factor)
        by_level = dict(zip((level.name for level in factor.levels), shares(factor), strict=True))
        first, second = (people * by_level[name] for name in test.contrast)
        per_arm = int(2 / (1 / first + 1 / second)) if factor.unit == "participant" else None
        yield Compared(test, per_arm, of_family[test.family])
