"""Figures in rows, for the status page."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import make_url

from colophon import __version__
from colophon.http.figures import Figures
from colophon.http.lists import host_of, in_words
from colophon.http.quantities import age, duration, share, size
from colophon.http.services import Services
from colophon.store.subscriptions import Source, Subscription

# the tiers in the order in which they are asked
TIERS = {
    "memory": "in memory",
    "redis": "in Redis",
    "database": "in the database",
    "miss": "nowhere",
}
STEPS = {
    "decode": "opening the image",
    "pdq": "fingerprint",
    "c2pa": "signed records",
    "image_text": "text in the image, after the answer",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar as long as its ``share`` (0 to 100) of the largest."""

    name: str
    value: str
    share: int
    note: str = ""


def routes(figures: Figures) -> list[tuple[str, int, tuple[str, ...]]]:
    """Addresses with how often and how fast they were answered, the most used first."""
    rows = sorted(figures.routes.items(), key=lambda row: -row[1].count)
    return [
        (name.replace("(none)", "elsewhere"), s.count, tuple(map(duration, (s.p50, s.p95, s.p99))))
        for name, s in rows
    ]


def stages(figures: Figures) -> list[Bar]:
    """Where the time of an image goes: each stage's share of all time spent."""
    spent = {name: s.mean * s.count for name, s in figures.stages.items()}
    whole = sum(spent.values())
    largest = max(spent.values(), default=0.0)
    return [
        Bar(
            STEPS.get(name, name),
            duration(figures.stages[name].mean),
            _percent(seconds, largest),
            f"{share(seconds / whole) if whole else share(0)} of the time",
        )
        for name, seconds in sorted(spent.items(), key=lambda row: -row[1])
    ]


def checks(figures: Figures) -> dict[str, dict[str, int]]:
    """How often each check ended how."""
    rows = sorted(figures.checks.items())
    return {STEPS.get(name, name): dict(sorted(outcomes.items())) for name, outcomes in rows}


def tiers(figures: Figures) -> list[Bar]:
    """Where images were found."""
    return bars({TIERS.get(tier, tier): n for tier, n in _ordered(figures.cache).items()})


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """Counts, each with its share."""
    whole, largest = sum(counts.values()), max(counts.values(), default=0)
    return [
        Bar(name, f"{n:,}", _percent(n, largest), share(n / whole) if whole else share(0))
        for name, n in counts.items()
    ]


def _percent(part: float, whole: float) -> int:
    return round(100 * min(1.0, part / whole)) if whole > 0 and math.isfinite(part / whole) else 0


def _ordered(cache: Mapping[str, int]) -> dict[str, int]:
    return {tier: cache[tier] for tier in (*TIERS, *sorted(cache.keys() - TIERS.keys())) if tier in cache}


def machine(services: Services, figures: Figures, disk: int | None) -> list[tuple[str, str]]:
    """What it runs on and how that holds. ``disk`` is what is free, in bytes."""
    events = {**figures.workers, **figures.tasks_restarted}
    redis = {True: "answers", False: "does not answer", None: "not in use"}[figures.redis]
    return [
        ("Processes", f"{figures.processes}, with {services.config.workers} threads each for images"),
        ("Cores of the machine", str(os.cpu_count() or "unknown")),
        ("Restarted processes", _sum(figures.processes_restarted)),
        ("Replaced threads and tasks", _sum(events)),
        ("Replaced reader processes", f"{figures.readers_restarted:,}"),
        ("Looks after the answer", f"{_sum(figures.slow)}; {figures.slow_waiting:,} waiting"),
        ("Database", _database(services)),
        ("Failed questions to the database", f"{figures.database_errors:,}"),
        ("Redis", redis),
        ("Failed questions to Redis", f"{figures.redis_failures:,}"),
        ("Free on the disk", "unknown" if disk is None else size(disk)),
        ("Memory", size(figures.memory_bytes)),
        ("Processor time", age(figures.cpu_seconds)),
    ]


def versions(services: Services) -> list[tuple[str, str]]:
    """Of everything that an assessment depends on."""
    every = {name: value for name, value in services.assessed_with.items() if name != "generation"}
    trust = [f"{tier} {'present' if there else 'absent'}" for tier, there in services.trust.items()]
    return [
        ("Colophon", __version__),
        *((f"Version of {name}", str(value)) for name, value in every.items()),
        ("Trust lists", ", ".join(trust) or "none"),
    ]


def kept(services: Services, figures: Figures, open_contests: int | None) -> list[tuple[str, str]]:
    """What people wait for, and what counts for them."""
    return [
        ("Open contests", "unknown" if open_contests is None else f"{open_contests:,}"),
        ("Generation of the registry", f"{services.registry.generation:,}"),
        ("Refused by a quota", f"{figures.quota_refusals:,}"),
    ]


def followed(subscriptions: Sequence[Subscription], now: float) -> list[tuple[str, str, str, str]]:
    """Lists of others: name, whose it is, how it stands in words, how long ago it was asked."""
    return [
        (
            one.name,
            f"{host_of(one)}, {'signed' if one.kind is Source.STREAM else 'not signed'}",
            in_words(one),
            "never" if one.checked is None else f"{age(max(0.0, now - one.checked))} ago",
        )
        for one in subscriptions
    ]


def _sum(counts: Mapping[str, int]) -> str:
    parts = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in sorted(counts.items()) if n)
    return parts or "none"


def _database(services: Services) -> str:
    """Its kind and nothing of its address: that may hold a password."""
    url = services.config.database
    return make_url(url).get_backend_name() if url else "sqlite, in the data folder"
