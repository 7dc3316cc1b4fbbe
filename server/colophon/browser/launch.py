"""Starting a browser by name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from colophon.browser import chromium, firefox
from colophon.browser.window import Browser
from colophon.errors import BrowserError

NAMES = ("chromium", "firefox")
NO_HOSTS: Mapping[str, int] = {}


def installed() -> list[str]:
    """The browsers of `NAMES` that could be started here."""
    found = []
    for name, look in (("chromium", chromium.programs), ("firefox", firefox.program)):
        with suppress(BrowserError):
            look()
            found.append(name)
    return found


async def launch(
    name: str,
    *,
    headless: bool = True,
    dark: bool = False,
    size: tuple[int, int] = (1280, 900),
    hosts: Mapping[str, int] = NO_HOSTS,
    system: bool = False,
    net_log: Path | None = None,
) -> Browser:
    """Start ``chromium`` or ``firefox`` with a fresh profile.

    ``dark`` is what pages see as the preferred colour scheme, ``size`` the window in CSS pixels. ``hosts``
    maps host names (``*.twimg.com`` too) to loopback ports where a TLS server stands in for them; then every
    other name is refused and certificates are not checked. ``system`` opens Firefox's own windows to
    `Browser.system`; Chromium has no such thing. ``net_log`` is a file to which Chromium writes all that it
    does in the network. Raises BrowserError: not installed, not started.
    """
    if name not in NAMES:
        raise BrowserError(f"unknown browser {name!r}; known: {', '.join(NAMES)}")
    if name == "chromium":
        browser = await chromium.start(headless, dark, size, hosts, net_log)
    else:
        browser = await firefox.start(headless, dark, size, hosts, system)
    try:
        await browser.watch_errors()
    except BaseException:
        await browser.close()
        raise
    return browser
