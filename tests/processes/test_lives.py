"""How the processes of a server begin and end together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest
from tests.pictures import picture, sha256, until
from tests.processes.running import (
    CHECKS,
    LONG,
    children_of,
    command,
    counted,
    environment_of,
    gone,
    kill,
    serve_command,
    serving,
)

from colophon.config import Config
from colophon.http.metrics import Metrics
from colophon.processes import supervisor as supervisor_module
from colophon.processes.child import _said
from colophon.processes.parent import sockets_of
from colophon.processes.supervisor import Supervisor


async def test_one_address_one_set_of_figures_one_pairing(tmp_path: Path) -> None:
    async with serving(tmp_path, "--processes", "3", "--verbose") as server:
        assert len(server.children()) == 3
        data = picture()
        for _ in range(24):  # each on a connection of its own: the system spreads them
            answer = await server.ask("PUT", f"/v1/images/{sha256(data)}", data, server.headers)
            assert answer.status == 200
        route = 'method="PUT",route="/v1/images/{sha256}",status="200"'
        text = await counted(server, f"colophon_request_seconds_count{{{route}}} 24.0\n")
        assert "colophon_processes 3.0" in text
        assert "colophon_images_pending 0.0" in text
        slots = {line.split()[3] for line in server.lines if "PUT /v1/images/{sha256} 200" in line}
        assert len(slots) > 1, "one process answered all, so this shows nothing"
        assert slots <= {"[0]", "[1]", "[2]"}
        memory = next(line for line in text.splitlines() if line.startswith("colophon_memory_bytes "))
        assert float(memory.split()[1]) > 3 * 50e6
        server.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(server.process.wait(), LONG) == 0
        assert server.children() == []
        assert not any("Traceback" in line or "Warning" in line for line in server.lines)


async def test_the_folder_of_the_figures_is_private_and_goes_with_the_server(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with serving(tmp_path / "data", TMPDIR=str(temporary)) as server:
        [folder] = temporary.glob("colophon-figures-*")
        assert folder.stat().st_mode & 0o777 == 0o700
        server.process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(server.process.wait(), LONG) == 0
    assert list(temporary.glob("colophon*")) == []


async def test_nobody_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with serving(tmp_path / "data", TMPDIR=str(temporary)) as server:
        children = server.children()
        held = asyncio.create_task(server.ask("GET", "/v1/changes?since=99", headers=server.headers))
        await asyncio.sleep(0)
        kill(server.process.pid)
        await gone(children)
        await asyncio.gather(held, return_exceptions=True)
    assert not list(temporary.glob("colophon-figures-*"))


async def test_a_parent_that_died_with_beats_unread_is_gone_all_the_same() -> None:
    reader = asyncio.StreamReader()
    reader.set_exception(ConnectionResetError())
    assert await _said(reader) == []


async def test_a_process_that_is_stuck_is_ended_by_the_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in CHECKS.items():
        monkeypatch.setenv(name, value)
    config = Config(data=tmp_path, port=0, processes=2)
    flags = {"data": str(tmp_path), "port": 0}
    supervisor = Supervisor(sockets_of(config), flags, tmp_path, Metrics(), ending_seconds=1.0)
    await supervisor.start()
    stuck, other = (p for p in children_of(os.getpid()) if "colophon.processes.child" in command(p))
    os.kill(stuck, signal.SIGSTOP)
    await supervisor.stop()
    await gone([stuck, other])
    assert "did not end in order" in caplog.text


@pytest.mark.slow
async def test_a_process_that_hangs_while_it_serves_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor_module, "SILENT_BEATS", 5)
    monkeypatch.setenv("COLOPHON_CHECKS", CHECKS["COLOPHON_CHECKS"])
    config = Config(data=tmp_path, port=0, processes=2)
    metrics = Metrics()
    supervisor = Supervisor(sockets_of(config), {"data": str(tmp_path)}, tmp_path, metrics, ending_seconds=60)
    await supervisor.start()
    before = [pid for pid in children_of(os.getpid()) if "colophon.processes.child" in command(pid)]
    os.kill(before[-1], signal.SIGSTOP)
    await until(lambda: metrics.figures().processes_restarted == {"crash": 1})
    after = [pid for pid in children_of(os.getpid()) if "colophon.processes.child" in command(pid)]
    assert (len(set(before) & set(after)), len(after)) == (1, 2)
    assert "hangs; it is ended" in caplog.text
    await supervisor.stop()


async def test_a_process_whose_event_loop_is_stuck_ends_with_the_parent() -> None:
    ours, theirs = socket.socketpair()
    program = (
        "import sys, threading, time; from colophon.processes import child; child.ORPHAN_SECONDS = 0.01;"
        "threading.Thread(target=child._end_with_parent, args=(int(sys.argv[1]),), daemon=True).start();"
        "print('stuck', flush=True); time.sleep(100)"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(theirs.fileno()),
        pass_fds=[theirs.fileno()], stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    theirs.close()
    assert process.stdout is not None
    assert await process.stdout.readline() == b"stuck\n"
    ours.close()
    assert await asyncio.wait_for(process.wait(), LONG) == 1


async def test_a_port_in_use_is_named_even_where_it_could_be_shared(tmp_path: Path) -> None:
    async with serving(tmp_path / "one") as server:
        said, code = await failing(tmp_path / "two", "--processes", "2", "--port", str(server.port))
        assert (code, "Traceback" in said) == (1, False)
        assert f"port {server.port} on 127.0.0.1 is in use" in said
        with socket.create_connection(("127.0.0.1", server.port)):
            pass


async def test_a_server_that_never_comes_up_says_why_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    database = f"sqlite+aiosqlite:///{tmp_path}/file/in/a/file"
    said, code = await failing(tmp_path, "--processes", "3", "--database", database)
    assert (code, "Traceback" in said) == (1, False)
    assert said.count("for the database cannot be made") == 1
    assert "a server process did not start (exit code 1); see above" in said


async def test_what_was_set_reaches_every_process(tmp_path: Path) -> None:
    settings = tmp_path / "colophon.toml"
    settings.write_text("[limits]\nbody_bytes = 10\n")
    async with serving(
        Path("there"), "--processes", "2", "--data", "here", cwd=tmp_path, COLOPHON_CONFIG="colophon.toml"
    ) as server:
        for _ in range(12):
            answer = await server.ask("PUT", f"/v1/images/{'0' * 64}", b"x" * 11, server.headers)
            assert answer.status == 413
    assert (tmp_path / "here" / "colophon.sqlite3").is_file()
    assert not (tmp_path / "there").exists()


async def failing(folder: Path, *arguments: str) -> tuple[str, int | None]:
    """What a server says that does not start, and its exit code."""
    process = await asyncio.create_subprocess_exec(
        *serve_command(*arguments),
        env=environment_of(folder),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), LONG)
    return said.decode(), process.returncode
