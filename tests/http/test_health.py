from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from tests.http_fixtures import Start
from tests.pictures import FakeCheck, picture, sha256, until

from colophon.evidence import Findings
from colophon.wire import API

HEALTH_JS = Path(__file__).parent.parent.parent / "extension" / "background" / "health.js"


def test_the_extension_needs_nothing_that_this_server_lacks() -> None:
    needed = re.search(r"NEEDED_API = (\d+);", HEALTH_JS.read_text(encoding="utf-8"))
    assert needed
    assert int(needed[1]) <= API


async def test_ready_says_what_is_absent(start: Start) -> None:
    running = await start(FakeCheck())
    async with running.client.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok", "api": API})
    async with running.client.get("/readyz") as answer:
        assert answer.status == 200
        body = await answer.json()
        tasks = body.pop("tasks")
        assert {"registry", "news", "quotas", "figures"} <= set(tasks)
        assert set(tasks.values()) == {"ok"}
        assert body == {
            "status": "ready", "store": "ok", "redis": "absent", "workers": "ok",
            "trust": {"official": True, "interim": False}, "model": False,
            "why_no_estimate": "detector_chip is off", "subscriptions": {},
        }  # fmt: skip


async def test_not_ready_while_draining_or_without_a_store(start: Start) -> None:
    running = await start(FakeCheck())
    running.services.draining.on = True
    async with running.client.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["status"]) == (503, "draining")
    running.services.draining.on = False
    async with running.services.store.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE meta")
    async with running.client.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["status"]) == (503, "failing")


async def test_metrics_count_requests_tiers_and_checks(start: Start) -> None:
    running, data = await start(FakeCheck()), picture()
    question = {"items": [{"sha256": sha256(data)}]}
    await running.client.post("/v1/lookup", json=question, headers=running.headers)
    for _ in range(2):
        await running.client.put(f"/v1/images/{sha256(data)}", data=data, headers=running.headers)
    async with running.client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        text = await answer.text()
    route = 'method="PUT",route="/v1/images/{sha256}",status="200"'
    for line in (
        f"colophon_request_seconds_count{{{route}}} 2.0",
        'colophon_cache_total{tier="miss"} 1.0',
        'colophon_cache_total{tier="memory"} 1.0',
        'colophon_checks_total{check="fake",outcome="done"} 1.0',
        'colophon_stage_seconds_count{stage="decode"} 1.0',
        "colophon_images_pending 0.0",
    ):
        assert line in text


async def test_an_unknown_address_or_method_is_a_problem_document(start: Start) -> None:
    running = await start(FakeCheck())
    async with running.client.get("/nothing") as answer:
        assert (answer.status, answer.content_type) == (404, "application/problem+json")
    async with running.client.delete("/v1/lookup") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_our_own_fault_gives_a_number_and_no_trace(
    start: Start, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await start(FakeCheck())

    async def fall(_: object) -> dict[str, Findings]:
        raise RuntimeError("inner words")

    monkeypatch.setattr(running.services.pipeline, "known", fall)
    async with running.client.get(f"/v1/images/{'0' * 64}", headers=running.headers) as answer:
        body = await answer.json(content_type=None)
        assert answer.status == 500
    assert "inner words" not in str(body)
    number = body["detail"].rpartition(" ")[2]
    assert f"error {number}" in caplog.text
    assert "inner words" in caplog.text


async def test_a_task_that_keeps_up_with_others_must_run_and_any_other_may_fail(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fall() -> None:
        raise RuntimeError

    running = await start(FakeCheck())
    tasks = running.services.tasks
    tasks.start("another", fall)
    await until(lambda: not tasks.states["another"])
    async with running.client.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["tasks"]["another"]) == (200, "failing")
    tasks.start("registry", fall)
    await until(lambda: not tasks.states["registry"])
    async with running.client.get("/readyz") as answer:
        body = await answer.json()
        assert (answer.status, body["status"], body["tasks"]["registry"]) == (503, "failing", "failing")
    async with running.client.get("/metrics") as answer:
        assert 'colophon_tasks_restarted_total{task="registry"}' in await answer.text()


async def test_an_answer_while_draining_closes_its_connection(start: Start) -> None:
    running, data = await start(FakeCheck()), picture()
    address = f"/v1/images/{sha256(data)}"
    async with running.client.put(address, data=data, headers=running.headers) as answer:
        assert "Connection" not in answer.headers
    held = asyncio.create_task(running.client.get("/v1/changes?since=99", headers=running.headers))
    await until(lambda: running.services.metrics.figures().in_flight == 1)
    await running.services.draining.begin()
    async with await held as answer:
        assert (answer.status, answer.headers["Connection"]) == (200, "close")
    async with running.client.put(address, data=data, headers=running.headers) as answer:
        assert (answer.status, answer.headers["Connection"]) == (200, "close")
    async with running.client.get("/nothing") as answer:
        assert (answer.status, answer.headers["Connection"]) == (404, "close")
