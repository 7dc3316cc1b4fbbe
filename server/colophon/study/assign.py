"""Who gets what: a hash of the study and the unit, the same here and in the extension.

The hash, the ranges and the choice are those of GrowthBook's SDKs (specification 0.8.0, hash version 2); both
languages are held against its published vectors. In JavaScript: `extension/background/assignment.js`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import reduce

from colophon.errors import InputError
from colophon.study.spec.factors import Factor, Unit
from colophon.study.spec.study import Study

Range = tuple[float, float]
_OFFSET, _PRIME = 0x811C9DC5, 0x01000193  # FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv)
_UNIT = re.compile(r"[\x21-\x7e]{1,200}")
_NEAR_ONE = (0.99, 1.01)  # sums of weights outside are taken for a mistake, by the specification
OF_COVERAGE, OF_HOLDOUT, OF_SURVEY = "coverage", "holdout", "survey"  # no factor may have these names


def fnv(text: str) -> int:
    """FNV-1a of a text's code units, 32 bit."""
    value = _OFFSET
    for char in text:
        value = ((value ^ ord(char)) * _PRIME) & 0xFFFFFFFF
    return value


def bucket(seed: str, unit: str, version: int = 2) -> float | None:
    """Where a unit lies in [0, 1), in steps of 1/10,000 (version 1: 1/1,000); None for other versions."""
    if version == 2:
        return fnv(str(fnv(seed + unit))) % 10_000 / 10_000
    return fnv(unit + seed) % 1000 / 1000 if version == 1 else None


def equal_weights(number: int) -> list[float]:
    """Weights of so many variations that are equally likely; none for a number below 1."""
    return [1 / number] * number if number > 0 else []


def ranges(number: int, coverage: float = 1, weights: Sequence[float] | None = None) -> list[Range]:
    """The part of [0, 1) that each variation has. Weights that do not fit or add up to 1 are made equal."""
    share = min(1.0, max(0.0, coverage))
    used = list(weights) if weights is not None and len(weights) == number else equal_weights(number)
    if not _NEAR_ONE[0] <= _total(used) <= _NEAR_ONE[1]:
        used = equal_weights(number)
    starts = [_total(used[:index]) for index in range(len(used))]
    return [(start, start + share * weight) for start, weight in zip(starts, used, strict=True)]


def choose(place: float, parts: Sequence[Range]) -> int:
    """The number of the variation whose part ``place`` is in; -1 if in none."""
    return next((i for i, (start, end) in enumerate(parts) if start <= place < end), -1)


def in_namespace(unit: str, namespace: str, start: float, end: float) -> bool:
    """Whether a unit is in a part of a namespace, which studies that exclude each other share."""
    place = bucket(f"__{namespace}", unit, 1)
    return place is not None and start <= place < end


def shares(factor: Factor) -> list[float]:
    """The weights of a factor's levels, as shares of their sum."""
    weights = [level.weight for level in factor.levels]
    return [weight / _total(weights) for weight in weights]


def level_of(study: str, factor: Factor, unit: str) -> str:
    """The level of a unit (`unit_of`), by hash. Raises InputError for a unit that is not ASCII."""
    parts = ranges(len(factor.levels), 1, shares(factor))
    return factor.levels[choose(_place(f"{study}:{factor.name}", unit), parts)].name


def unit_of(kind: Unit, participant: str, item: str = "", session: str = "", day: str = "") -> str:
    """What is hashed for a factor of this unit; ``day`` is YYYY-MM-DD in UTC.

    An item is drawn anew for each participant: with few images, one draw for all would make what differs
    between them look like an effect. Raises InputError where the part that is needed is empty.
    """
    needed = {"participant": participant, "item": item, "session": session, "day": day}[kind]
    if not needed:
        raise InputError(f"a factor drawn by {kind} needs the {kind}, which is empty; give its id")
    return needed if kind == "participant" else f"{participant}|{needed}"


def in_holdout(study: Study, participant: str) -> bool:
    """Whether a participant is outside all arms; drawn by a seed of its own, before anything else."""
    share = study.holdout.share if study.holdout else 0
    return _place(f"{study.id}:{OF_HOLDOUT}", participant) < share


def covered(study: str, item: str, share: float) -> bool:
    """Whether an item's label is among those shown where a treatment covers ``share`` of them."""
    return _place(f"{study}:{OF_COVERAGE}", item) < share


def surveyed(study: str, survey: str, participant: str, item: str, share: float) -> bool:
    """Whether a participant is asked about an item, where a survey asks about ``share`` of them."""
    return _place(f"{study}:{OF_SURVEY}:{survey}", f"{participant}|{item}") < share


def levels_of(study: Study, units: Mapping[Unit, str]) -> dict[str, str]:
    """The levels by hash of all factors whose unit is among ``units`` (kind to `unit_of`)."""
    drawn = {f.name: (f, units[f.unit]) for f in study.factors if f.unit in units}
    return {name: level_of(study.id, factor, unit) for name, (factor, unit) in drawn.items()}


def block_level(study: str, factor: Factor, stratum: str, block: int, count: int, secret: bytes = b"") -> str:
    """The level of the next participant of a stratum that has ``count`` of them already.

    Permuted blocks: in every ``block`` participants each level comes as often as its weight says. The order
    within one follows from study, factor, stratum, block and ``secret``, which keeps researchers from
    knowing the next arm. Raises InputError where the weights do not divide the block.
    """
    number, place = divmod(count, block)
    slots = [
        level.name for level, n in zip(factor.levels, slots_of(factor, block), strict=True) for _ in range(n)
    ]
    seed = "\0".join((study, factor.name, stratum, str(number)))
    order = sorted(range(block), key=lambda slot: _digest(seed, slot, secret))
    return slots[order[place]]


def slots_of(factor: Factor, block: int) -> list[int]:
    """How often each level comes in a block. Raises InputError where that is no whole number."""
    wanted = [share * block for share in shares(factor)]
    slots = [round(number) for number in wanted]
    if any(abs(a - b) > 1e-6 for a, b in zip(wanted, slots, strict=True)) or min(slots) < 1:
        weights = ", ".join(f"{level.weight:g}" for level in factor.levels)
        raise InputError(f"a block of {block} cannot hold the levels of {factor.name} by weights {weights}")
    return slots


def _place(seed: str, unit: str) -> float:
    if not _UNIT.fullmatch(unit):
        raise InputError(
            f"the unit {unit[:40]!r} cannot be drawn: ids are 1 to 200 printable ASCII characters without a "
            "space, so that both languages see the same; use the participant code"
        )
    return fnv(str(fnv(seed + unit))) % 10_000 / 10_000


def _total(weights: Sequence[float]) -> float:
    """Added from left to right, as JavaScript does; `sum` rounds otherwise since Python 3.12."""
    return reduce(lambda total, weight: total + weight, weights, 0.0)


def _digest(seed: str, slot: int, secret: bytes) -> bytes:
    return hashlib.sha256(secret + f"{seed}\0{slot}".encode()).digest()
