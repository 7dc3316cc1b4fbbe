"""What of a CPU profile is the extension's own: the samples in whose stack one of its functions stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

OWN = ("chrome-extension://", "moz-extension://")


@dataclass(frozen=True)
class Share:
    """Milliseconds. ``own`` is all that the extension's functions took with what they called; ``longest`` the
    longest stretch of it without a moment of anything else between."""

    own: float
    longest: float


def share_of(profile: dict[str, Any]) -> Share:
    """Of a profile as `Profiler.stop` of the DevTools protocol gives it (times in microseconds)."""
    own = _own_nodes(profile["nodes"])
    lasting = [*profile["timeDeltas"][1:], 0]  # a sample lasts until the next
    steps = zip(profile["samples"], lasting, strict=True)
    stretches = [
        sum(microseconds for _, microseconds in group)
        for is_own, group in groupby(steps, key=lambda step: step[0] in own)
        if is_own
    ]
    return Share(sum(stretches) / 1000, max(stretches, default=0) / 1000)


def _own_nodes(nodes: list[dict[str, Any]]) -> set[int]:
    """The nodes of the extension's functions and all below them."""
    children = {node["id"]: node.get("children", []) for node in nodes}
    waiting = [node["id"] for node in nodes if node["callFrame"]["url"].startswith(OWN)]
    found: set[int] = set()
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += children[node]
    return found
