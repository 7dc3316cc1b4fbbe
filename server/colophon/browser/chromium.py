"""Chromium through chromedriver, which speaks BiDi and loads unpacked extensions over a debugging pipe."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from colophon.browser import process
from colophon.browser.bidi import Connection
from colophon.browser.window import Browser
from colophon.errors import BrowserError

START_SECONDS = 30.0
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # these two make webExtension.install possible
    "--remote-debugging-pipe",
    "--enable-unsafe-extension-debugging",
)


def programs() -> tuple[str, str]:
    """Paths of the browser and its driver. Raises BrowserError naming the package of what is absent."""
    binary = process.find("chromium", "chromium chromium-driver", "chromium-browser", "google-chrome")
    return binary, process.find("chromedriver", "chromium-driver")


async def start(
    headless: bool,
    dark: bool,
    size: tuple[int, int],
    hosts: Mapping[str, int],
    net_log: Path | None = None,
) -> Browser:
    """Start Chromium. Raises BrowserError when it or chromedriver is absent or does not start."""
    binary, driver = programs()
    process.require_display(headless)
    profile = tempfile.TemporaryDirectory(prefix="colophon-chromium-", ignore_cleanup_errors=True)
    port = process.free_port()
    running = await asyncio.create_subprocess_exec(
        driver,
        f"--port={port}",
        env=os.environ | {"TMPDIR": profile.name},  # what they leave behind goes with it
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )

    async def stop() -> None:
        await process.end(running)
        profile.cleanup()

    arguments = [*_arguments(headless, dark, size, hosts), f"--user-data-dir={profile.name}"]
    if net_log:
        arguments.append(f"--log-net-log={net_log}")
    try:
        capabilities = await _new_session(port, binary, arguments)
        connection = await Connection.open(capabilities["webSocketUrl"])
        return Browser("chromium", capabilities["browserVersion"], connection, stop)
    except (aiohttp.ClientError, TimeoutError) as error:
        await stop()
        raise BrowserError(f"Chromium did not start within {START_SECONDS:g} s: {error}") from error
    except BaseException:
        await stop()
        raise


def _arguments(headless: bool, dark: bool, size: tuple[int, int], hosts: Mapping[str, int]) -> list[str]:
    arguments = [*ARGUMENTS, f"--window-size={size[0]},{size[1]}"]
    if headless:
        arguments.append("--headless=new")
    if dark:
        arguments.append("--blink-settings=preferredColorScheme=0")
    if os.name == "posix" and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    if hosts:
        rules = [f"MAP {host} 127.0.0.1:{port}" for host, port in hosts.items()]
        rules += ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]
        arguments += [f"--host-resolver-rules={','.join(rules)}", "--ignore-certificate-errors"]
    return arguments


async def _new_session(port: int, binary: str, arguments: list[str]) -> dict[str, Any]:
    wanted = {
        "webSocketUrl": True,
        "acceptInsecureCerts": "--ignore-certificate-errors" in arguments,
        "goog:chromeOptions": {
            "binary": binary,
            "args": arguments,
            "excludeSwitches": ["enable-automation"],  # no banner above the demo's feed
        },
    }
    address = f"http://127.0.0.1:{port}"
    limit = aiohttp.ClientTimeout(total=START_SECONDS)
    async with aiohttp.ClientSession(timeout=limit) as http:
        await _answers(http, f"{address}/status")
        body = {"capabilities": {"alwaysMatch": wanted}}
        async with http.post(f"{address}/session", json=body) as response:
            value = (await response.json())["value"]
    if "capabilities" not in value:
        raise BrowserError(f"Chromium did not start: {value.get('message', value)}")
    capabilities: dict[str, Any] = value["capabilities"]
    return capabilities


async def _answers(http: aiohttp.ClientSession, url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            async with http.get(url):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise BrowserError(f"chromedriver did not answer within {START_SECONDS:g} s")
