"""Listen on an address for as long as a block runs."""

from __future__ import annotations

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from colophon.errors import ConfigError

SHUTDOWN_SECONDS = 10.0  # for requests that are being answered

CONNECTIONS = logging.getLogger("colophon.http.connections")


def _without_contents(record: logging.LogRecord) -> bool:
    """A request that cannot be parsed is told without its bytes: they may be a token or an address."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.msg, record.args, record.exc_info = "a malformed request was refused", (), None
    return True


CONNECTIONS.addFilter(_without_contents)


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Start ``app`` on ``host:port`` (0 is any free port) and give its URL; stop it at the end.

    Raises ConfigError when the address cannot be had.
    """
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=SHUTDOWN_SECONDS,
        auto_decompress=False,
        logger=CONNECTIONS,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(_why_not(host, port, error)) from error
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use, perhaps by a Colophon that already runs; "
            f"stop that, or choose another port with --port"
        )
    if error.errno == errno.EACCES:
        return f"port {port} may not be used without more rights; choose one above 1023 with --port"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"
