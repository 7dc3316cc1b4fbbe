"""What the other checks need in memory: the whole server, its own process and its reader processes apart."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.proc import Memory, memory
from tests.bench.serving.arms import hit
from tests.bench.serving.client import PHOTOS, Process
from tests.bench.serving.load import Load
from tests.bench.serving.server import colophon

CALM = 0.05  # cores; below that the slow looks (text in the image) have ended
CALM_SECONDS = 60.0


def whole_server(folder: Path, client: Process) -> tuple[Memory, Memory]:
    """Memory of the server's process and of its readers, with every check on, after a few images."""
    with colophon("colophon with every check", folder, {}) as server:
        client.load(Load(server.address, hit(server), 4, 60, most=PHOTOS))
        end, used = time.monotonic() + CALM_SECONDS, server.cpu()
        while time.monotonic() < end:
            time.sleep(1)
            before, used = used, server.cpu()
            if used - before < CALM:
                break
        return memory([server.process.pid]), server.memory_of_workers()
