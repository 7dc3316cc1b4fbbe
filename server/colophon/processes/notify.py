"""Tell systemd how far the server is (sd_notify(3)), where it started it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send for example ``READY=1``. Does nothing without ``NOTIFY_SOCKET``, and never fails."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.connect("\0" + address[1:] if address[0] == "@" else address)
        bell.send(state.encode())
