"""Sockets that listen: taken over, opened and shut without losing a connection."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from colophon.errors import ConfigError

if TYPE_CHECKING:  # whoever only binds does without the library
    from aiohttp import web

BACKLOG = 1024  # connections that wait to be accepted; the system may allow fewer
TURNS = 3  # of the event loop until what was accepted is a connection


def bind(host: str, port: int, *, together: bool = False) -> list[socket.socket]:
    """A socket for each address of ``host``, bound but not listening yet; port 0 is any free one.

    ``together`` lets other sockets that say the same have the same port (SO_REUSEPORT). Raises ConfigError
    when the address cannot be had.
    """
    sockets: list[socket.socket] = []
    try:
        flags = socket.AI_PASSIVE
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
        for family, _, _, _, address in dict.fromkeys(found):
            wanted = (address[0], sockets[0].getsockname()[1] if sockets else port, *address[2:])
            if made := _bound(socket.AddressFamily(family), wanted, together):
                sockets.append(made)
    except OSError as error:
        close(sockets)
        raise ConfigError(why_not(host, port, error)) from error
    if not sockets:
        raise ConfigError(f"cannot listen on {host}:{port}: this computer has no such address")
    return sockets


def close(sockets: Sequence[socket.socket]) -> None:
    """Close them all."""
    for each in sockets:
        each.close()


def why_not(host: str, port: int, error: OSError) -> str:
    """A sentence for whoever started the server."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use, perhaps by a Colophon that already runs; "
            f"stop that, or choose another port with --port"
        )
    if error.errno == errno.EACCES:
        return f"port {port} may not be used without more rights; choose one above 1023 with --port"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"


class Doors:
    """What a server accepts connections from. Sockets given to it stay open when it shuts."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._open: dict[int, asyncio.Server] = {}  # by the descriptor that was given

    async def open(self, sockets: Sequence[socket.socket]) -> None:
        """Listen on these, too. Raises OSError when one cannot be listened on."""
        loop = asyncio.get_running_loop()
        for given in sockets:
            if given.fileno() not in self._open:
                own = given.dup()
                own.setblocking(False)
                self._open[given.fileno()] = await loop.create_server(self._server, sock=own, backlog=BACKLOG)

    async def shut(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Accept nothing more from these, or from any. What was accepted stays, what waits is left waiting.

        asyncio drops a connection whose listening socket is closed between its being accepted and its first
        turn of the event loop. So accepting ends first, and the socket is closed some turns later.
        """
        loop = asyncio.get_running_loop()
        numbers = list(self._open) if sockets is None else [s.fileno() for s in sockets]
        servers = [self._open.pop(number) for number in numbers if number in self._open]
        for server in servers:
            for own in server.sockets:
                loop.remove_reader(own.fileno())
        for _ in range(TURNS):
            await asyncio.sleep(0)
        for server in servers:
            server.close()


def _bound(family: socket.AddressFamily, address: tuple[object, ...], together: bool) -> socket.socket | None:
    """None where the system does not know the family or has no such address: another one will do."""
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return None
    try:
        if sys.platform != "win32":  # there it would let another program take the port over
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if together:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRNOTAVAIL and family == socket.AF_INET6:
            return None
        raise
    return made
