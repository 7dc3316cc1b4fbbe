"""What is put into a simulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from colophon.errors import InputError

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """How large an effect is: in the unit of its outcome or, with ``sds``, in standard deviations of it."""

    value: float
    sds: bool = False

    def __str__(self) -> str:
        return f"{self.value:g}d" if self.sds else f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class World:
    """People and what moves them. Shares are between 0 and 1.

    ``effects`` and ``baselines`` are by the name of a planned test; ``withdrawing`` by the name of a level,
    `EVERYBODY` for the others. ``icc`` is how much of the variance of an answer lies between people.
    """

    participants: int
    effects: Mapping[str, Amount] = field(default_factory=dict)
    baselines: Mapping[str, float] = field(default_factory=dict)
    labelled: float = 0.4
    exposures: int = 30
    icc: float = 0.2
    attrition: float = 0.1
    withdrawing: Mapping[str, float] = field(default_factory=lambda: {EVERYBODY: 0.02})
    dismissed: float = 0.1
    inattentive: float = 0.03
    seed: int = 1


def amounts(words: Iterable[str], tests: Iterable[str]) -> dict[str, Amount]:
    """``TEST=VALUE`` or, in standard deviations, ``TEST=VALUEd``. Raises InputError."""
    found = {}
    for word in words:
        name, value = _of_test("--effect", word, tests)
        found[name] = Amount(_number(word, value.removesuffix("d")), value.endswith("d"))
    return found


def means(words: Iterable[str], tests: Iterable[str]) -> dict[str, float]:
    """``TEST=VALUE``. Raises InputError."""
    told = (_of_test("--baseline", word, tests) for word in words)
    return {name: _number(f"{name}={value}", value) for name, value in told}


def numbers(words: Iterable[str]) -> dict[str, float]:
    """``NAME=VALUE``; a VALUE alone is for `EVERYBODY`. Raises InputError."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        found[name if equals else EVERYBODY] = _number(word, value if equals else name)
    return found


def _of_test(option: str, word: str, tests: Iterable[str]) -> tuple[str, str]:
    """The name of a planned test, and what stands behind it."""
    name, equals, value = word.partition("=")
    known = list(tests)
    if not equals:
        example = f"{known[0]}={word if word[:1] in '-.0123456789' else '0.3'}"
        raise InputError(
            f"{option} {word} does not say of which planned test: write NAME=VALUE, such as {example}; "
            f"planned are: {', '.join(known)}"
        )
    if name not in known:
        raise InputError(f"{option} {word}: there is no planned test {name!r}; there are: {', '.join(known)}")
    return name, value


def _number(word: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e9:
        raise InputError(f"{word!r} has no number: write NAME=VALUE, such as meaning=0.15 or belief=-0.3d")
    return number
