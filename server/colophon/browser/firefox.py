"""Firefox, which speaks BiDi itself: no driver, a fresh profile per start."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from colophon.browser import process
from colophon.browser.bidi import Connection
from colophon.browser.proxy import Proxy
from colophon.browser.window import Browser
from colophon.errors import BrowserError

START_SECONDS = 60.0
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def program() -> str:
    """Path of the browser. Raises BrowserError naming the package when it is absent."""
    return process.find("firefox-esr", "firefox-esr", "firefox")


async def start(
    headless: bool, dark: bool, size: tuple[int, int], hosts: Mapping[str, int], system: bool = False
) -> Browser:
    """Start Firefox; ``system`` lets `Browser.system` work.

    Raises BrowserError when it is absent or does not start.
    """
    binary = program()
    process.require_display(headless)
    folder = tempfile.TemporaryDirectory(prefix="colophon-firefox-", ignore_cleanup_errors=True)
    profile = Path(folder.name)
    (profile / "user.js").write_text(_user_js(dark), encoding="utf-8")
    running = await asyncio.create_subprocess_exec(
        binary,
        *(["--headless"] if headless else []),
        *(["--remote-allow-system-access"] if system else []),
        *("--no-remote", "--profile", folder.name, "--remote-debugging-port", "0"),
        *("--width", str(size[0]), "--height", str(size[1]), "about:blank"),
        env=os.environ | {"HOME": folder.name, "TMPDIR": folder.name, "MOZ_CRASHREPORTER_DISABLE": "1"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    proxy = Proxy(hosts)
    draining: list[asyncio.Task[None]] = []

    async def stop() -> None:
        await process.end(running)
        await proxy.close()
        await asyncio.gather(*draining)
        folder.cleanup()

    connection: Connection | None = None
    try:
        address = await _address(running)
        draining.append(asyncio.create_task(_drain(running)))
        connection = await Connection.open(f"{address}/session")
        wanted: dict[str, Any] = {}
        if hosts:
            server = f"127.0.0.1:{await proxy.start()}"
            wanted = {"acceptInsecureCerts": True, "proxy": {"proxyType": "manual", "sslProxy": server}}
        session = await connection.command(
            "session.new", {"capabilities": {"alwaysMatch": wanted}}, START_SECONDS
        )
        return Browser("firefox", session["capabilities"]["browserVersion"], connection, stop)
    except BaseException:
        if connection:
            await connection.close()
        await stop()
        raise


def _user_js(dark: bool) -> str:
    # 0 dark, 1 light: what pages are told, whatever the desktop says
    preferences = PREFERENCES | {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
    shown = {True: "true", False: "false"}
    return "".join(
        f'user_pref("{name}", {shown[value] if isinstance(value, bool) else repr(value)});\n'
        for name, value in preferences.items()
    )


async def _address(running: asyncio.subprocess.Process) -> str:
    assert running.stderr
    try:
        async with asyncio.timeout(START_SECONDS):
            async for line in running.stderr:
                if found := LISTENING.search(line.decode("utf-8", "replace")):
                    return found[1]
    except TimeoutError as error:
        raise BrowserError(f"Firefox did not start within {START_SECONDS:g} s") from error
    raise BrowserError("Firefox ended before it was ready")


async def _drain(running: asyncio.subprocess.Process) -> None:
    """Keep the pipe empty: a full one would stop the browser."""
    assert running.stderr
    while await running.stderr.read(65536):
        pass
