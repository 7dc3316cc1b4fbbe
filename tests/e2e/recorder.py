"""Every request of a browser, whoever makes it: pages, content scripts, the background, itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.visitor import Visitor

_OBSERVE = """(() => {
  window.colophonRequests = [];
  const observe = (channel) => {
    const { URI, loadInfo } = channel.QueryInterface(Ci.nsIHttpChannel);
    const { triggeringPrincipal: who } = loadInfo;
    window.colophonRequests.push([URI.spec, who.isSystemPrincipal ? "" : who.origin]);
  };
  Services.obs.addObserver({ observe }, "http-on-modify-request");
})()"""


@dataclass(frozen=True)
class Request:
    """``by`` is the origin of whoever asked, "" where that is the browser itself."""

    url: str
    by: str

    @property
    def of_extension(self) -> bool:
        return "-extension://" in self.by


class Recorder:
    """Chromium writes to ``net_log`` until it ends; Firefox is asked while it runs."""

    def __init__(self, net_log: Path) -> None:
        self.net_log = net_log
        self._seen: list[Request] = []

    async def begin(self, visitor: Visitor) -> None:
        """Record from now on; Chromium has recorded from its start."""
        if visitor.browser.name == "firefox":
            await visitor.browser.system(_OBSERVE)

    async def end(self, visitor: Visitor) -> None:
        """Take what Firefox has recorded, before it is closed."""
        if visitor.browser.name == "firefox":
            seen = await visitor.browser.system("window.colophonRequests")
            self._seen = [Request(url, by) for url, by in seen]

    def requests(self) -> list[Request]:
        """All of them, once the browser has ended."""
        return self._seen or [*_of_net_log(self.net_log)]


def _of_net_log(path: Path) -> Iterator[Request]:
    """One event a line; the last may be cut off where the browser was ended."""
    start = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if start is None:
            head: dict[str, Any] = json.loads(line.rstrip(",") + "}")
            start = head["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
            continue
        if not line.startswith('{"params"'):
            continue
        event = json.loads(line.removesuffix("]}").rstrip(","))
        if event["type"] == start and event["params"].get("url", "").startswith("http"):
            by = event["params"].get("initiator", "")
            yield Request(event["params"]["url"], by if "://" in by else "")
