"""Figures for Prometheus, in a registry of this application's own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from colophon.evidence import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# seconds: from a lookup in the cache (under a millisecond) to the deadline of an image
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """Counters, gauges and histograms. Also the `Observer` of the pipeline."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Histogram(
            "colophon_request_seconds",
            "Time from the end of the headers to the answer.",
            ("method", "route", "status"),
            registry=registry,
            buckets=BUCKETS,
        )
        self.in_flight = Gauge(
            "colophon_requests_in_flight", "Requests being answered now.", registry=registry
        )
        self.pending = Gauge(
            "colophon_images_pending", "Images admitted and not answered.", registry=registry
        )
        self.sheds = Counter(
            "colophon_sheds", "Images refused before their body was read.", ("reason",), registry=registry
        )
        self._stages = Histogram(
            "colophon_stage_seconds",
            "Time spent on one image, by stage.",
            ("stage",),
            registry=registry,
            buckets=BUCKETS,
        )
        self._checks = Counter(
            "colophon_checks", "Checks by outcome.", ("check", "outcome"), registry=registry
        )
        self._cache = Counter(
            "colophon_cache", "Images asked for, by where they were found.", ("tier",), registry=registry
        )

    def stage(self, name: str, seconds: float) -> None:
        """One stage of one image took this long."""
        self._stages.labels(name).observe(seconds)

    def check(self, name: str, state: State) -> None:
        """One check ended like this."""
        self._checks.labels(name, state).inc()

    def cache(self, tier: str) -> None:
        """An image was asked for and found in memory, in the database, or not (``miss``)."""
        self._cache.labels(tier).inc()

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)
