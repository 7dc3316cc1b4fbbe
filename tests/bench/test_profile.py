"""The extension's share of a profile is what its functions took, with all that they called."""

from __future__ import annotations

import pytest
from tests.bench.feed.profile import share_of


def node(number: int, url: str, *children: int) -> dict[str, object]:
    return {"id": number, "callFrame": {"url": url}, "children": list(children)}


NODES = [
    node(1, "", 2, 4),
    node(2, "https://feed.example/page.js", 5),
    node(4, "chrome-extension://abc/content/tracker.js", 6),
    node(5, "chrome-extension://abc/content/main.js"),
    node(6, ""),  # a native function that the tracker called
]


def test_what_its_functions_call_is_its_own() -> None:
    share = share_of(
        {"nodes": NODES, "samples": [1, 4, 6, 2, 5, 1], "timeDeltas": [9, 1000, 2000, 3000, 4000, 5000]}
    )
    assert share.own == pytest.approx(2 + 3 + 5)
    assert share.longest == pytest.approx(5)


def test_a_page_without_it_has_no_share() -> None:
    share = share_of({"nodes": NODES[:2], "samples": [1, 2], "timeDeltas": [0, 500]})
    assert (share.own, share.longest) == (0, 0)
