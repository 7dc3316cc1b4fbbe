"""Finding, starting and always ending the programs that a browser needs."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from contextlib import suppress

from colophon.errors import BrowserError

GRACE_SECONDS = 5.0


def find(program: str, package: str, *others: str) -> str:
    """The path of a program under any of its names. Raises BrowserError naming the Debian package."""
    for name in (program, *others):
        if path := shutil.which(name):
            return path
    raise BrowserError(f"{program} is not installed; on Debian: apt-get install {package}")


def free_port() -> int:
    """A loopback TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_display(headless: bool) -> None:
    """Raises BrowserError when a window is wanted and there is no screen to open it on."""
    if headless or os.name != "posix" or os.uname().sysname != "Linux":
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise BrowserError(
            "there is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set)"
        )


async def end(process: asyncio.subprocess.Process) -> None:
    """End a process started in a session of its own, and its children; gently first."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await process.wait()
                break
    with suppress(ProcessLookupError):  # children that outlived their parent
        os.killpg(process.pid, signal.SIGKILL)
