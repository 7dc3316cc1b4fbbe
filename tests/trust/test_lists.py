"""Loading a trust folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.trust.certificates import pem

from colophon.errors import TrustError
from colophon.trust import NO_LISTS, load
from colophon.trust.known import DEFAULT_EKU, EKU, KNOWN, OFFICIAL, OFFICIAL_TIMESTAMPS


def test_absent_folder_recognises_nobody_and_says_so(tmp_path: Path) -> None:
    lists = load(tmp_path / "nowhere")
    assert lists.official_anchors == lists.interim_anchors == lists.local_anchors == ""
    assert lists.eku_config == DEFAULT_EKU
    assert len(lists.absent) == 4
    assert lists.consequence is not None
    assert "not recognised" in lists.consequence


def test_no_lists_are_the_same_as_an_empty_folder(tmp_path: Path) -> None:
    assert NO_LISTS.version == load(tmp_path).version


def test_contents_change_the_version(tmp_path: Path) -> None:
    versions = {load(tmp_path).version}
    (tmp_path / OFFICIAL).write_text(pem("One"))
    versions.add(load(tmp_path).version)
    (tmp_path / OFFICIAL_TIMESTAMPS).write_text(pem("Clock"))
    versions.add(load(tmp_path).version)
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "mine.pem").write_text(pem("Mine"))
    versions.add(load(tmp_path).version)
    (tmp_path / EKU).write_text("1.3.6.1.5.5.7.3.36")
    versions.add(load(tmp_path).version)
    assert len(versions) == 5
    assert load(tmp_path).version == load(tmp_path).version


def test_timestamp_list_alone_recognises_nobody(tmp_path: Path) -> None:
    (tmp_path / OFFICIAL_TIMESTAMPS).write_text(pem("Clock"))
    assert load(tmp_path).official_anchors == ""


def test_local_anchors_are_a_tier_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "local").mkdir()
    mine = pem("Mine")
    (tmp_path / "local" / "mine.pem").write_text(mine)
    lists = load(tmp_path)
    assert mine in lists.local_anchors
    assert lists.official_anchors == ""


@pytest.mark.parametrize(
    "text",
    [
        "no certificate here",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "\udcff",
    ],
)
def test_damaged_list_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / OFFICIAL).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(TrustError, match=OFFICIAL):
        load(tmp_path)


def test_oversized_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / OFFICIAL).write_bytes(b" " * (9 << 20))
    with pytest.raises(TrustError, match="larger than the limit"):
        load(tmp_path)


def test_published_lists(cases: Path) -> None:
    """The contents that the pinned hashes stand for, and what store.cfg holds."""
    folder = cases / "c2pa" / "trust"
    for known in KNOWN:
        assert hashlib.sha256((folder / known.name).read_bytes()).hexdigest() == known.sha256, known.name
    lists = load(folder)
    assert lists.consequence is None
    assert lists.official_anchors.count("BEGIN CERTIFICATE") == 30 + 22
    assert lists.interim_allowed.count("BEGIN CERTIFICATE") == 86
    assert lists.interim_anchors.count("BEGIN CERTIFICATE") == 18
    oids = [line for line in lists.eku_config.splitlines() if line and not line.startswith("//")]
    assert oids == DEFAULT_EKU.splitlines()


def test_addresses_are_https() -> None:
    assert all(known.address.startswith("https://") for known in KNOWN)
    assert len({known.name for known in KNOWN}) == len(KNOWN)
