"""The page behind the link to a study, in the languages of its readers. What its script does: tests/pages."""

from __future__ import annotations

import re

import pytest
from tests.http_fixtures import Start

from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.lint import banned
from colophon.labels.messages import LOCALES, messages

SERVER = "colophon.example.org"


async def page(start: Start, locale: str) -> str:
    running = await start(public_url=f"https://{SERVER}")
    headers = {"Accept-Language": f"{locale}, en;q=0.1", "Host": SERVER}
    async with running.client.get("/study/small-study", headers=headers) as answer:
        assert (answer.status, answer.headers["Content-Language"]) == (200, locale)
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "connect-src 'self'"} <= set(policy)
        return await answer.text()


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_page_says_what_taking_part_means(start: Start, locale: str) -> None:
    text = await page(start, locale)
    assert f'<html lang="{locale}"{" dir=rtl" if locale in RIGHT_TO_LEFT else ""}>' in text.replace(
        '"rtl"', "rtl"
    )
    assert 'id="colophon-study-status"' in text
    assert f"<strong>{SERVER}</strong>" in text
    assert f"<dd>{SERVER}</dd>" in text
    assert "{" not in text
    told = re.sub(r"<[^>]+>", " ", text) + " ".join(re.findall(r'data-\w+="([^"]+)"', text))
    assert not banned(told, messages(locale).banned_terms)


async def test_the_pages_of_all_languages_have_the_same_parts(start: Start) -> None:
    shapes = [re.findall(r"<(/?\w+)|(data-\w+|id=\"[\w-]+\")", await page(start, one)) for one in LOCALES]
    assert all(shape == shapes[0] for shape in shapes)
    assert len({re.sub(r"<[^>]+>|\s", "", await page(start, locale)) for locale in LOCALES}) == len(LOCALES)


async def test_what_is_no_name_of_a_study_is_refused(start: Start) -> None:
    running = await start()
    async with running.client.get("/study/A%3Cb%3E") as answer:
        assert answer.status == 400
