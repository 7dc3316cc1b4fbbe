"""The worker process itself: its limits, and its end when nobody is left."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from tests.isolation.files import faulty

from colophon.isolation.channel import MAX_MESSAGE, Channel
from colophon.isolation.process import WORKER_COMMAND


@contextmanager
def conversation(seconds: float) -> Iterator[tuple[Channel, subprocess.Popen[bytes]]]:
    ours, theirs = socket.socketpair()
    orders = {"memory_bytes": 1 << 30, "seconds": seconds, "jobs": {"a": faulty()._asdict()}}
    with tempfile.TemporaryFile() as file, theirs:
        file.write(orjson.dumps(orders))
        file.flush()
        number = file.fileno()
        process = subprocess.Popen((*WORKER_COMMAND, str(number)), stdin=theirs.fileno(), pass_fds=(number,))
    channel = Channel(ours)
    assert channel.receive(60) == b"ready"
    try:
        yield channel, process
    finally:
        process.kill()
        process.wait()
        channel.close()


def send(channel: Channel, data: bytes) -> None:
    channel.send(orjson.dumps({"media_type": "image/png", "jobs": ["a"]}))
    channel.send(data)


def test_it_ends_when_nobody_asks_any_more() -> None:
    with conversation(60) as (channel, process):
        channel.close()
        assert process.wait(60) == 0


def test_a_hung_job_ends_even_if_nobody_is_left_to_kill_it() -> None:
    with conversation(0.1) as (channel, process):
        send(channel, b"hang")
        assert process.wait(60) == -signal.SIGALRM


def test_a_job_in_time_sets_off_no_alarm() -> None:
    with conversation(0.1) as (channel, process):
        for _ in range(2):
            send(channel, b"x")
            assert orjson.loads(channel.receive(60))["pid"] == process.pid
            with pytest.raises(TimeoutError):
                channel.receive(0.25)  # longer than the alarm would take
        assert process.poll() is None


def test_a_message_may_not_drip_in_for_ever() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((10).to_bytes(4) + b"half")
        with pytest.raises(TimeoutError):
            Channel(ours).receive(0.05)


def test_a_message_has_a_limit() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((MAX_MESSAGE + 1).to_bytes(4))
        with pytest.raises(ValueError, match="beyond the limit"):
            Channel(ours).receive(1)


def test_the_other_side_may_go_away() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.sendall((10).to_bytes(4) + b"half")
        theirs.close()
        with pytest.raises(EOFError):
            Channel(ours).receive(1)


@pytest.mark.skipif(
    not Path("/proc/self/limits").exists(), reason="the limits are read where Linux shows them"
)
def test_the_memory_limit_is_set() -> None:
    with conversation(60) as (_, process), open(f"/proc/{process.pid}/limits") as limits:
        assert f"Max address space         {1 << 30} " in limits.read()
