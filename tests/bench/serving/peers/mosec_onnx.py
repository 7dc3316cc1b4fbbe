"""mosec with as many workers as cores: its own server in Rust in front, bytes in, JSON out."""

from __future__ import annotations

import os
import sys

import mosec
import orjson
from tests.bench.serving.work import Work


class Look(mosec.Worker):  # type: ignore[misc]
    """One worker."""

    def __init__(self) -> None:
        super().__init__()
        self._work = Work()

    def deserialize(self, data: bytes) -> bytes:
        """The body as it is."""
        return data

    def serialize(self, data: dict[str, object]) -> bytes:
        """JSON."""
        return orjson.dumps(data)

    def forward(self, data: bytes) -> dict[str, object]:
        """Look at one file."""
        return self._work.answer(data)


def main(port: int) -> None:
    """Serve until stopped; mosec reads its settings from the arguments of the process."""
    sys.argv[1:] = [
        "--address",
        "127.0.0.1",
        "--port",
        str(port),
        "--timeout",
        "600000",
        "--log-level",
        "warning",
    ]
    server = mosec.Server()
    server.append_worker(Look, num=os.cpu_count() or 1, timeout=600)
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
