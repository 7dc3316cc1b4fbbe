"""The process in which untrusted files meet the C2PA library. Started by `pool.Worker`, killed when slow.

First message in: ``{"memory_bytes", "tiers": [{"trust", "settings"}]}``. Then, per file, its media type and
its bytes as two messages. Messages out are JSON: ``{"ready": true}``, then per file a `reading.Reading`.
"""

from __future__ import annotations

import ctypes
import io
import os
import sys
from contextlib import suppress
from typing import Any

import orjson

from colophon.checks.c2pa.frames import read_frame, write_frame

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_NEW_USER = 0x10000000  # CLONE_NEWUSER


def leave_network() -> None:
    """Move into an empty network namespace where the system allows it: a barrier under the settings."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(_NEW_NETWORK):
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def limit_memory(size: int) -> None:
    """Bound the address space of this process to ``size`` bytes where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Library:
    """The C2PA library with one context per tier. It is imported here only, after the limits are set."""

    def __init__(self, tiers: list[dict[str, Any]]) -> None:
        import c2pa

        self._c2pa = c2pa
        self._tiers = [(tier["trust"], c2pa.Context.from_dict(tier["settings"])) for tier in tiers]

    def read(self, media_type: str, data: bytes) -> dict[str, Any]:
        """Read with each tier until one trusts the signer; the answer is that of the last read."""
        answer: dict[str, Any] = {}
        for trust, context in self._tiers:
            try:
                answer = self._read(media_type, data, context)
            except self._c2pa.C2paError as error:
                return {"outcome": "error", "kind": type(error).__name__, "message": str(error)}
            if answer["outcome"] == "none":
                return answer
            if answer["state"] == "Trusted":
                return answer | {"trusted_by": trust}
        return answer

    def _read(self, media_type: str, data: bytes, context: Any) -> dict[str, Any]:
        reader = self._c2pa.Reader.try_create(media_type, io.BytesIO(data), context=context)
        if reader is None:
            return {"outcome": "none"}
        with reader:
            store = orjson.loads(reader.json())
            return {"outcome": "read", "state": reader.get_validation_state(), "store": store}


def main() -> None:
    """Serve until the other side closes the pipe."""
    source = os.dup(0)
    sink = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # whatever the library prints must not reach the protocol
    orders = orjson.loads(read_frame(source))
    leave_network()
    limit_memory(orders["memory_bytes"])
    library = Library(orders["tiers"])
    write_frame(sink, orjson.dumps({"ready": True}))
    with suppress(EOFError, BrokenPipeError):
        while True:
            media_type = read_frame(source).decode()
            answer = library.read(media_type, read_frame(source))
            write_frame(sink, orjson.dumps(answer))


if __name__ == "__main__":
    main()
