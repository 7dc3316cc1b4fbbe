"""How a server does now and in the last minutes: a few large numbers, and plots."""

from __future__ import annotations

import math
from collections.abc import Sequence

from colophon.http.history import EVERY_SECONDS, Moment
from colophon.http.plots import Format, Plot, Span, plot
from colophon.http.quantities import UNKNOWN, duration, per_second, share, size

SHORT, LONG = 10, 60  # minutes


def tiles(moments: Sequence[Moment]) -> list[tuple[str, str, str]]:
    """What it is like now: the last minute's name, value and unit."""
    last = moments[-round(60 / EVERY_SECONDS) :]

    def mean(name: str) -> float | None:
        values = [v for m in last if (v := getattr(m, name)) is not None and math.isfinite(v)]
        return sum(v / len(values) for v in values) if values else None

    def shown(name: str, say: Format) -> str:
        value = mean(name)
        return UNKNOWN if value is None else say(value)

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
            "of all requests but those held open",
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


def span_of(now: float, moments: Sequence[Moment], asked: str | None) -> Span:
    """What the plots cover: the minutes asked for; else an hour, once there is more than its last part."""
    at = [moment.at for moment in moments]
    long = not at or now - at[0] > SHORT * 60
    minutes = int(asked) if asked else LONG if long and at else SHORT
    return Span(at, now, minutes * 60.0, EVERY_SECONDS)
