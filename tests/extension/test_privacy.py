"""What is sent and kept: the page and docs/privacy.md say the same, and each statement names its test."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "extension"
PAGE = (EXTENSION / "pages" / "privacy.html").read_text(encoding="utf-8")
DOCUMENT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
STRINGS = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text(encoding="utf-8"))
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(EXTENSION.rglob("*.js"))}
CITED = re.compile(r"`(tests/[\w/.]+)`: (.+?)(?=<br>| \|$)", re.MULTILINE)
# where a request may go: a picture of the page, the paired server, a file of the extension itself
DESTINATIONS = {
    "background/bytes.js": {"url"},
    "background/health.js": {"`${server}/healthz`"},
    "background/server.js": {"server + path", "`${server}/v1/pair`"},
    "background/study/api.js": {"server + path"},
    "content/requests.js": {"url"},
    "content/canvas.js": set(),
}
OWN_FILES = re.compile(r"chrome\.runtime\.getURL\(.+\)")


def statements() -> list[tuple[str, str]]:
    """Statement and what holds it, as the document has them."""
    rows = re.findall(r"^\| (.+?) \| (`tests/.+) \|$", DOCUMENT, re.MULTILINE)
    return [(words, held) for words, held in rows]


def text(key: str) -> str:
    return str(STRINGS[key]["message"])


def test_the_document_has_the_words_of_the_page_in_their_order() -> None:
    keys = re.findall(r'<li data-i18n="(privacy_\w+)"', PAGE)
    assert len(keys) >= 15
    assert [words for words, _ in statements()] == [text(key) for key in keys]
    headings = re.findall(r'<h2 data-i18n="(privacy_\w+)"', PAGE)
    assert re.findall(r"^## (.+)$", DOCUMENT, re.MULTILINE)[: len(headings)] == [
        text(key) for key in headings
    ]
    assert text("privacy_about") in DOCUMENT


def test_every_statement_names_a_test() -> None:
    assert [words for words, held in statements() if not CITED.search(f"{held} |")] == []


@pytest.mark.parametrize(("file", "name"), sorted(set(CITED.findall(DOCUMENT))))
def test_every_named_test_exists(file: str, name: str) -> None:
    source = (ROOT / file).read_text(encoding="utf-8")
    defined = f"def {name}(" if file.endswith(".py") else f'test("{name}"'
    assert defined in source


def test_the_page_is_reached_from_the_welcome_page() -> None:
    assert 'href="privacy.html"' in (EXTENSION / "pages" / "welcome.html").read_text(encoding="utf-8")


def test_no_address_is_asked_but_the_pages_and_the_paired_servers() -> None:
    asked = 0
    for path, source in SOURCES.items():
        name = path.relative_to(EXTENSION).as_posix()
        for destination in re.findall(r"\bfetch\((.+?)(?:, \{|\)\)?;|\)\)?\.|\)\))", source):
            asked += 1
            own = OWN_FILES.match(destination + ")")
            assert own or destination in DESTINATIONS.get(name, set()), (name, destination)
        others = (
            r"XMLHttpRequest|sendBeacon|WebSocket|EventSource|WebTransport|\bnew Image\b|\bimport\(\"?http"
        )
        assert not re.search(others, source), name
    assert asked >= len(DESTINATIONS)


def test_what_is_kept_is_kept_in_three_places() -> None:
    """storage.local for what the reader chose, storage.session until it closes, databases of one's own."""
    writers = []
    for path, source in SOURCES.items():
        assert not re.search(r"storage\.(sync|managed)|localStorage|\bcaches\b|document\.cookie", source), (
            path
        )
        assert "indexedDB" not in source or path.parts[-2:] == ("background", "database.js"), path
        writers += [path.name] * len(re.findall(r"storage\.local\.set\(", source))
    assert set(writers) == {"loans.js", "settings.js", "state.js"}


def test_firefox_asks_for_what_the_document_says() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    asked = manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"]
    declared = re.search(r"Colophon declares ((?:`\w+`(?:, )?)+)", DOCUMENT)
    assert declared
    also = re.search(r"only then, Firefox asks for more: (.+?)\. ", DOCUMENT, re.DOTALL)
    assert also
    kinds = re.findall(r"`(\w+)`", also[1])
    assert asked == {"required": re.findall(r"`(\w+)`", declared[1]), "optional": kinds}
    joining = SOURCES[EXTENSION / "background" / "study" / "data_kinds.js"]
    assert all(f'"{kind}"' in joining for kind in kinds)
