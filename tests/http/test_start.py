"""The page at the server's own address: what this is and where to go, the same for everybody."""

from __future__ import annotations

import re

import pytest
from tests.http_fixtures import Start
from tests.pictures import FakeCheck

from colophon.labels.lint import banned
from colophon.labels.messages import LOCALES, messages

PUBLIC = "https://colophon.example.org"


@pytest.mark.parametrize("locale", LOCALES)
async def test_it_says_where_to_go_and_runs_nothing(start: Start, locale: str) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC)
    headers = {"Accept-Language": locale, "Host": "colophon.example.org"}
    async with running.client.get("/", headers=headers) as answer:
        text = await answer.text()
        assert (answer.status, answer.headers["Content-Language"]) == (200, locale)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f'<html lang="{locale}"' in text
    assert "Colophon" in text
    assert "colophon.example.org" in text
    assert "<script" not in text
    assert "{" not in text
    assert not banned(re.sub(r"<[^>]+>", " ", text), messages(locale).banned_terms)
    ways = re.findall(r'<a href="([^"]+)"', text)
    assert ways == ["/join", "/login", "/status"]
    for way in ways:
        async with running.client.get(way, headers=headers) as answer:
            assert answer.status in {200, 401}, way


@pytest.mark.parametrize("locale", LOCALES)
async def test_where_decisions_are_published_it_leads_to_them(start: Start, locale: str) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC, publish=True)
    headers = {"Accept-Language": locale, "Host": "colophon.example.org"}
    async with running.client.get("/", headers=headers) as answer:
        ways = re.findall(r'<a href="(/v1/[^"]+)"', await answer.text())
    assert ways == ["/v1/published.csv", "/v1/published.json", "/v1/published/key"]
    for way in ways:
        async with running.client.get(way, headers=headers) as answer:
            assert answer.status == 200, way


async def test_it_is_the_same_whoever_has_joined(start: Start) -> None:
    running = await start(FakeCheck())
    texts = []
    for headers in ({}, running.headers):
        async with running.client.get("/", headers=headers) as answer:
            texts.append(await answer.text())
        await running.services.pairing.exchange(await running.services.pairing.new_code())
    assert texts[0] == texts[1]


async def test_the_pages_of_all_languages_have_the_same_parts(start: Start) -> None:
    running = await start(FakeCheck())
    shapes = []
    for locale in LOCALES:
        async with running.client.get("/", headers={"Accept-Language": locale}) as answer:
            shapes.append(re.findall(r"<(/?\w+)", await answer.text()))
    assert all(shape == shapes[0] for shape in shapes)
