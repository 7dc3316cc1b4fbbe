"""A Ray cluster of two workers gives, byte for byte, what processes of one computer give."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.audit import sources
from tests.audit.here import audited, plan
from tests.audit.sources import timeline
from tests.pictures import picture

from colophon.audit.folder import AUDIT, INDEX, SHARDS, SKIPPED
from colophon.audit.local import Local
from colophon.audit.ray.actor import Actor, Needs, needs
from colophon.audit.ray.cluster import for_this_computer
from colophon.audit.ray.engine import LOST, OnCluster, OnNode
from colophon.errors import InputError


def on_a_cluster(test: Any) -> Any:
    """It takes 10 to 20 s to begin. Not `importorskip`: Ray has settings to be made before it is imported."""
    absent = pytest.mark.skipif(find_spec("ray") is None, reason="no Ray: pip install 'colophon[ray]'")
    return pytest.mark.slow(absent(test))


HELD = """
from colophon.audit.ray.cluster import cluster
with cluster(None, 2) as ray:
    print(ray.get_runtime_context().gcs_address, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def _our_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sources.with_our_modules().items():
        monkeypatch.setenv(name, value)


def contents(out: Path) -> dict[str, bytes]:
    kept = [out / name for name in (AUDIT, INDEX, SKIPPED)]
    return {path.name: path.read_bytes() for path in (*kept, *(out / SHARDS).iterdir())}


def first(folder: Path) -> dict[str, bytes]:
    """What processes give of a source with an image that kills once, and one that always does."""
    acts = [{"data": picture(90), "act": "die once"}, {"data": picture(91), "act": "die"}]
    timeline(folder / "source", [post for post in sources.many(22) if "skip" not in post] + acts)
    audited(plan(folder), Local(2))
    (folder / "out").rename(folder / "first")
    (folder / "source" / "00022.died").unlink()
    return contents(folder / "first")


@on_a_cluster
def test_the_same_bytes_though_processes_die(tmp_path: Path) -> None:
    before = first(tmp_path)
    _, told = audited(plan(tmp_path), OnCluster(2, None, 2))
    assert contents(tmp_path / "out") == before
    replaced = sorted((event.n, event.given_up) for event in told.replaced)
    assert replaced == [(22, False), (23, False), (23, True)]
    assert {event.why for event in told.replaced} == {"was killed by signal 9"}
    assert told.done == list(range(6))


@on_a_cluster
def test_an_actor_is_lost_on_a_cluster_that_was_there_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = first(tmp_path)
    hear, lost = OnNode.hear, list[int]()

    def hear_and_lose(self: OnNode, seconds: float) -> dict[str, Any]:
        said = hear(self, seconds)
        if "at" in said and not lost:
            lost.append(said["at"])
            self._ray.kill(self._actor)
        return said

    monkeypatch.setattr(OnNode, "hear", hear_and_lose)
    with held() as address:
        with pytest.raises(InputError, match="has 2 free CPUs: give fewer --workers"):
            audited(plan(tmp_path), OnCluster(3, address, 2))
        _, told = audited(plan(tmp_path), OnCluster(None, address, 1))
        assert contents(tmp_path / "out") == before
    assert [event.why for event in told.replaced if event.n == lost[0]] == [LOST]


@contextmanager
def held() -> Iterator[str]:
    """A cluster of another process, which ends it once it is told to."""
    for_this_computer()
    with subprocess.Popen(
        (sys.executable, "-c", HELD), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
            process.stdin.write("\n")
        finally:
            process.stdin.close()
            process.wait(60)


def ready(folder: Path) -> Needs:
    """Of an audit whose images are listed."""
    timeline(folder / "source", sources.many(3))
    wanted = plan(folder)
    audited(wanted)
    return needs(wanted)


def test_what_a_node_lacks_is_said_with_what_it_needs(tmp_path: Path) -> None:
    need = ready(tmp_path)
    assert need.missing() is None
    (tmp_path / "source").rename(tmp_path / "elsewhere")
    (said,) = Actor(need).say(b"").values()
    assert f"{tmp_path / 'source'} is not there. Every node needs the source" in said
    (tmp_path / "elsewhere").rename(tmp_path / "source")
    (tmp_path / "out" / INDEX).write_bytes(b"")
    assert "is another folder there" in str(need.missing())
    assert "not 0.0.0" in str(dataclasses.replace(need, version="0.0.0").missing())


def test_the_store_and_the_lists_of_the_data_folder_are_needed_where_they_are(tmp_path: Path) -> None:
    wanted = plan(tmp_path)
    assert needs(wanted).paths == (str(wanted.source), str(wanted.out))
    wanted.config.trust_folder.mkdir(parents=True)
    assert str(wanted.config.trust_folder) in needs(wanted).paths


def test_without_ray_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    timeline(tmp_path / "source", sources.many(3))
    with pytest.raises(InputError, match=r"pip install 'colophon\[ray\]'"):
        audited(plan(tmp_path), OnCluster(2, "127.0.0.1:1", 2))
