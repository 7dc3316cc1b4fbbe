"""Pages for readers in every language: one template each, words that say the same, the right language."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from tests.http_fixtures import Start
from tests.pictures import FakeCheck

from colophon.http.readers_pages import WORDS, language_of
from colophon.labels.lint import banned
from colophon.labels.messages import LOCALES, SOURCE_LOCALE, messages

PAGES = {"start": "/", "join": "/join", "study": "/study/any"}
MARKS = re.compile(r"`[^`]+`|\*\*|\]\(/\w+\)|\{\w+\}")


def words(locale: str) -> dict[str, str]:
    """All words of a language's file by page and name."""
    found = json.loads((WORDS / f"{locale}.json").read_bytes())
    return {f"{page}.{name}": text for page, said in found.items() for name, text in said.items()}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_words_with_the_same_marks(locale: str) -> None:
    source, found = words(SOURCE_LOCALE), words(locale)
    assert list(found) == list(source)
    for name, text in found.items():
        assert sorted(MARKS.findall(text)) == sorted(MARKS.findall(source[name])), name
        assert not banned(text, messages(locale).banned_terms), name


@pytest.mark.parametrize("page", PAGES)
async def test_all_words_are_shown(start: Start, page: str) -> None:
    running = await start(FakeCheck(), public_url="https://colophon.example.org", publish=True)
    headers = {"Accept-Language": "de", "Host": "colophon.example.org"}
    async with running.client.get(PAGES[page], headers=headers) as answer:
        text = await answer.text()
        assert answer.status == 200
        assert answer.headers["Content-Language"] == "de"
    shown = unescape(re.sub(r"</?(code|strong|a)\b[^>]*>", "", text))
    for name, said in words("de").items():
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)|[`*]", r"\1", said).replace("{host}", headers["Host"])
        if name.startswith(f"{page}.") and name.split(".")[1] not in (
            "closed",
            "silent",
            "nocode",
            "unknown",
        ):
            assert plain in shown, name
    assert "{" not in text
    assert "**" not in text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9", "es"),
        ("fi, sv;q=0.5", "en"),
        ("fi, es;q=0.3, en;q=0.2", "es"),
        ("nb-NO, nn;q=0.9, en;q=0.8", "no"),
        ("zh-CN, zh;q=0.9", "zh"),
        ("en;q=0.2, ES;q=0.3", "es"),
        ("es;q=0", "en"),
        ("es;q=nan", "en"),
        ("*", "en"),
        (";;q=,,", "en"),
    ],
)
def test_the_language_is_the_one_a_browser_likes_best(accepted: str, language: str) -> None:
    assert language_of(accepted) == language
