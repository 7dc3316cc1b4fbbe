"""The page behind an invitation: what joining means, in the reader's language, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from tests.http_fixtures import Start
from tests.pictures import FakeCheck

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
