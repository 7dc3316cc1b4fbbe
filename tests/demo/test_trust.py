from __future__ import annotations

from pathlib import Path

from colophon.demo.certificate import SIGNER, make_identity
from colophon.demo.trust import demo_trust
from colophon.trust import load


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
