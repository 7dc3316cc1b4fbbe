"""How a study goes, for its researchers: who is in it and whether it works, never an effect.

No figure is shown of fewer than `K` people; where one cell of a table is smaller, none of them is, because
the others and the sum would tell it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import orjson

from colophon.store.study_tallies import BUCKET_MS, Arm, Tally
from colophon.study.assign import shares
from colophon.study.spec.factors import Factor
from colophon.study.spec.study import Study
from colophon.study.split import chi_square

K = 10  # people in a cell that is shown
MISMATCH = 0.001  # p below which arms are not as they were meant to be (GrowthBook's default)
POWER = 0.8
HOLDOUT = "holdout"


@dataclass(frozen=True, slots=True)
class Split:
    """How many people have each level, wanted and drawn. ``p`` and numbers are None where a cell is small."""

    factor: str
    stratum: str | None
    levels: tuple[tuple[str, float, int | None], ...]  # name, wanted, drawn
    p: float | None

    @property
    def mismatch(self) -> bool:
        """Whether the draw went wrong."""
        return self.p is not None and self.p < MISMATCH


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm. Everything but the name is None where it has fewer than `K` people."""

    name: str
    people: int | None
    seen_people: int | None  # with an image that counts as seen
    seen: int | None  # images seen
    latency: tuple[int, int] | None  # ms within which half, and 95 of 100 labels, were there
    not_applied: float | None  # share of drawings where nothing was drawn though the arm wanted it


@dataclass(frozen=True, slots=True)
class Missing:
    """A share of what should be there and is not, in words."""

    what: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The page's figures. ``days`` are days of enrolment (since 1970, UTC) with the people so far."""

    people: int | None
    wanted: int
    days: tuple[tuple[int, int], ...]
    splits: tuple[Split, ...]
    arms: tuple[ArmRow, ...]
    missing: tuple[Missing, ...]
    smallest_now: float | None  # standardised difference of two arms that is found with `POWER` by now
    smallest_planned: float | None
    withdrew: int | None
    nobody: bool = False  # takes part yet


def overview(study: Study, tally: Tally, withdrew: int) -> Overview:
    """The figures of a study."""
    total = sum(group.people for group in tally.groups)
    arms = len(study.factors[0].levels) if study.factors else 2
    return Overview(
        people=total if total >= K else None,
        wanted=study.stopping.n,
        days=tuple(_days(tally)),
        splits=tuple(_splits(study, tally)),
        arms=tuple(_arms(tally)),
        missing=tuple(_missing(tally)),
        smallest_now=smallest(total / arms, study.analysis.alpha) if total >= K else None,
        smallest_planned=smallest(study.stopping.n / arms, study.analysis.alpha),
        withdrew=withdrew if withdrew >= K else None,
        nobody=not total and not withdrew,
    )


def smallest(per_arm: float, alpha: float, power: float = POWER) -> float | None:
    """The standardised difference of two means that so many people in each arm find with this power.

    Two-sided, by the normal distribution: within 2 % of the t test's from 30 people on. None below 2 people.
    """
    if per_arm < 2:
        return None
    normal = NormalDist()
    return (normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)) * math.sqrt(2 / per_arm)


def quantile(buckets: Mapping[int, int], share: float) -> int | None:
    """The upper end, in ms, of the bucket within which this share of labels lies. None without any."""
    total, so_far = sum(buckets.values()), 0
    for bucket in sorted(buckets):
        so_far += buckets[bucket]
        if so_far >= share * total:
            return (bucket + 1) * BUCKET_MS
    return None


def _days(tally: Tally) -> Iterable[tuple[int, int]]:
    """People enrolled up to each day; days before there are `K` of them are left out."""
    by_day: Counter[int] = Counter()
    for group in tally.groups:
        by_day[group.day] += group.people
    so_far = 0
    for day in range(min(by_day, default=0), max(by_day, default=-1) + 1):
        so_far += by_day[day]
        if so_far >= K:
            yield day, so_far


def _splits(study: Study, tally: Tally) -> Iterable[Split]:
    strata = sorted({group.stratum for group in tally.groups if group.stratum is not None})
    for factor in study.factors:
        if factor.unit == "participant":
            yield _split(factor, tally, None)
            for stratum in strata:
                yield _split(factor, tally, stratum)


def _split(factor: Factor, tally: Tally, stratum: str | None) -> Split:
    drawn: Counter[str] = Counter()
    for group in tally.groups:
        if not group.holdout and stratum in (None, group.stratum):
            drawn[group.levels.get(factor.name, "")] += group.people
    counts = [drawn[level.name] for level in factor.levels]
    told = min(counts) >= K
    wanted = [share * sum(counts) for share in shares(factor)]
    levels = tuple(
        (level.name, want, count if told else None)
        for level, want, count in zip(
            factor.levels, wanted if told else [0.0] * len(counts), counts, strict=True
        )
    )
    return Split(factor.name, stratum, levels, chi_square(counts, shares(factor))[1] if told else None)


def _arms(tally: Tally) -> Iterable[ArmRow]:
    people: Counter[str] = Counter()
    for group in tally.groups:
        people[_key(group.levels)] += group.people
    told = min(people.values(), default=0) >= K
    for key in sorted(people):
        arm = tally.arms.get(key, Arm())
        name = _name(orjson.loads(key))
        yield _arm(name, people[key], arm) if told else ArmRow(name, None, None, None, None, None)


def _arm(name: str, people: int, arm: Arm) -> ArmRow:
    seen = arm.people["exposed"]
    enough = arm.people["painted"] >= K
    half, most = quantile(arm.latency, 0.5), quantile(arm.latency, 0.95)
    wrong = sum(n for reason, n in arm.reasons.items() if reason in _NOT_AS_WANTED)
    return ArmRow(
        name=name,
        people=people,
        seen_people=seen if seen >= K else None,
        seen=arm.events["exposed"] if seen >= K else None,
        latency=(half, most) if enough and half is not None and most is not None else None,
        not_applied=wrong / arm.events["painted"] if enough else None,
    )


_NOT_AS_WANTED = frozenset({"too_small", "late", "gone", "error"})


def _missing(tally: Tally) -> Iterable[Missing]:
    """Over all arms together, so that nothing about a difference between them is told."""
    people = sum(group.people for group in tally.groups)
    events: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for arm in tally.arms.values():
        events += arm.events
        known += arm.people
    told = people >= K

    def share(part: float, whole: float, enough: int) -> float | None:
        return min(1.0, max(0.0, part / whole)) if told and whole and enough >= K else None

    yield Missing("Participants who sent nothing yet", share(people - known[""], people, people))
    yield Missing(
        "Checked images of which nothing is known about the label",
        share(events["eligible"] - events["painted"], events["eligible"], known["eligible"]),
    )
    yield Missing(
        "Surveys that were declined",
        share(events["survey_dismissed"], events["survey_shown"], known["survey_shown"]),
    )
    yield Missing("Events that report a fault", share(events["error"], events[""], known[""]))


def _key(levels: Mapping[str, str]) -> str:
    return orjson.dumps(dict(levels), option=orjson.OPT_SORT_KEYS).decode()


def _name(levels: Mapping[str, str]) -> str:
    return ", ".join(f"{factor} = {level}" for factor, level in levels.items()) or HOLDOUT
