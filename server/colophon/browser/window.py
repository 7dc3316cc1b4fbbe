"""A running browser."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from colophon.browser.bidi import Connection
from colophon.browser.tab import Tab
from colophon.errors import BrowserError

WATCH_SECONDS = 1.0


class Browser:
    """A running browser; `close` ends its processes. Usable as an async context manager."""

    def __init__(
        self, name: str, version: str, connection: Connection, stop: Callable[[], Awaitable[None]]
    ) -> None:
        self.name = name
        self.version = version
        self._connection = connection
        self._stop = stop

    async def install(self, folder: Path) -> str:
        """Load an unpacked extension and return its id. Do this first: content scripts run on navigation."""
        data = {"type": "path", "path": str(await asyncio.to_thread(folder.resolve))}
        result = await self._connection.command("webExtension.install", {"extensionData": data})
        return str(result["extension"])

    async def uninstall(self, extension: str) -> None:
        """Remove an extension that was installed."""
        await self._connection.command("webExtension.uninstall", {"extension": extension})

    async def watch_errors(self) -> None:
        """Ask for console messages, so that every tab collects its ``console_errors``."""
        await self._connection.command("session.subscribe", {"events": ["log.entryAdded"]})

    async def add_preload_script(self, function: str) -> str:
        """Run a JavaScript function, given as source, in every page before the page's own scripts."""
        result = await self._connection.command("script.addPreloadScript", {"functionDeclaration": function})
        return str(result["script"])

    async def open(self, url: str) -> Tab:
        """Open an address in a new tab and wait for its load event."""
        created = await self._connection.command("browsingContext.create", {"type": "tab"})
        tab = Tab(self._connection, created["context"])
        await tab.go(url)
        return tab

    async def tab_at(self, url: str) -> Tab | None:
        """The newest tab that shows exactly this address, or None."""
        found = [one["context"] for one in await self._contexts() if one["url"] == url]
        return Tab(self._connection, found[-1]) if found else None

    async def system(self, expression: str) -> Any:
        """The value of a JavaScript expression in the browser's own window; promises are awaited.

        Only in a Firefox that was started for it. Raises BrowserError when it throws.
        """
        windows = await self._connection.command(
            "browsingContext.getTree", {"moz:scope": "chrome", "maxDepth": 0}
        )
        return await Tab(self._connection, windows["contexts"][0]["context"]).evaluate(expression)

    async def devtools(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """One command of the DevTools protocol to the browser, or to what ``session`` is attached to.

        Firefox has none and raises BrowserError.
        """
        to = {"session": session} if session else {}
        command = {"method": method, "params": params, **to}
        result: dict[str, Any] = (await self._connection.command("goog:cdp.sendCommand", command))["result"]
        return result

    async def start_tab(self) -> Tab:
        """The tab the browser started with."""
        return Tab(self._connection, (await self._contexts())[0]["context"])

    async def wait_closed(self) -> None:
        """Return when the person has closed the browser."""
        with suppress(BrowserError):
            while await self._contexts():  # noqa: ASYNC110  a closed browser sends no event
                await asyncio.sleep(WATCH_SECONDS)

    async def close(self) -> None:
        """End the browser and everything that was started for it."""
        try:
            if not self._connection.closed:
                await self._connection.command("browser.close", seconds=5)
        except BrowserError:
            pass  # it may go before it answers; the processes are ended below in any case
        finally:
            await self._connection.close()
            await self._stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _contexts(self) -> list[dict[str, Any]]:
        tree = await self._connection.command("browsingContext.getTree", {"maxDepth": 0})
        contexts: list[dict[str, Any]] = tree["contexts"]
        return contexts
