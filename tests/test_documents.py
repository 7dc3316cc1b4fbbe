"""What the documentation refers to is there: files, headings, pictures that load quickly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
MAX_PICTURE_BYTES = 150_000


def anchors(path: Path) -> set[str]:
    """The names under which the headings of a document are linked to."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_repository_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_picture_is_used_and_small() -> None:
    pictures = {p for p in (ROOT / "docs").rglob("*") if p.suffix in {".png", ".svg", ".jpg"}}
    used = {
        (path.parent / link).resolve()
        for path in DOCUMENTS
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if Path(link).suffix in {".png", ".svg", ".jpg"}
    }
    assert pictures == used
    guide = ROOT / "docs" / "install"
    assert [p.name for p in pictures if guide in p.parents and p.stat().st_size >= MAX_PICTURE_BYTES] == []
