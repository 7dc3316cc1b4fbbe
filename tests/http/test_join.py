"""The page behind an invitation: what joining means, in the reader's language, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from tests.http_fixtures import Start
from tests.pictures import FakeCheck

from colophon.http.readers_pages import language_of
from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.lint import banned
from colophon.labels.messages import LOCALES, messages
from colophon.store.usage import KEPT_DAYS

PUBLIC = "https://colophon.example.org"


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_page_says_what_the_server_will_see_and_runs_nothing(start: Start, locale: str) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC)
    headers = {"Accept-Language": f"{locale}, en;q=0.1", "Host": "colophon.example.org"}
    async with running.client.get("/join", headers=headers) as answer:
        text = await answer.text()
        assert answer.status == 200
        assert answer.headers["Content-Language"] == locale
        assert answer.headers["Vary"] == "Accept-Language"
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in text
    assert f'<html lang="{locale}"{" dir=rtl" if locale in RIGHT_TO_LEFT else ""}>' in text.replace(
        '"rtl"', "rtl"
    )
    assert 'id="colophon-join-status"' in text
    assert text.count("colophon.example.org") >= 2
    assert "{" not in text
    words = re.sub(r"<[^>]+>", " ", text)
    assert not banned(words, messages(locale).banned_terms)
    assert str(KEPT_DAYS) in words


async def test_the_pages_of_all_languages_have_the_same_parts(start: Start) -> None:
    running = await start(FakeCheck())
    shapes = []
    for locale in LOCALES:
        async with running.client.get("/join", headers={"Accept-Language": locale}) as answer:
            shapes.append(re.findall(r"<(/?\w+)", await answer.text()))
    assert all(shape == shapes[0] for shape in shapes)


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
