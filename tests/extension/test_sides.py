"""The extension's own looks have no left and right, so that Arabic is laid out from its own side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXTENSION = Path(__file__).parent.parent.parent / "extension"
STYLED = sorted(
    [
        *EXTENSION.glob("pages/*.css"),
        *(p for p in EXTENSION.glob("content/*.js") if "sheetOf(" in p.read_text()),
    ]
)
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|inset)-(?:left|right)\s*:|"
    r"text-align:\s*(?:left|right)|float:\s*(?:left|right)|[{;\s](?:left|right):\s*[\d.]+(?:px|em|%)"
)
FOUR = re.compile(r"(?:margin|padding|border-radius):\s*([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;}]+)\s*[;}]")


@pytest.mark.parametrize("path", STYLED, ids=lambda path: path.name)
def test_no_side_is_named(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not PHYSICAL.findall(text)
    assert not [match[0] for match in FOUR.finditer(text) if match[2] != match[4]]


def test_there_is_something_to_look_at() -> None:
    assert len(STYLED) >= 6
    assert PHYSICAL.search("a { margin-left: 2px }")
    assert FOUR.search("margin: 0 28px 6px 0;")
