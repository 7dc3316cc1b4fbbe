"""Two audits of the same source: what came, went, or is known otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.audit.made import finished
from tests.audit.rows import audit_of_rows, post, protected

from colophon.audit.diff import SHOWN, Change, Sort, as_data, difference
from colophon.audit.report.page.changes import changes
from colophon.audit.report.page.page import page
from colophon.audit.report.whole import whole
from colophon.errors import InputError

SAYS = {"source": "metadata", "process": "ai_generated", "confidence": "stated", "rank": 50, "headline": True}
LABEL: dict[str, Any] = {
    "status": "labelled",
    "label": {"id": "ai_generated.metadata", "short": "File data says AI-generated"},
    "evidence": [{**SAYS, "text": "Text in this file says AI made it.", "details": {"generator": "A"}}],
}


def test_every_sort_of_change(tmp_path: Path) -> None:
    before = [
        *(post(0, None, None, "a"), post(1, None, None, "b"), post(2, None, None, "c")),
        *(post(3, None, None, "d", **LABEL), post(4, None, None, "e")),
    ]
    again = LABEL["evidence"][0]
    now = [
        post(0, None, None, "new") | {"id": "post-new"},
        post(1, None, None, "a") | {"id": "post-0"},
        post(2, None, None, "b", **LABEL) | {"id": "post-1"},
        post(3, None, None, "other") | {"id": "post-2"},
        post(4, None, None, "d", **LABEL | {"evidence": [again, again | {"source": "image_text"}]})
        | {"id": "post-3"},
    ]
    told: list[Change] = []
    found = difference(audit_of_rows(tmp_path / "1", before), audit_of_rows(tmp_path / "2", now), told.append)
    label = "ai_generated.metadata"
    assert told == [
        Change(Sort.APPEARED, "post-new", None, 0, None, "none"),
        Change(Sort.LABEL, "post-1", 1, 2, "none", label),
        Change(Sort.REPLACED, "post-2", 2, 3, "none", "none"),
        Change(Sort.EVIDENCE, "post-3", 3, 4, label, label),
        Change(Sort.GONE, "post-4", 4, None, "none", None),
    ]
    assert found.unchanged == 1
    assert found.moves == {("none", label): 1}
    data = as_data(found)
    assert data["counts"] == dict.fromkeys(map(str, Sort), 1)
    assert data["changes"]["label"][0]["id"] == "post-1"


def test_another_wording_or_score_is_no_change(tmp_path: Path) -> None:
    piece = LABEL["evidence"][0]
    reworded = LABEL | {
        "evidence": [piece | {"text": "In other words.", "details": {"generator": "A", "score": 0.3}}]
    }
    one = audit_of_rows(tmp_path / "1", [post(0, None, None, "a", **LABEL)])
    other = audit_of_rows(tmp_path / "2", [post(0, None, None, "a", **reworded)], versions={"resolver": "8"})
    found = difference(one, other)
    assert found.unchanged == 1
    assert found.versions == [("resolver", "7", "8")]


def test_protected_images_are_a_number(tmp_path: Path) -> None:
    first = audit_of_rows(tmp_path / "1", [protected(0), post(1, None, None, "a"), post(2, None, None, "b")])
    second = audit_of_rows(
        tmp_path / "2",
        [
            post(0, None, None, "s") | {"id": "secret-0"},
            post(1, None, None, "a"),
            protected(2) | {"id": "post-2"},
        ],
    )
    for found in (difference(first, second), difference(second, first)):
        assert found.protected == 2
        assert found.counts.total() == 0
        assert found.unchanged == 1
    assert "secret" not in str(as_data(difference(first, second)))


def test_of_itself_nothing_changed(tmp_path: Path) -> None:
    out = finished(tmp_path, 300)
    found = difference(out, out)
    assert found.counts.total() == 0
    assert found.unchanged + found.protected == 300


def test_of_another_format(tmp_path: Path) -> None:
    one = audit_of_rows(tmp_path / "1", [])
    other = audit_of_rows(tmp_path / "2", [], source={"name": "mastodon", "path": "a", "sha256": "0"})
    with pytest.raises(InputError, match="the same source"):
        difference(one, other)


def test_the_section_of_the_page(tmp_path: Path) -> None:
    """What it lists is bounded; that a sample cannot tell what went is said."""
    one = audit_of_rows(
        tmp_path / "1", [post(n, None, None, n) for n in range(SHOWN + 5)], {"size": 9, "seed": 1}
    )
    other = audit_of_rows(tmp_path / "2", [post(0, None, None, 0, **LABEL)])
    section = changes(difference(one, other))
    text = page(whole(other), [section])
    assert "Since the audit of 2026-11-29" in text
    assert f"the first {SHOWN} of {SHOWN + 4}" in text
    assert "may just not have been drawn" in text
    assert "File data says AI-generated" in text
