"""Settings for the reader, one set per tier of trust: no network whatever the file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from colophon.evidence import Trust

if TYPE_CHECKING:  # a worker imports this package too, and should be ready soon
    from colophon.trust import TrustLists


class Tier(NamedTuple):
    """How one read is set up, and what a signer that it recognises is worth."""

    trust: Trust
    settings: dict[str, Any]


def tiers_of(trust: TrustLists) -> list[Tier]:
    """The reads to try in turn until one recognises the signer; at least one, which may recognise nobody.

    A file is read again with the wider lists only where the narrower ones do not know the signer.
    """
    official = trust.official_anchors
    tiers = [Tier(Trust.OFFICIAL, _settings(trust, official))] if official else []
    if trust.local_anchors:
        tiers.append(Tier(Trust.LOCAL, _settings(trust, official + trust.local_anchors)))
    if trust.interim_anchors or trust.interim_allowed:
        anchors = official + trust.interim_anchors
        tiers.append(Tier(Trust.INTERIM, _settings(trust, anchors, trust.interim_allowed)))
    return tiers or [Tier(Trust.UNTRUSTED, _settings(trust, ""))]


def _settings(trust: TrustLists, anchors: str, allowed: str = "") -> dict[str, Any]:
    """Reader settings of one tier (provenance facts, 1.2).

    By default a URL in a file's XMP is fetched, loopback included: both switches against that are off.
    Identity assertions are decoded, so that a broken one is noticed; they name people and are never shown.
    """
    lists = {"trust_anchors": anchors, "allowed_list": allowed, "trust_config": trust.eku_config}
    return {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "core": {"allowed_network_hosts": [], "decode_identity_assertions": True},
        "trust": {key: value for key, value in lists.items() if value},
    }
