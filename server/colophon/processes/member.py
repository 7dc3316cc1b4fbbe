"""The parent's handle on one server process."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from colophon.away import Away
from colophon.errors import ConfigError
from colophon.processes.orders import BEAT_SECONDS, Orders, Ready

COMMAND = (
    sys.executable,
    *(f"-W{option}" for option in sys.warnoptions),
    "-P",
    "-m",
    "colophon.processes.child",
)
START_SECONDS = 120.0  # on an idle machine it takes two


class NotStarted(ConfigError):
    """A server process ended, or said nothing for `START_SECONDS`, before it was ready."""


class Member:
    """One process. Make it with `start`. ``hear`` is called with what it says of a database that is away."""

    def __init__(
        self,
        orders: Orders,
        process: asyncio.subprocess.Process,
        line: socket.socket,
        hear: Callable[[Away], None] = lambda _: None,
    ) -> None:
        self.slot = orders.slot
        self.number = orders.number
        self.covers: set[int] = set()  # slots of others, from which it accepts, too
        self._process = process
        self._line = line
        self._hear = hear
        self._read = b""  # and not a whole line yet
        self._ended = asyncio.create_task(process.wait())

    @classmethod
    async def start(cls, orders: Orders, hear: Callable[[Away], None] = lambda _: None) -> Member:
        """A fresh interpreter with these orders. Raises OSError when there can be none."""
        ours, theirs = socket.socketpair()
        inherited = [theirs.fileno(), *(number for slot in orders.sockets for number in slot)]
        try:
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *COMMAND,
                    str(theirs.fileno()),
                    stdin=asyncio.subprocess.DEVNULL,
                    pass_fds=inherited,
                    start_new_session=True,  # Ctrl-C is for the parent, which then tells its children
                )
            ours.setblocking(False)
            await asyncio.get_running_loop().sock_sendall(ours, orders.line())
        except OSError:
            ours.close()
            raise
        return cls(orders, process, ours, hear)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def ready(self) -> Ready:
        """Wait until it accepts connections. Raises NotStarted, and then it has ended."""
        try:
            async with asyncio.timeout(START_SECONDS):
                return await self._answer()
        except TimeoutError:
            self.kill()
            await self.ended()
            raise NotStarted(f"a server process was not ready after {START_SECONDS:g} s") from None

    async def fall_silent(self, beats: int) -> None:
        """Return once the process has not shown for so many beats that its event loop runs.

        Counted by this side's clock ticks, so that a computer that slept does not look like a silence.
        """
        missed = 0
        while missed < beats:
            await asyncio.sleep(BEAT_SECONDS)
            missed = 0 if self._heard() else missed + 1

    def _heard(self) -> bool:
        """Whether it said anything since; every line that is not a mere beat is passed on."""
        try:
            more = self._line.recv(65536)
        except OSError:
            return False
        *lines, self._read = (self._read + more).split(b"\n")
        for line in filter(None, lines):
            self._hear(Away.read(line))
        return bool(more)

    def tell(self, *words: object) -> None:
        """Give an order. One that has ended does not hear it."""
        with suppress(OSError):
            self._line.send((" ".join(map(str, words)) + "\n").encode())

    async def ended(self) -> str:
        """Wait for its end, and say how that came."""
        code = await asyncio.shield(self._ended)
        self._line.close()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        """End it, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def _answer(self) -> Ready:
        loop = asyncio.get_running_loop()
        answer = b""
        while b"\n" not in answer:
            try:
                more = await loop.sock_recv(self._line, 65536)
            except OSError:
                more = b""
            if not more:
                raise NotStarted(f"a server process did not start ({await self.ended()}); see above")
            answer += more
        first, _, self._read = answer.partition(b"\n")
        return Ready.read(first)
