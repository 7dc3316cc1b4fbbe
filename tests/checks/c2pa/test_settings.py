"""How a file is read: which lists in which order, and never with a network."""

from __future__ import annotations

import pytest

from colophon.checks.c2pa.settings import tiers_of
from colophon.trust import NO_LISTS, TrustLists

ALL = TrustLists(official_anchors="O", interim_anchors="I", interim_allowed="A", local_anchors="L")


@pytest.mark.parametrize("lists", [NO_LISTS, ALL])
def test_nothing_may_be_fetched(lists: TrustLists) -> None:
    """Held here too: an empty network namespace would hide a wrong setting from the tests with a server."""
    for tier in tiers_of(lists):
        assert tier.settings["verify"]["remote_manifest_fetch"] is False
        assert tier.settings["verify"]["ocsp_fetch"] is False
        assert tier.settings["core"]["allowed_network_hosts"] == []


def test_narrow_lists_come_first_and_tiers_do_not_mix() -> None:
    tiers = tiers_of(ALL)
    assert [tier.trust for tier in tiers] == ["official", "local", "interim"]
    assert [tier.settings["trust"]["trust_anchors"] for tier in tiers] == ["O", "OL", "OI"]
    assert ["allowed_list" in tier.settings["trust"] for tier in tiers] == [False, False, True]


def test_without_lists_one_read_that_recognises_nobody() -> None:
    (tier,) = tiers_of(NO_LISTS)
    assert tier.trust == "untrusted"
    assert "trust_anchors" not in tier.settings["trust"]
