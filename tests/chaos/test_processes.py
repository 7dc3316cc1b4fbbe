"""Server processes are killed under traffic: the others go on, and so does the server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest
from tests.pictures import picture, sha256, until
from tests.processes.running import (
    Server,
    Traffic,
    children_of,
    command,
    connections_of,
    counted,
    gone,
    kill,
    serving,
)

from colophon.app import build_app
from colophon.config import Config
from colophon.http.listen import listening
from colophon.http.services import SERVICES

BROKEN = "processes = [no number"


async def test_a_killed_process_costs_its_own_connections_only_and_is_replaced(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        puts = [
            ("PUT", f"/v1/images/{sha256(data)}", data) for data in (picture(n, side=32) for n in range(30))
        ]
        lookup = json.dumps({"items": [{"sha256": path.rpartition("/")[2]} for _, path, _ in puts]}).encode()
        reads = [("POST", "/v1/lookup", lookup), ("GET", "/healthz", b"")]
        traffic = Traffic(server.port)
        asking = [
            asyncio.create_task(each)
            for each in (
                *(traffic.keep_alive(reads, server.headers) for _ in range(6)),
                *(traffic.keep_alive(puts[n::2], server.headers) for n in range(2)),
                *(traffic.fresh(reads, server.headers) for _ in range(3)),
            )
        ]
        await until(lambda: traffic.answers.get(200, 0) > 50)
        victim = server.children()[0]
        os.kill(victim, signal.SIGSTOP)  # so that what belongs to it cannot change while we look
        its_own = connections_of(victim)
        kill(victim)
        await server.said("ended by itself (signal 9); it is replaced")
        await until(lambda: len(server.children()) == 2)
        await _answered(server, traffic)
        traffic.stopped = True
        await asyncio.gather(*asking)
        assert its_own, "nobody was connected to it, so this shows nothing"
        assert set(traffic.failed) <= its_own, traffic.errors
        assert set(traffic.answers) == {200}


@pytest.mark.slow
async def test_while_a_process_cannot_be_replaced_another_answers_for_it(tmp_path: Path) -> None:
    settings = tmp_path / "colophon.toml"
    settings.write_text("")
    async with serving(tmp_path, COLOPHON_CONFIG=str(settings)) as server:
        settings.write_text(BROKEN)
        kill(server.children()[0])
        await server.said("it is tried again", 2)
        for _ in range(30):  # the system gives about half of them to the place that is empty
            assert (await server.ask("GET", "/readyz")).status == 200
        settings.write_text("")
        await until(lambda: len(server.children()) == 2)
        await counted(server, 'colophon_processes_restarted_total{reason="crash"} 1.0')
        for _ in range(30):
            assert (await server.ask("GET", "/readyz")).status == 200


async def test_a_restart_with_settings_that_do_not_work_leaves_what_runs(tmp_path: Path) -> None:
    settings = tmp_path / "colophon.toml"
    settings.write_text("")
    async with serving(tmp_path, COLOPHON_CONFIG=str(settings)) as server:
        before = server.children()
        settings.write_text(BROKEN)
        server.process.send_signal(signal.SIGHUP)
        await server.said("the restart is given up, the processes that run stay")
        assert server.children() == before
        assert (await server.ask("GET", "/readyz")).status == 200


async def test_killed_reader_processes_cost_no_request(tmp_path: Path) -> None:
    app = build_app(Config(data=tmp_path, checks=("metadata",), workers=1))
    async with listening(app, "127.0.0.1", 0) as url:
        services = app[SERVICES]
        for seed in range(3):
            data = picture(seed)
            found = await services.pipeline.findings(data, sha256(data))
            assert not found.has_errors
            readers = [p for p in children_of(os.getpid()) if "colophon.isolation.worker" in command(p)]
            for pid in readers:
                kill(pid)
            await gone(readers)
        services.sampler.sample()
        assert services.metrics.figures().readers_restarted >= 2
        assert url


async def _answered(server: Server, traffic: Traffic) -> None:
    """Wait until more was answered, by both processes."""
    before = traffic.answers.get(200, 0)
    await until(lambda: traffic.answers.get(200, 0) > before + 50)
    await until(lambda: all(connections_of(pid) for pid in server.children()))
