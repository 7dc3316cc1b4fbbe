"""Length-prefixed messages over a pair of connected sockets: how the server and a worker talk."""

from __future__ import annotations

import socket
import time

_LENGTH = 4  # bytes, big-endian
MAX_MESSAGE = 64 << 20  # bytes; a picture has at most 15 MB, the answer to 30 manifests about 0.3 MB


class Channel:
    """One end. Not thread-safe.

    ``seconds`` bounds a whole message, however slowly it arrives; without it the wait is unbounded. Beyond it
    TimeoutError is raised. EOFError or another OSError says that the other side is gone.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: bytes, seconds: float | None = None) -> None:
        """Send one message."""
        self._end.settimeout(seconds)
        self._end.sendall(len(message).to_bytes(_LENGTH))
        self._end.sendall(message)

    def receive(self, seconds: float | None = None) -> bytes:
        """Receive one message. Raises ValueError beyond `MAX_MESSAGE`."""
        end = None if seconds is None else time.monotonic() + seconds
        size = int.from_bytes(self._read(_LENGTH, end))
        if size > MAX_MESSAGE:
            raise ValueError(f"a message of {size} bytes is beyond the limit of {MAX_MESSAGE}")
        return bytes(self._read(size, end))

    def close(self) -> None:
        """The other side sees the end of the conversation."""
        self._end.close()

    def _read(self, size: int, end: float | None) -> bytearray:
        message = bytearray(size)
        rest = memoryview(message)
        while rest:
            if end is not None:
                self._end.settimeout(max(end - time.monotonic(), 1e-6))  # 0 would mean: do not wait at all
            count = self._end.recv_into(rest)
            if not count:
                raise EOFError("the other side closed the connection")
            rest = rest[count:]
        return message
