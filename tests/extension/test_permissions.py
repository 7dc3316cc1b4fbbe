"""Every permission of the extension is explained in the README, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "extension"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOOPBACK = {"http://127.0.0.1/*", "http://localhost/*"}
USES = {
    "storage": r"chrome\.storage\.",
    "scripting": r"chrome\.scripting\.",
    "activeTab": r"chrome\.tabs\.query\(\{ active: true",
    "contextMenus": r"chrome\.contextMenus\b",
}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table that begins with this heading, without its first two lines."""
    table = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def test_every_permission_is_explained_and_no_other() -> None:
    explained = rows("permission")
    assert all(len(row) == 2 and len(row[1]) > 20 for row in explained)
    asked = {*MANIFEST["permissions"], *MANIFEST["optional_host_permissions"], *LOOPBACK}
    assert set().union(*(named(row[0]) for row in explained)) == asked


def test_every_site_is_named_with_its_pages_and_its_images() -> None:
    sites = rows("site")
    pages = set().union(*(named(row[1]) for row in sites))
    images = set().union(*(named(row[2]) for row in sites))
    assert pages == set(MANIFEST["content_scripts"][0]["matches"]) - LOOPBACK
    assert images == set(MANIFEST["host_permissions"]) - pages - LOOPBACK
    assert len({row[0] for row in sites}) == len(sites)
    assert all(len(row) == 3 and row[2] for row in sites)


@pytest.mark.parametrize("permission", MANIFEST["permissions"])
def test_every_permission_is_used(permission: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in EXTENSION.rglob("*.js"))
    assert re.search(USES[permission], source)


def test_what_firefox_is_told_is_in_the_readme() -> None:
    told = MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"]
    assert set(told) == {"required", "optional"}
    assert README.count("`" + "`, `".join(told["required"]) + "`") == 1
    assert README.count("`" + "` and `".join(told["optional"]) + "`") == 1
