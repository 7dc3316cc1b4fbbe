"""Which images of a timeline are looked at: all, or a sample that the same seed draws again.

Every image has the same chance, so the share found in the sample estimates that of the timeline as it is.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colophon.audit.timeline import Item

UNKNOWN = "unknown"  # the stratum of what the source does not say
_WIDE = 1 << 64


class Stratify(StrEnum):
    """What a sample is spread over."""

    SITE = "site"
    AUTHOR = "author"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Sampling:
    """``size`` images, spread evenly over strata or not, drawn by ``seed``."""

    size: int
    stratify: Stratify | None
    seed: int


def stratum_of(item: Item, stratify: Stratify | None) -> str:
    """The stratum of an image. Weeks are those of ISO 8601, in UTC, as in 2026-W48."""
    match stratify:
        case None:
            return ""
        case Stratify.SITE:
            return item.occurrence.site or UNKNOWN
        case Stratify.AUTHOR:
            return item.occurrence.author or UNKNOWN
        case Stratify.WEEK:
            return _week(item.posted_at)


def _week(posted_at: datetime | None) -> str:
    if posted_at is None:
        return UNKNOWN
    year, week, _ = posted_at.isocalendar()
    return f"{year}-W{week:02}"


class Draw:
    """Takes in every image, then chooses. Holds 12 bytes for each, and the names of the strata."""

    def __init__(self, sampling: Sampling) -> None:
        self._sampling = sampling
        self._ranks = array("Q")
        self._strata = array("I")
        self._numbers: dict[str, int] = {}

    def add(self, item: Item) -> None:
        """One more image."""
        name = stratum_of(item, self._sampling.stratify)
        self._strata.append(self._numbers.setdefault(name, len(self._numbers)))
        self._ranks.append(_number(self._sampling.seed, item.id))

    def chosen(self) -> NDArray[np.int64]:
        """The places of the images that were drawn, in order; all of them where there are no more.

        A simple sample takes the lowest ranks, so a larger one of the same seed holds the smaller. Over
        strata every k-th image is taken, from a random start, of a list by stratum and rank within it: equal
        chances, and of each stratum its share, to within one image (Madow 1949, Annals of Mathematical
        Statistics 20, p. 333; Cochran, Sampling Techniques, 1977, chapter 8).
        """
        total, size = len(self._ranks), self._sampling.size
        ranks = np.frombuffer(self._ranks, np.uint64) if total else np.empty(0, np.uint64)
        if size >= total:
            return np.arange(total, dtype=np.int64)
        if self._sampling.stratify is None:
            return np.sort(np.argsort(ranks, kind="stable")[:size]).astype(np.int64)
        order = np.lexsort((ranks, self._places()))
        start = _number(self._sampling.seed, "start")
        every = [(start * total + number * total * _WIDE) // (size * _WIDE) for number in range(size)]
        return np.sort(order[every]).astype(np.int64)

    def told(self, chosen: Sequence[int] | NDArray[np.int64]) -> Mapping[str, Any]:
        """The rule and how many of each stratum there are and were drawn, for the report."""
        drawn = np.zeros(len(self._numbers), np.int64)
        there = np.zeros(len(self._numbers), np.int64)
        if self._numbers:
            strata = np.frombuffer(self._strata, np.uint32)
            there = np.bincount(strata, minlength=len(self._numbers))
            drawn = np.bincount(strata[chosen], minlength=len(self._numbers))
        sampling = self._sampling
        strata_told = {
            name: {"found": int(there[number]), "drawn": int(drawn[number])}
            for name, number in sorted(self._numbers.items())
        }
        return {
            "size": sampling.size,
            "stratify": sampling.stratify,
            "seed": sampling.seed,
            "strata": strata_told if sampling.stratify else None,
        }

    def _places(self) -> NDArray[np.int64]:
        """Of each image the place of its stratum by name: weeks then follow each other."""
        places = np.empty(len(self._numbers), np.int64)
        for place, (_, number) in enumerate(sorted(self._numbers.items())):
            places[number] = place
        return places[np.frombuffer(self._strata, np.uint32)]


def _number(seed: int, name: str) -> int:
    """A number, evenly drawn, from 0 to 2**64 - 1, the same for the same seed and name everywhere."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{name}".encode()).digest()[:8])
