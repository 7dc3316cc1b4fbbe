"""A graceful restart drops no request, whoever asks in whatever way."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

import pytest
from tests.pictures import picture, sha256
from tests.processes.running import Traffic, serving


async def test_a_graceful_restart_under_traffic_drops_no_request(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        before = server.children()
        images = [picture(seed, side=32) for seed in range(40)]
        puts = [("PUT", f"/v1/images/{sha256(data)}", data) for data in images]
        known = [sha256(data) for data in images[:20]]
        lookup = json.dumps({"items": [{"sha256": each} for each in known]}).encode()
        reads = [("POST", "/v1/lookup", lookup), ("GET", "/healthz", b""), ("GET", "/openapi.json", b"")]
        held = [("GET", "/v1/changes?since=99", b"")]
        traffic = Traffic(server.port)
        readers = [
            *(traffic.keep_alive(reads, server.headers) for _ in range(4)),
            *(traffic.keep_alive(puts[n::3], server.headers) for n in range(3)),
            *(traffic.fresh(reads, server.headers) for _ in range(2)),
            *(traffic.fresh(puts[n::2], server.headers) for n in range(2)),
            *(traffic.keep_alive(reads, server.headers, pause=0.1 * n) for n in range(1, 9)),
        ]
        asking = [asyncio.create_task(each) for each in readers]
        waiting = Traffic(server.port)
        holding = [asyncio.create_task(waiting.keep_alive(held, server.headers)) for _ in range(4)]
        server.process.send_signal(signal.SIGHUP)
        await server.said("The restart is over.")
        traffic.stopped = True
        await asyncio.gather(*asking)
        for each in holding:
            each.cancel()
        assert traffic.errors == waiting.errors == []
        assert set(traffic.answers) == {200}
        assert waiting.answers[200] >= 4  # what was held open was answered, and asked anew elsewhere
        assert not set(before) & set(server.children())
        assert len(server.children()) == 2
        figures = (await server.ask("GET", "/metrics")).body.decode()
        assert 'colophon_processes_restarted_total{reason="restart"} ' in figures
        assert "restart is given up" not in "".join(server.lines)


@pytest.mark.slow
async def test_a_restart_that_fails_and_one_that_cannot_change_everything_say_so(tmp_path: Path) -> None:
    settings = tmp_path / "colophon.toml"
    settings.write_text("processes = 2\n")
    async with serving(tmp_path / "data", "--host", "127.0.0.1", COLOPHON_CONFIG=str(settings)) as server:
        before = server.children()
        settings.write_text("processes = 2\nteams = 'a setting that there is not'\n")
        server.process.send_signal(signal.SIGHUP)
        await server.said("The restart was given up: 0 of 2 processes are new")
        assert server.children() == before
        assert "unknown setting 'teams'" in "".join(server.lines)
        assert "The restart is over." not in "".join(server.lines)

        settings.write_text("processes = 3\nteam = 'Ana and Ben'\n")
        server.process.send_signal(signal.SIGHUP)
        await server.said("The restart is over.")
        assert len(set(server.children()) - set(before)) == 2
        assert "processes is set to 3 now; it stays 2 until" in "".join(server.lines)
        assert not any("host is set" in line or "port is set" in line for line in server.lines)
