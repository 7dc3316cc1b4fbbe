from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import cast

import pytest
from tests.processes.running import LONG

from colophon.away import Away
from colophon.config import Config, load
from colophon.errors import ConfigError
from colophon.processes import member as member_module
from colophon.processes.member import Member
from colophon.processes.notify import notify
from colophon.processes.orders import BEAT, Orders, Ready
from colophon.processes.parent import sockets_of
from colophon.processes.restarts import LONGEST_PAUSE, Restarts


def test_pauses_grow_while_processes_die_at_once_and_are_none_after_a_good_life() -> None:
    now = [0.0]
    restarts = Restarts(lambda: now[0])
    pauses = []
    for _ in range(9):
        restarts.begun()
        now[0] += 1
        pauses.append(restarts.pause())
    assert pauses == [0, 0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    now[0] += 100  # not a life: it could not even be started
    assert restarts.pause() == LONGEST_PAUSE
    restarts.begun()
    now[0] += 100
    assert [restarts.pause(), restarts.pause()] == [0, 0.5]


def test_threads_are_shared_out_unless_they_are_set() -> None:
    cores = os.cpu_count() or 1
    assert load({}).workers == cores
    assert load({}, processes=cores).workers == 1
    assert load({"COLOPHON_PROCESSES": "64"}).workers == max(1, cores // 64)
    assert load({"COLOPHON_WORKERS": "5"}, processes=2).workers == 5


@pytest.mark.parametrize("wrong", [{"processes": 0}, {"processes": 65}, {"log": "xml"}])
def test_settings_of_processes_and_log_are_checked(wrong: dict[str, object]) -> None:
    [(name, value)] = wrong.items()
    with pytest.raises(ConfigError, match=rf"{name} must be .*, not '?{value}"):
        load({}, **wrong)


def test_several_processes_want_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(ConfigError, match="leave --processes at 1"):
        sockets_of(Config(port=0, processes=2))


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        address = f"@{tmp_path.name}-{os.getpid()}" if abstract else str(tmp_path / "bell")
        bell.bind("\0" + address[1:] if abstract else address)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify("READY=1")
        bell.settimeout(10)
        assert bell.recv(100) == b"READY=1"
    notify("STOPPING=1")  # nobody is there to hear it
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")


class Running:
    """In place of a process that lives until it is killed."""

    def __init__(self) -> None:
        self._end = asyncio.Event()

    async def wait(self) -> int:
        await self._end.wait()
        return 0

    def kill(self) -> None:
        self._end.set()


async def test_what_a_process_says_is_heard_in_whatever_pieces_it_arrives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(member_module, "BEAT_SECONDS", 0.01)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    heard: list[Away] = []
    orders = Orders({}, slot=0, number=1, sockets=[], figures="", every_request=False, first=True)
    member = Member(orders, cast(Process, Running()), ours, heard.append)
    gone, back = Away("gone", why="two\nlines"), Away("back", 2, lost=3)
    with theirs:
        theirs.sendall(Ready(["hello"]).line() + BEAT + gone.line()[:9])
        assert (await member.ready()).greeting == ["hello"]
        silence = asyncio.create_task(member.fall_silent(10_000))
        theirs.sendall(gone.line()[9:] + BEAT + back.line())
        async with asyncio.timeout(LONG):
            while len(heard) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert heard == [gone, back]
        silence.cancel()
    member.kill()
    assert await member.ended() == "exit code 0"
