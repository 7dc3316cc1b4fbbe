"""What is counted, as Prometheus reads it, as plain numbers, and added up over processes."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram
from tests.http_fixtures import Start
from tests.pictures import FakeCheck

from colophon.evidence import State
from colophon.http.figures import Reading, percentile
from colophon.http.history import KEPT, History, SavedHistory, between, save
from colophon.http.metrics import Metrics
from colophon.http.sampling import Looks, Sampler
from colophon.http.tallies import BUCKETS, TimesByKind
from colophon.processes import figures

NAMES = (
    "colophon_images_waiting", "colophon_slow_waiting", "colophon_readers_restarted_total",
    "colophon_processes",
    "colophon_database_errors_total", "colophon_quota_refusals_total", "colophon_redis_failures_total",
    "colophon_start_time_seconds", "colophon_memory_bytes", "colophon_cpu_seconds_total",
    "colophon_requests_in_flight", "colophon_images_pending",
)  # fmt: skip


def busy() -> Metrics:
    metrics = Metrics()
    metrics.begin()
    for milliseconds in (1, 2, 3, 400):
        metrics.request("GET", "/healthz", 200, milliseconds / 1000)
    metrics.request("GET", "/v1/changes", 200, 19.0)
    metrics.request("PUT", "/v1/images/{sha256}", 503, 0.001)
    metrics.request("PUT", "/v1/images/{sha256}", 500, 0.001)
    metrics.stage("decode", 0.02)
    metrics.check("c2pa", State.DONE)
    metrics.check("c2pa", State.ERROR)
    metrics.cache("memory", 3)
    metrics.cache("miss")
    metrics.shed("pending")
    metrics.worker("died")
    metrics.slow("dropped")
    metrics.task_restarted("registry")
    metrics.process_restarted("crash")
    metrics.readers_restarted(2)
    metrics.quota_refused()
    metrics.database_error()
    metrics.redis_failed()
    metrics.images_pending(4)
    metrics.waiting(2, 1)
    metrics.used(1.5, 1000)
    return metrics


def test_figures_are_what_was_counted() -> None:
    found = busy().figures()
    assert found.requests == {"2xx": 5, "5xx": 2}
    assert found.routes["GET /healthz"].count == 4
    assert found.routes["GET /healthz"].mean == pytest.approx(0.1015)
    assert 0.001 <= found.routes["GET /healthz"].p50 <= 0.0025
    assert 0.25 <= found.routes["GET /healthz"].p99 <= 0.5
    assert found.stages["decode"].count == 1
    assert found.checks == {"c2pa": {"done": 1, "error": 1}}
    assert (found.cache, found.sheds) == ({"memory": 3, "miss": 1}, {"pending": 1})
    assert (found.workers, found.slow, found.tasks_restarted) == (
        {"died": 1},
        {"dropped": 1},
        {"registry": 1},
    )
    assert (found.readers_restarted, found.processes_restarted) == (2, {"crash": 1})
    assert (found.quota_refusals, found.database_errors, found.redis_failures) == (1, 1, 1)
    assert (found.pending, found.waiting, found.slow_waiting) == (4, 2, 1)
    assert (found.processes, found.memory_bytes, found.cpu_seconds) == (1, 1000, 1.5)
    assert 0 <= found.uptime_seconds < 60
    assert found.redis is None


@pytest.mark.parametrize("working", [True, False])
def test_redis_is_a_figure_only_where_there_is_one(working: bool) -> None:
    metrics = Metrics()
    metrics.redis_working(None)
    assert b"colophon_redis_working" not in metrics.text()
    metrics.redis_working(working)
    assert metrics.figures().redis is working


def test_a_moment_is_what_happened_since_the_one_before(tmp_path: Path) -> None:
    metrics = Metrics()
    before = metrics.reading()
    for seconds in (0.001, 0.002, 0.4):
        metrics.request("GET", "/healthz", 200, seconds)
    metrics.request("GET", "/v1/changes", 200, 20.0)
    metrics.request("PUT", "/v1/images/{sha256}", 500, 0.001)
    metrics.request("PUT", "/v1/images/{sha256}", 503, 0.001)
    metrics.cache("memory", 9)
    metrics.cache("miss", 1)
    metrics.shed("pending")
    metrics.used(5.0, 77)
    now = metrics.reading()
    now.at = before.at + 10
    moment = between(before, now)
    assert (moment.requests, moment.images, moment.sheds, moment.errors) == (0.6, 1.0, 0.1, 0.1)
    assert (moment.hit_share, moment.cpu, moment.memory_bytes) == (0.9, 0.5, 77)
    assert moment.p95 is not None
    assert 0.001 <= moment.p95 <= 0.5  # what is held open is no answer that took long
    quiet = between(now, now_later(metrics, now.at + 10))
    assert (quiet.requests, quiet.hit_share, quiet.p50, quiet.p95) == (0.0, None, None, None)
    assert SavedHistory(tmp_path).moments == []
    save(tmp_path, [moment, quiet])
    assert SavedHistory(tmp_path).moments == [moment, quiet]


def now_later(metrics: Metrics, at: float) -> Reading:
    later = metrics.reading()
    later.at = at
    return later


def test_an_hour_is_kept() -> None:
    metrics, history = Metrics(), History()
    for number in range(KEPT + 10):
        reading = metrics.reading()
        reading.at = 10.0 * number
        history.add(reading)
    assert len(history.moments) == KEPT
    assert history.moments[-1].at == 10.0 * (KEPT + 9)


@given(st.lists(st.floats(0.0001, 19.9), min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_percentile_lies_in_the_bucket_of_the_true_one(values: list[float], share: float) -> None:
    bounds = (*BUCKETS, math.inf)
    buckets = {bound: float(sum(value <= bound for value in values)) for bound in bounds}
    true = sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
    upper = next(bound for bound in bounds if true <= bound)
    lower = max((bound for bound in bounds if bound < upper), default=0.0)
    assert lower <= percentile(buckets, share) <= upper


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([0.0, *BUCKETS, 0.003, 99.0]), st.booleans()))
)
def test_times_told_together_are_those_that_were_told_one_by_one(
    times: list[tuple[str, float, bool]],
) -> None:
    def histogram() -> tuple[Histogram, CollectorRegistry]:
        registry = CollectorRegistry()
        return Histogram("time", "Time.", ["kind"], registry=registry, buckets=BUCKETS), registry

    (together, ours), (alone, theirs) = histogram(), histogram()
    tallies = TimesByKind(together)
    for kind, seconds, tell in times:
        tallies.of(kind).add(seconds)
        alone.labels(kind).observe(seconds)
        if tell:
            tallies.tell()
    tallies.tell()
    tallies.tell()
    assert _samples(ours) == _samples(theirs)


def _samples(registry: CollectorRegistry) -> dict[tuple[str, ...], object]:
    return {
        (sample.name, *sample.labels.values()): pytest.approx(sample.value)
        for metric in registry.collect()
        for sample in metric.samples
        if not sample.name.endswith("_created")
    }


def test_nothing_has_no_percentile() -> None:
    assert math.isnan(percentile({}, 0.5))
    assert math.isnan(percentile(dict.fromkeys((0.1, math.inf), 0.0), 0.5))


def test_the_sampler_counts_what_is_new() -> None:
    metrics, readers = Metrics(), [3]
    sampler = Sampler(metrics, Looks(lambda: 5, lambda: 6, lambda: readers[0], lambda: None))
    sampler.sample()
    readers[0] = 4
    sampler.sample()
    found = metrics.figures()
    assert (found.waiting, found.slow_waiting, found.readers_restarted) == (5, 6, 4)
    assert found.memory_bytes > 10_000_000
    assert found.cpu_seconds > 0


async def test_every_figure_is_there_from_the_start(start: Start) -> None:
    running = await start(FakeCheck())
    async with running.client.get("/metrics") as answer:
        text = await answer.text()
    assert [name for name in NAMES if f"\n{name} " not in text] == []
    async with running.services.store.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE meta")
    async with running.client.get("/readyz") as answer:
        assert answer.status == 503
    assert running.services.metrics.figures().database_errors >= 1


COUNTS = """
import sys
from pathlib import Path
from colophon.processes import figures
figures.join(Path(sys.argv[1]), int(sys.argv[2]))
from colophon.http.metrics import Metrics
metrics = Metrics()
metrics.begin()
metrics.request("GET", "/healthz", 200, 0.001)
metrics.images_pending(3)
if sys.argv[3:]:
    found = metrics.figures()
    print(found.requests["2xx"], found.routes["GET /healthz"].count, found.pending, found.processes)
metrics.tell()
figures.close()
"""


def test_processes_are_added_up_and_one_that_ended_holds_nothing(tmp_path: Path) -> None:
    def count(number: int, *more: str) -> str:
        command = [sys.executable, "-W", "error", "-c", COUNTS, str(tmp_path), str(number), *more]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    count(1)
    count(2)
    assert count(3, "and say").split() == ["3", "3", "9", "3"]
    figures.leave(tmp_path, 1)
    assert count(2, "and say").split() == ["4", "4", "6", "2"]  # counts on where the dead one stopped
    assert len(list(tmp_path.glob("counter_*"))) == 3
