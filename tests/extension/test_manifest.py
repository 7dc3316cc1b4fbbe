"""The extension as it is shipped: everything named exists, nothing risky is in it, its words are allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from colophon.config import Limits
from colophon.labels import LOCALES
from colophon.labels.export import folder
from colophon.labels.lint import KEPT, banned
from colophon.labels.messages import messages as catalogue_of

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "extension"
CONTENT_BUDGET = 52 * 1024  # bytes of the content scripts on every page
PART_BUDGET = 20 * 1024  # bytes of what a page gets when it comes to it, or when a reader asks for it
# what the source may not do: markup strings, polling, remote code, noise in the page's console
RISKY = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|setInterval|eval|importScripts|console)\b|new Function"
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def scripts() -> list[Path]:
    return sorted(EXTENSION.rglob("*.js"))


def messages(locale: str) -> dict[str, str]:
    text = (EXTENSION / "_locales" / folder(locale) / "messages.json").read_text(encoding="utf-8")
    return {key: entry["message"] for key, entry in json.loads(text).items()}


def named_files(manifest: dict[str, Any]) -> Iterator[str]:
    yield from manifest["icons"].values()
    yield from manifest["action"]["default_icon"].values()
    yield manifest["action"]["default_popup"]
    yield manifest["options_ui"]["page"]
    yield manifest["background"]["service_worker"]
    yield from manifest["background"]["scripts"]
    for entry in manifest["content_scripts"]:
        yield from entry["js"]


def test_every_named_file_exists(manifest: dict[str, Any]) -> None:
    assert [name for name in named_files(manifest) if not (EXTENSION / name).is_file()] == []


def test_one_manifest_serves_both_browsers(manifest: dict[str, Any]) -> None:
    assert manifest["background"]["scripts"] == [manifest["background"]["service_worker"]]
    assert manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"]["required"]


def test_pages_with_content_scripts_are_within_the_host_permissions(manifest: dict[str, Any]) -> None:
    granted = set(manifest["host_permissions"])
    assert set(manifest["content_scripts"][0]["matches"]) <= granted


def test_no_standing_access_to_every_site(manifest: dict[str, Any]) -> None:
    assert not [
        pattern
        for pattern in manifest["host_permissions"]
        if re.match(r"(\*|https?)://\*/|<all_urls>", pattern)
    ]
    assert "tabs" not in manifest["permissions"]


def test_icons_have_the_size_they_are_named_for(manifest: dict[str, Any]) -> None:
    for size, name in manifest["icons"].items():
        with Image.open(EXTENSION / name) as icon:
            assert icon.size == (int(size), int(size))


def test_the_test_hook_is_closed_and_there_once() -> None:
    hook = (EXTENSION / "content" / "hook.js").read_text(encoding="utf-8")
    assert hook.count("const OPEN_FOR_TESTS = false;") == 1


def test_content_scripts_are_small(manifest: dict[str, Any]) -> None:
    for entry in manifest["content_scripts"]:
        assert sum((EXTENSION / name).stat().st_size for name in entry["js"]) < CONTENT_BUDGET


def test_further_content_scripts_are_small_and_exist(manifest: dict[str, Any]) -> None:
    always = {name for entry in manifest["content_scripts"] for name in entry["js"]}
    source = (EXTENSION / "background" / "parts.js").read_text(encoding="utf-8")
    parts = re.findall(r"^  \w+: \[(.*)\],$", source, re.MULTILINE)
    assert len(parts) >= 2
    for part in parts:
        names = re.findall(r'"([^"]+)"', part)
        assert always.isdisjoint(names)
        end = (EXTENSION / names[-1]).read_text(encoding="utf-8").rstrip().splitlines()[-2]
        assert end.startswith("  void 0;"), "its last value goes back, and a function cannot"
        written = set(names) - {"content/patterns.js"}  # which is generated
        assert sum((EXTENSION / name).stat().st_size for name in written) < PART_BUDGET


def test_the_page_of_one_picture_has_every_content_script(manifest: dict[str, Any]) -> None:
    """It cannot have them brought later, as pages can."""
    page = (EXTENSION / "pages" / "check.html").read_text(encoding="utf-8")
    parts = (EXTENSION / "background" / "parts.js").read_text(encoding="utf-8")
    later = re.findall(r'"(content/[^"]+)"', parts)
    needed = {*manifest["content_scripts"][0]["js"], *later, "content/only_asked.js"}
    assert set(re.findall(r'src="\.\./([^"]+)"', page)) == needed


@pytest.mark.parametrize("script", scripts(), ids=lambda path: str(path.relative_to(EXTENSION)))
def test_script_does_nothing_risky(script: Path) -> None:
    assert RISKY.findall(script.read_text(encoding="utf-8")) == []


def test_pages_load_only_their_own_files() -> None:
    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((tag, v) for k, v in attrs if k in ("src", "href") and v)
            inline.extend(k for k, _ in attrs if k.startswith("on") or k == "style")

    for page in (EXTENSION / "pages").glob("*.html"):
        found: list[tuple[str, str]] = []
        inline: list[str] = []
        Links().feed(page.read_text(encoding="utf-8"))
        assert found
        assert [v for _, v in found if not (page.parent / v).resolve().is_file()] == []
        assert inline == []


def test_languages_have_the_same_strings_and_placeholders() -> None:
    english, *others = (messages(locale) for locale in LOCALES)
    for other in others:
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", other[key])), key
            assert other[key].strip()
            assert not [name for name in KEPT if (name in text) != (name in other[key])], key


@pytest.mark.parametrize("locale", LOCALES)
def test_no_string_judges(locale: str) -> None:
    terms = catalogue_of(locale).banned_terms
    for key, text in messages(locale).items():
        assert not banned(text, terms), key
        assert not set("%!！٪¡") & set(text), key


def test_every_language_has_its_folder_and_no_other_is_there() -> None:
    """A browser takes what has no folder of its own from the default; it looks for `nb`, never for `no`."""
    there = {path.name for path in (EXTENSION / "_locales").iterdir()}
    assert there == {folder(locale) for locale in LOCALES}
    assert "no" not in there
    listed = {"ar", "de", "en", "es", "fr", "hi", "nb", "pt_BR", "pt_PT", "zh_CN", "zh_TW"}
    assert there <= listed


def test_every_string_is_used_and_every_used_string_exists() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in [*scripts(), *EXTENSION.glob("pages/*.html")])
    source += (
        (EXTENSION / "manifest.json").read_text(encoding="utf-8").replace("__MSG_", '"').replace("__", '"')
    )
    known = messages("en")
    families = ("source_", "state_")  # chosen by a value at run time
    unused = [k for k in known if not k.startswith(families) and not re.search(rf"[\"'`]{k}[\"'`]", source)]
    assert unused == []
    used = set(re.findall(r"(?<![\w.])t\(\"(\w+)\"", source)) | set(re.findall(r'data-i18n="(\w+)"', source))
    used |= set(re.findall(r"Colophon\.t\(\"(\w+)\"", source)) - {"pending"}  # from the catalogue
    assert used - known.keys() == set()
    for enumeration in ("Source",):
        declared = re.search(
            rf"type {enumeration} =([^;]+);", (EXTENSION / "types.d.ts").read_text(encoding="utf-8")
        )
        assert declared
        assert {f"source_{value}" for value in re.findall(r'"(\w+)"', declared[1])} <= known.keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_report_fits_what_the_server_takes(locale: str) -> None:
    """The reason that was chosen stands before the reader's own words."""
    script = (EXTENSION / "content" / "contest.js").read_text(encoding="utf-8")
    words = re.search(r"MAX_WORDS = (\d+)", script)
    reasons = re.search(r"REASONS = \[(.*)\]", script)
    assert words
    assert reasons
    texts = messages(locale)
    longest = max(len(texts[key]) for key in re.findall(r'"(\w+)"', reasons[1]))
    assert longest + len(": ") + int(words[1]) <= Limits().words
