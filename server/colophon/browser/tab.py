"""One tab of a browser: open an address, evaluate, press keys, look."""

from __future__ import annotations

import asyncio
import base64
import time
from pathlib import Path
from typing import Any

import orjson

from colophon.browser.bidi import Connection, Event
from colophon.errors import BrowserError

# Key values of the WebDriver standard (Actions, "keyboard actions")
KEYS = {
    "Escape": "\ue00c",
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Shift": "\ue008",
    "Space": " ",
    "End": "\ue010",
    "Home": "\ue011",
}
POLL_SECONDS = 0.05
# BiDi has its own encoding of values; JSON is all we need. Chromium loses errors that have no stack.
EVALUATION = """(async () => {
  try { return JSON.stringify({value: (await (%s)) ?? null}) }
  catch (error) { return JSON.stringify({error: String(error)}) }
})()"""


class Tab:
    """A top-level browsing context. ``console_errors`` collects what pages in it reported as errors."""

    def __init__(self, connection: Connection, context: str) -> None:
        self._connection = connection
        self._context = context
        self._devtools: str | None = None  # its session of the DevTools protocol
        self.console_errors: list[str] = []
        connection.listen("log.entryAdded", self._log)

    async def go(self, url: str, wait: str = "complete") -> None:
        """Navigate and wait for the load event (or ``wait="none"`` / ``"interactive"``)."""
        await self._do("browsingContext.navigate", url=url, wait=wait)

    async def reload(self) -> None:
        """Load the page again and wait for the load event."""
        await self._do("browsingContext.reload", wait="complete")

    async def show(self) -> None:
        """Bring it to the front: a tab behind another one is hidden to its page."""
        await self._do("browsingContext.activate")

    async def frames(self) -> list[Tab]:
        """The frames of its page, in their order, each to be looked into like a tab."""
        tree = await self._connection.command("browsingContext.getTree", {"root": self._context})
        return [Tab(self._connection, one["context"]) for one in tree["contexts"][0]["children"]]

    async def evaluate(self, expression: str) -> Any:
        """The JSON value of a JavaScript expression in the page's world; promises are awaited.

        Raises BrowserError with the page's message when the expression throws.
        """
        result = await self._connection.command(
            "script.evaluate",
            {
                "expression": EVALUATION % expression,
                "target": {"context": self._context},
                "awaitPromise": True,
            },
        )
        if result["type"] != "success":
            raise BrowserError(f"in the page: {result['exceptionDetails']['text']}")
        answer = orjson.loads(result["result"]["value"])
        if "error" in answer:
            raise BrowserError(f"in the page: {answer['error']}")
        return answer["value"]

    async def wait_for(self, expression: str, seconds: float = 10.0) -> Any:
        """Evaluate until the value is truthy and return it. Raises BrowserError after ``seconds``."""
        end = time.monotonic() + seconds
        while not (value := await self.evaluate(expression)):
            if time.monotonic() > end:
                raise BrowserError(f"waited {seconds:g} s for {expression}")
            await asyncio.sleep(POLL_SECONDS)
        return value

    async def screenshot(self, path: Path, full_page: bool = False) -> None:
        """Write a PNG of the viewport, or of the whole document."""
        origin = "document" if full_page else "viewport"
        result = await self._do("browsingContext.captureScreenshot", origin=origin)
        await asyncio.to_thread(path.write_bytes, base64.b64decode(result["data"]))

    async def resize(self, width: int, height: int) -> None:
        """Set the viewport, in CSS pixels."""
        await self._do("browsingContext.setViewport", viewport={"width": width, "height": height})

    async def press(self, *keys: str) -> None:
        """Press the keys one after another: names of `KEYS` or single characters."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")
        ]
        await self._do("input.performActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    async def click(self, x: float, y: float, button: int = 0) -> None:
        """Click at a point of the viewport, in CSS pixels; ``button`` 0 is the left one, 2 the right one."""
        actions = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": button},
            {"type": "pointerUp", "button": button},
        ]
        await self._do(
            "input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}]
        )

    async def devtools(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the DevTools protocol to this tab. Firefox has none and raises BrowserError."""
        if self._devtools is None:
            session = await self._connection.command("goog:cdp.getSession", {"context": self._context})
            self._devtools = session["session"]
        command = {"method": method, "params": params, "session": self._devtools}
        result: dict[str, Any] = (await self._connection.command("goog:cdp.sendCommand", command))["result"]
        return result

    async def close(self) -> None:
        """Close the tab."""
        await self._do("browsingContext.close")

    async def _do(self, method: str, **params: Any) -> dict[str, Any]:
        return await self._connection.command(method, {"context": self._context, **params})

    def _log(self, entry: Event) -> None:
        if entry["level"] == "error" and entry["source"].get("context") == self._context:
            self.console_errors.append(entry.get("text") or "error without text")
