"""The page for whoever runs the server: how it does, what is absent. Nothing on it is about a person."""

from __future__ import annotations

import asyncio
import math
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from colophon import __version__
from colophon.http.figures import Figures, Spread
from colophon.http.history import EVERY_SECONDS, Moment
from colophon.http.notices import Facts, notices, state
from colophon.http.operations import Parameter
from colophon.http.pages import page
from colophon.http.parameters import choice_of
from colophon.http.plots import Format, Plot, Span, age, duration, per_second, plot, share, size
from colophon.http.services import SERVICES, Services

MINUTES = Parameter(
    "minutes",
    "query",
    {"type": "string", "enum": ["10", "60"]},
    "What the plots cover; by itself 60 once the server is up for more than 10.",
)
SHORT, LONG = 10, 60
RECENT_SECONDS = 600.0
# the tiers in the order in which they are asked
TIERS = {
    "memory": "in memory",
    "redis": "in Redis",
    "database": "in the database",
    "miss": "nowhere",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar as long as its ``share`` (0 to 100) of the largest."""

    name: str
    value: str
    share: int
    note: str = ""


async def status_page(request: web.Request) -> web.Response:
    """Plots, figures and what is absent."""
    services = request.app[SERVICES]
    figures, moments = services.metrics.figures(), services.history.moments
    store = await _store(services)
    disk = await asyncio.to_thread(_disk, services.config.data)
    found = notices(_facts(services, figures, moments, store is not None, disk))
    span = _span(figures.at, moments, choice_of(request, MINUTES))
    return page(
        request,
        "status.html",
        state=state(found),
        notices=found,
        at=figures.at,
        minutes=round(span.seconds / 60),
        uptime=age(max(0.0, figures.at - figures.started)),
        tiles=tiles(moments),
        plots=plots(moments, span),
        routes=_routes(figures),
        stages=_stages(figures),
        tiers=_bars({TIERS.get(tier, tier): n for tier, n in _ordered(figures.cache).items()}),
        sheds=_bars(figures.sheds),
        checks={name: dict(sorted(outcomes.items())) for name, outcomes in sorted(figures.checks.items())},
        machine=_machine(services, figures, disk),
        versions=_versions(services),
        kept=_kept(services, figures, store),
    )


def tiles(moments: Sequence[Moment]) -> list[tuple[str, str, str]]:
    """What it is like now: the last minute's name, value and unit."""
    last = moments[-round(60 / EVERY_SECONDS) :]

    def mean(name: str) -> float | None:
        values = [v for m in last if (v := getattr(m, name)) is not None and math.isfinite(v)]
        return sum(v / len(values) for v in values) if values else None

    def shown(name: str, say: Format) -> str:
        value = mean(name)
        return "–" if value is None else say(value)

    return [
        ("Requests", shown("requests", per_second), "per second"),
        ("Images", shown("images", per_second), "per second"),
        ("Half of the answers", shown("p50", duration), "or faster"),
        ("95 of 100 answers", shown("p95", duration), "or faster"),
        ("Found in a cache", shown("hit_share", share), "of the images"),
        ("Being looked at", shown("pending", per_second), "images"),
    ]


def plots(moments: Sequence[Moment], span: Span) -> list[Plot]:
    """The last minutes in small pictures, all over the same time."""

    def of(name: str) -> list[float | None]:
        return [getattr(moment, name) for moment in moments]

    return [
        plot("requests", "Requests", "per second", {"Requests": of("requests")}, span, per_second),
        plot("images", "Images", "per second, asked for or sent", {"Images": of("images")}, span, per_second),
        plot(
            "answers",
            "Time to answer",
            "of all requests, but for those that are held open until something changes",
            {"half of them": of("p50"), "95 of 100": of("p95")},
            span,
            duration,
            wide=True,
        ),
        plot("hits", "Found in a cache", "of the images", {"Found": of("hit_share")}, span, share, 1.0),
        plot(
            "queue",
            "Images at work",
            "admitted, and waiting for a thread",
            {"admitted": of("pending"), "waiting": of("waiting")},
            span,
            per_second,
        ),
        plot(
            "refused",
            "Sent away and failed",
            "per second",
            {"sent away": of("sheds"), "failed": of("errors")},
            span,
            per_second,
        ),
        plot("cpu", "Processor", "cores in use by the server", {"Cores": of("cpu")}, span, per_second),
        plot("memory", "Memory", "in use by the server", {"Memory": of("memory_bytes")}, span, size),
    ]


def _span(now: float, moments: Sequence[Moment], asked: str | None) -> Span:
    at = [moment.at for moment in moments]
    long = not at or now - at[0] > SHORT * 60
    minutes = int(asked) if asked else LONG if long and at else SHORT
    return Span(at, now, minutes * 60.0, EVERY_SECONDS)


def _facts(
    services: Services, figures: Figures, moments: Sequence[Moment], works: bool, disk: int | None
) -> Facts:
    def recent(name: str) -> int:
        since = figures.at - RECENT_SECONDS
        total = sum(getattr(m, name) * EVERY_SECONDS for m in moments if m.at > since)
        return round(total) if math.isfinite(total) else 0

    detector, config = services.detector, services.config
    return Facts(
        figures=figures,
        store_works=works,
        draining=services.draining.on,
        workers=config.workers,
        missing_trust=tuple(tier for tier, there in services.trust.items() if not there),
        model=detector.detector is not None,
        why_silent=detector.why_silent(allowed=True) if config.detector_chip else None,
        disk_free=disk,
        recent_sheds=recent("sheds"),
        recent_errors=recent("errors"),
    )


def _routes(figures: Figures) -> list[tuple[str, Spread, tuple[str, ...]]]:
    rows = sorted(figures.routes.items(), key=lambda row: -row[1].count)
    return [(name, s, tuple(duration(v) for v in (s.p50, s.p95, s.p99))) for name, s in rows]


def _stages(figures: Figures) -> list[Bar]:
    """Where the time of an image goes: each stage's share of all time spent."""
    spent = {name: s.mean * s.count for name, s in figures.stages.items()}
    whole = sum(spent.values())
    largest = max(spent.values(), default=0.0)
    return [
        Bar(
            name,
            duration(figures.stages[name].mean),
            _percent(seconds, largest),
            f"{share(seconds / whole) if whole else share(0)} of the time",
        )
        for name, seconds in sorted(spent.items(), key=lambda row: -row[1])
    ]


def _bars(counts: Mapping[str, int]) -> list[Bar]:
    whole, largest = sum(counts.values()), max(counts.values(), default=0)
    return [
        Bar(name, f"{n:,}", _percent(n, largest), share(n / whole) if whole else share(0))
        for name, n in counts.items()
    ]


def _percent(part: float, whole: float) -> int:
    return round(100 * min(1.0, part / whole)) if whole > 0 and math.isfinite(part / whole) else 0


def _ordered(cache: Mapping[str, int]) -> dict[str, int]:
    return {tier: cache[tier] for tier in (*TIERS, *sorted(cache.keys() - TIERS.keys())) if tier in cache}


def _machine(services: Services, figures: Figures, disk: int | None) -> list[tuple[str, str]]:
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


def _versions(services: Services) -> list[tuple[str, str]]:
    versions = {name: value for name, value in services.assessed_with.items() if name != "generation"}
    trust = [f"{tier} {'present' if there else 'absent'}" for tier, there in services.trust.items()]
    return [
        ("Colophon", __version__),
        *((f"Version of {name}", str(value)) for name, value in versions.items()),
        ("Trust lists", ", ".join(trust) or "none"),
    ]


def _kept(services: Services, figures: Figures, open_contests: int | None) -> list[tuple[str, str]]:
    return [
        ("Open contests", "unknown" if open_contests is None else f"{open_contests:,}"),
        ("Generation of the registry", f"{services.registry.generation:,}"),
        ("Refused by a quota", f"{figures.quota_refusals:,}"),
    ]


def _sum(counts: Mapping[str, int]) -> str:
    parts = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in sorted(counts.items()) if n)
    return parts or "none"


def _database(services: Services) -> str:
    """Its kind and nothing of its address: that may hold a password."""
    url = services.config.database
    return make_url(url).get_backend_name() if url else "sqlite, in the data folder"


async def _store(services: Services) -> int | None:
    """How many contests are open; None when the database does not answer."""
    try:
        return len(await services.store.cases.open_contests())
    except SQLAlchemyError:
        return None


def _disk(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
