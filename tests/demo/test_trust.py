from __future__ import annotations

from pathlib import Path

import pytest

from colophon.config import Config
from colophon.demo.certificate import SIGNER, make_identity
from colophon.demo.trust import demo_trust, fetch_once
from colophon.errors import TrustError
from colophon.trust import load
from colophon.trust.known import DEFAULT_EKU, KNOWN


def test_adds_the_signer_to_a_copy_only(tmp_path: Path) -> None:
    mine, other = make_identity(), make_identity()
    lists = tmp_path / "lists"
    (lists / "local").mkdir(parents=True)
    (lists / "local" / "own.pem").write_text(other.anchor)
    (lists / "C2PA-TRUST-LIST.pem").write_text(other.anchor)
    before = sorted(p.name for p in lists.rglob("*"))

    trust = load(demo_trust(lists, mine.anchor, tmp_path / "demo"))
    assert mine.anchor in trust.local_anchors
    assert other.anchor in trust.local_anchors
    assert trust.official_anchors.strip() == other.anchor.strip()
    assert sorted(p.name for p in lists.rglob("*")) == before
    assert "Colophon demo" in SIGNER


def test_works_without_any_list(tmp_path: Path) -> None:
    identity = make_identity()
    trust = load(demo_trust(tmp_path / "absent", identity.anchor, tmp_path / "demo"))
    assert trust.local_anchors.strip() == identity.anchor.strip()
    assert trust.official_anchors == ""


def test_lists_are_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def update(folder: Path, **_: object) -> None:
        asked.append(folder)
        folder.mkdir()
        pem = make_identity().anchor
        for known in KNOWN:
            (folder / known.name).write_text(pem if known.name.endswith(".pem") else DEFAULT_EKU)

    monkeypatch.setattr("colophon.demo.trust.update", update)
    config = Config(data=tmp_path)
    assert fetch_once(config) is None
    assert fetch_once(config) is None
    assert asked == [tmp_path / "trust"]


def test_says_what_follows_when_lists_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def update(folder: Path, **_: object) -> None:
        raise TrustError("no network")

    monkeypatch.setattr("colophon.demo.trust.update", update)
    said = fetch_once(Config(data=tmp_path)) or ""
    assert "not recognised (no network)" in said
    assert "`colophon trust update` tries again" in said


def test_a_folder_that_was_named_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colophon.demo.trust.update", lambda *_, **__: pytest.fail("downloaded"))
    assert "not recognised" in (fetch_once(Config(data=tmp_path, trust=tmp_path / "own")) or "")
