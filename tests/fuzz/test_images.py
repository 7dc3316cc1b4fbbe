"""Thousands of files that are almost images, sent to a real server with every check on.

It answers each with what it is for: no fault of its own, nothing of its insides, in the memory it had before.
"""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.bodies import bodies, images
from tests.pairing_codes import new_code

from colophon.config import CHECKS, DATABASE_NAME

TOGETHER = 20  # bodies of one example, of which four are on their way at a time
EXPECTED = {200, 415, 422}
INSIDES = re.compile(rb'Traceback|File "|colophon/|site-packages|\.py\b|0x[0-9a-f]{8}')
MAX_GROWTH = 200 << 20  # bytes: queues of pictures and what the libraries keep, not a leak of every body


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path
    headers: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def send(self, data: bytes) -> None:
        status, body = self.ask("PUT", f"/v1/images/{hashlib.sha256(data).hexdigest()}", data)
        self.statuses[status] += 1
        assert status in EXPECTED, (status, body[:300], data[:60])
        assert not INSIDES.search(body), body[:300]
        answer = json.loads(body)
        assert ("assessment" in answer) == (status == 422)

    @property
    def resident(self) -> int:
        """Bytes of its own memory; its readers are bounded by themselves."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def check_alive(self) -> None:
        """It answers, and nothing that it did not foresee has happened."""
        assert self.process.poll() is None
        assert self.ask("GET", "/healthz")[0] == 200
        log = self.log.read_text()
        assert "Traceback" not in log, log[-3000:]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("fuzzed")
    program = "from colophon.cli import main; main()"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", "0", "--workers", "2"],
            env=os.environ
            | {"COLOPHON_DATA": str(folder), "COLOPHON_CHECKS": ",".join(CHECKS), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=log,
        )
        assert process.stdout is not None
        try:
            said = process.stdout.readline().decode()
            found = re.search(r"listens on http://127\.0\.0\.1:(\d+)", said)
            assert found, (folder / "log").read_text()
            server = Server(process, int(found[1]), folder / "log")
            code = asyncio.run(new_code(folder / DATABASE_NAME))
            token = json.loads(server.ask("POST", "/v1/pair", json.dumps({"code": code}).encode())[1])[
                "token"
            ]
            server.headers = {"Authorization": f"Bearer {token}"}
            yield server
        finally:
            process.kill()
            process.communicate()


def test_real_pictures_are_looked_at(server: Server) -> None:
    for data in images():
        server.send(data)
    server.check_alive()
    assert server.statuses[200] >= 20, "what is mutated below is sound"


def fuzz(server: Server, rounds: int) -> None:
    before = 0

    @settings(
        max_examples=rounds,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(bodies, min_size=TOGETHER, max_size=TOGETHER))
    def send(many: list[bytes]) -> None:
        nonlocal before
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(server.send, many))
        before = before or server.resident

    send()
    server.check_alive()
    assert server.resident < before + MAX_GROWTH


def test_what_is_almost_an_image_is_answered(server: Server) -> None:
    sent = server.statuses.total()
    fuzz(server, 110)
    assert server.statuses.total() - sent > 2000
    assert min(server.statuses[status] for status in EXPECTED) > 100, "every kind of answer"
