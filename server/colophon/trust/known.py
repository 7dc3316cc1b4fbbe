"""The trust lists Colophon knows: where they come from and which contents have been looked at.

The official lists are those of C2PA's conformance programme, issued 2026-08-05, due again 2027-08-05
(CC-BY-4.0); their hashes equal those an independent implementation pins. The interim lists are those of
Content Credentials Verify, frozen since 2026-01-01, copied 2025-08-28 (provenance facts, 1.3).
"""

from __future__ import annotations

from typing import NamedTuple

OFFICIAL = "C2PA-TRUST-LIST.pem"
OFFICIAL_DATED = "C2PA-TRUST-LIST.json"  # the same, with the day of its issue
OFFICIAL_TIMESTAMPS = "C2PA-TSA-TRUST-LIST.pem"
INTERIM_ANCHORS = "itl-verify-site-anchors.pem"
INTERIM_ALLOWED = "itl-verify-site-allowed.pem"
EKU = "store.cfg"
LOCAL = "local"  # a folder of *.pem that whoever runs this server added

_C2PA = "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list"
_VERIFY = "https://raw.githubusercontent.com/contentauth/verify-site/main/static/trust"


class KnownList(NamedTuple):
    """One file of the trust folder: its name there, its official address, the SHA-256 we looked at."""

    name: str
    address: str
    sha256: str


KNOWN = (
    KnownList(
        OFFICIAL,
        f"{_C2PA}/C2PA-TRUST-LIST.pem",
        "75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5",
    ),
    KnownList(
        OFFICIAL_DATED,
        f"{_C2PA}/C2PA-TRUST-LIST.json",
        "709555a038a78d4b001e96826313957a27771dc66ca881d408ec8cbf2e21627e",
    ),
    KnownList(
        OFFICIAL_TIMESTAMPS,
        f"{_C2PA}/C2PA-TSA-TRUST-LIST.pem",
        "c688d3555f4a2f1f8d663472bbd37888ff234abdd234c25934c0f9292e4eb5c9",
    ),
    KnownList(
        "C2PA-TSA-TRUST-LIST.json",
        f"{_C2PA}/C2PA-TSA-TRUST-LIST.json",
        "6f409f08c7c877019cb8fa54e83017bd02feee5a1851cc95d2e369ccaba1793e",
    ),
    KnownList(
        INTERIM_ANCHORS,
        f"{_VERIFY}/anchors.pem",
        "e0ab688a23a03a995b355fef351f6a89ccbb09329b5dc9195297fbe2c7a525c5",
    ),
    KnownList(
        INTERIM_ALLOWED,
        f"{_VERIFY}/allowed.pem",
        "2f4ba19707a49a0aece732c8a211b7f544f990247018368deaf7382bcfa58451",
    ),
    KnownList(
        EKU,
        f"{_VERIFY}/store.cfg",
        "1044c30a906b0c9cbe28b4a4c0002ca56a718f0ae22b9af83238543a07d0e718",
    ),
)

# What store.cfg lists: purposes a signing certificate must be for. Used where that file is absent.
DEFAULT_EKU = "\n".join(
    (
        "1.3.6.1.5.5.7.3.4",  # emailProtection
        "1.3.6.1.5.5.7.3.36",  # documentSigning
        "1.3.6.1.5.5.7.3.8",  # timeStamping
        "1.3.6.1.5.5.7.3.9",  # OCSPSigning
        "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft C2PA signing
        "1.3.6.1.4.1.62558.2.1",  # c2pa-claim_signing
    )
)
