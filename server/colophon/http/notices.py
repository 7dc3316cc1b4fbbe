"""What a person should know about a server, in sentences with the way out: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from colophon.http.figures import Figures
from colophon.http.quantities import size

LOW_DISK_BYTES = 1_000_000_000  # SQLite and PostgreSQL stop answering on a full disk
HASTE = 2  # images that wait for each thread: from there on readers notice


class Weight(StrEnum):
    """How much it matters. The first found is the state of the whole."""

    FAULT = "fault"  # somebody should act
    BUSY = "busy"  # it works, at its limit
    ABSENT = "absent"  # it works, without something
    NOTED = "noted"  # it works; something happened since the start


STATES: Mapping[Weight | None, tuple[str, str]] = {
    Weight.FAULT: ("Needs attention", "Something does not work. What it is and what to do stands below."),
    Weight.BUSY: ("Busy", "Everything works, at the limit of what this machine can do."),
    Weight.ABSENT: ("Working", "Everything that is there works; something is absent."),
    Weight.NOTED: ("Working", "Everything works and nothing is absent; something happened since the start."),
    None: ("Working", "Everything works and nothing is absent."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know."""

    weight: Weight
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known besides the figures. Sizes in bytes; ``recent`` counts are of the last ten minutes."""

    figures: Figures
    store_works: bool
    draining: bool
    workers: int
    missing_trust: tuple[str, ...]
    model: bool
    why_silent: str | None  # why there is no label from the detector, where it is allowed to make one
    disk_free: int | None
    recent_sheds: int
    recent_errors: int


def notices(facts: Facts) -> list[Notice]:
    """All there is to know, the weightiest first."""
    found = [*_faults(facts), *_busy(facts), *_absent(facts), *_noted(facts.figures)]
    return sorted(found, key=lambda notice: list(Weight).index(notice.weight))


def state(found: list[Notice]) -> tuple[Weight | None, str, str]:
    """The state of the whole: its weight, a word for it, and a sentence."""
    weight = found[0].weight if found else None
    return weight, *STATES[weight]


def _faults(facts: Facts) -> Iterator[Notice]:
    figures = facts.figures
    if facts.draining:
        yield Notice(Weight.FAULT, "Shutting down", "Open requests are answered, then the process ends.")
    if not facts.store_works:
        yield Notice(
            Weight.FAULT,
            "The database does not answer",
            "Images are still looked at; disclosures, contests and decisions are refused until it is back. "
            "Is it running, and is its disk full?",
        )
    if figures.redis is False:
        yield Notice(
            Weight.FAULT,
            "Redis does not answer",
            "Every process works with its own cache until it does; nothing is lost. Is it running?",
        )
    if facts.recent_errors:
        yield Notice(
            Weight.FAULT,
            f"{_count(facts.recent_errors, 'request')} failed in the last ten minutes",
            "The fault is the server's; its log has each with a number.",
        )
    if facts.disk_free is not None and facts.disk_free < LOW_DISK_BYTES:
        yield Notice(
            Weight.FAULT,
            f"The disk has {size(facts.disk_free)} left",
            "Make room: without it the database stops answering.",
        )


def _busy(facts: Facts) -> Iterator[Notice]:
    if facts.recent_sheds:
        yield Notice(
            Weight.BUSY,
            f"{_count(facts.recent_sheds, 'image')} sent away in the last ten minutes",
            "All places were taken; readers' browsers come again by themselves when they were told to. "
            "If it goes on, this needs more cores, or more machines over one Redis and one PostgreSQL.",
        )
    elif facts.figures.waiting > HASTE * facts.workers * max(1, facts.figures.processes):
        yield Notice(
            Weight.BUSY,
            f"{_count(facts.figures.waiting, 'image')} waiting for a thread",
            "They are looked at in the order in which they came.",
        )


def _absent(facts: Facts) -> Iterator[Notice]:
    if facts.missing_trust:
        yield Notice(
            Weight.ABSENT,
            f"Trust list: {', '.join(facts.missing_trust)}",
            "Signers that it knows are shown as not recognised. `colophon trust update` fetches it.",
        )
    if not facts.model:
        yield Notice(
            Weight.ABSENT,
            "Detection model",
            "Images are judged by what is said about them only. `colophon model list` says which there are.",
        )
    elif facts.why_silent:
        yield Notice(
            Weight.ABSENT, "Labels from the detector", f"They are allowed, but not made: {facts.why_silent}."
        )
    if facts.figures.redis is None and facts.figures.processes > 1:
        yield Notice(
            Weight.ABSENT,
            "Shared cache",
            "Every process finds out by itself what another knows in memory. `--redis URL` lets them share.",
        )


def _noted(figures: Figures) -> Iterator[Notice]:
    if died := figures.workers.get("died", 0) + figures.processes_restarted.get("crash", 0):
        yield Notice(
            Weight.NOTED,
            f"{_count(died, 'thread or process', 'threads or processes')} ended unasked",
            "Each was replaced at once. The log says why; often memory was short.",
        )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
