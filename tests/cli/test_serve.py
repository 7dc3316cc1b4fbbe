from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from colophon.cli.serve import check_host
from colophon.config import Config
from colophon.errors import ConfigError

# what one process does, and slowly what several do
SEVERAL = pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])


@contextmanager
def serving(folder: Path, *arguments: str, stdout: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-c", "from colophon.cli import main; main()", "serve"]
    places = {"COLOPHON_DATA": str(folder), "COLOPHON_TRUST": str(folder / "trust")}
    process = subprocess.Popen(
        [*command, *arguments],
        env=os.environ | places | {"PYTHONUNBUFFERED": "1"},
        stdout=stdout,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_it_says_where_it_is_answers_and_ends_in_order(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as process:
        assert process.stdout is not None
        first, way = process.stdout.readline(), process.stdout.readline()
        url = re.fullmatch(r"Colophon listens on (http://127\.0\.0\.1:\d+)\n", first)
        assert url, first + process.stdout.read()
        assert "`colophon extension pair`" in way, "a link is for a terminal only"
        with urllib.request.urlopen(f"{url[1]}/readyz") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGHUP)  # one process alone cannot be restarted without a gap: it stays
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(30) == 0, rest
        assert "wants --processes 2 or more" in rest
        assert "trust list (official, interim)" in rest
        assert "Traceback" not in rest
        assert "Warning" not in rest


@SEVERAL
def test_on_a_terminal_it_prints_links_that_work_once(tmp_path: Path, processes: int) -> None:
    ours, theirs = os.openpty()
    arguments = ("--port", "0", "--processes", str(processes))
    with serving(tmp_path, *arguments, stdout=theirs) as process, os.fdopen(ours, "rb") as terminal:
        os.close(theirs)
        first, pair, login = (terminal.readline().decode().strip() for _ in range(3))
        url = first.removeprefix("Colophon listens on ")
        code = r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}"
        assert re.fullmatch(rf"To connect a browser, open {url}/pair#{code}", pair)
        assert re.fullmatch(rf"To see how it does, open {url}/login#{code}", login)
        process.send_signal(signal.SIGTERM)
        with suppress(OSError):  # how Linux says that nobody holds the other end any more
            while terminal.readline():
                pass
        assert process.wait(60) == 0


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, "--port", str(port)) as process:
            output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"port {port} on 127.0.0.1 is in use" in output
    assert "--port" in output
    assert "Traceback" not in output


def test_listening_for_other_computers_wants_a_public_address(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as process:
        assert process.stdout is not None
        said = process.stdout.read()
        assert "other computers can reach 0.0.0.0" in said
        assert "Set public_url" in said
        assert process.wait(20) == 1


def test_a_hosted_server_may_listen_for_other_computers() -> None:
    check_host(Config(host="0.0.0.0", public_url="https://colophon.example.org"))
    check_host(Config(host="::1"))
    with pytest.raises(ConfigError, match="docs/hosting"):
        check_host(Config(host="10.0.0.7"))


@SEVERAL
def test_every_line_of_a_log_for_programs_is_an_object(tmp_path: Path, processes: int) -> None:
    arguments = ("--port", "0", "--log", "json", "--processes", str(processes))
    with serving(tmp_path, *arguments) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while lines[-1] and "Ctrl-C" not in lines[-1]:
            lines.append(process.stdout.readline())
        if processes > 1:
            process.send_signal(signal.SIGHUP)
            while lines[-1] and "restart is over" not in lines[-1]:
                lines.append(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        lines += process.stdout.readlines()
        assert process.wait(60) == 0
    said = [json.loads(line)["message"] for line in lines]
    assert re.fullmatch(r"Colophon listens on http://127\.0\.0\.1:\d+", said[0])
    assert said[-1] == "Stopping."
    assert not [line for line in said if "#" in line], "a link that opens something"
    assert any("colophon extension pair" in line for line in said)


def test_why_it_does_not_start_is_an_object_too(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}"
    with serving(tmp_path, "--port", "0", "--log", "json", "--database", database) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    [line] = [json.loads(line) for line in output.splitlines()]
    assert line["level"] == "ERROR"
    assert str(tmp_path) in line["message"]
