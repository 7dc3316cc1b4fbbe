"""Servers under test: asleep they do nothing, awake they answer, at the end they are gone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.bench.proc import stopped, tree
from tests.bench.serving.arms import warm
from tests.bench.serving.client import Process, process
from tests.bench.serving.load import Asked, Load
from tests.bench.serving.server import peer


@pytest.fixture(scope="module")
def client() -> Iterator[Process]:
    with process() as one:
        yield one


def test_a_server_sleeps_but_while_it_is_measured(client: Process) -> None:
    with peer("plain") as server:
        asked = Asked("POST", "/hello", server.headers, b"{}")
        server.sleep()
        with warm(server, asked, client, 0.05):
            assert not stopped(tree(server.process.pid))
            tally = client.load(Load(server.address, asked, 4, 60, most=50))
        assert (tally.accepted, tally.errors) == (50, 0)
        pids = tree(server.process.pid)
        assert stopped(pids)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(("method", "path"), [("PUT", "/echo"), ("PUT", "/sink"), ("POST", "/hello")])
def test_bare_servers_take_photos(client: Process, method: str, path: str) -> None:
    with peer("plain") as server:
        asked = Asked(method, path, server.headers, "fresh")
        tally = client.load(Load(server.address, asked, 2, 60, most=10))
    assert (tally.accepted, tally.errors, tally.refused) == (10, 0, 0)
