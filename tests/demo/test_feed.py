from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from colophon.demo.certificate import make_identity
from colophon.demo.feed import add_feed
from colophon.demo.post import Post
from colophon.demo.posts import sample_posts
from colophon.http.middleware import answer_to

Client = TestClient[web.Request, web.Application]


@web.middleware
async def _answering(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except Exception as error:
        return answer_to(request, error)


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return sample_posts(make_identity())


@pytest_asyncio.fixture
async def client(posts: list[Post]) -> AsyncIterator[Client]:
    def gone() -> bytes:
        raise FileNotFoundError

    hostile = Post('<b>"', "&lt;", "now", "<script>", '"onload="x', "image/png", (1, 1), gone)
    app = web.Application(middlewares=[_answering])
    add_feed(app, [*posts, hostile])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_shows_every_post_with_its_picture(client: Client, posts: list[Post]) -> None:
    page = await (await client.get("/sample")).text()
    assert page.count("<article") == len(posts) + 1
    for number, post in enumerate(posts):
        assert post.text in page
        answer = await client.get(f"/sample/images/{number}")
        assert answer.content_type == post.media_type
        assert await answer.read() == post.read()


async def test_words_of_posts_are_not_markup(client: Client) -> None:
    page = await (await client.get("/sample")).text()
    assert "<script" not in page
    assert '"onload=' not in page
    assert "<b>&lt;b&gt;" in page


async def test_runs_no_code_and_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = await client.get("/sample")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', await answer.text())
    assert addresses
    assert all(address.startswith(("/sample", "#")) for address in addresses)
    assert (await client.get("/sample/feed.css")).content_type == "text/css"


@pytest.mark.parametrize("name", ["999", "-1", "..%2f..%2fetc%2fpasswd", "0/../../x", "1e3", "8"])
async def test_no_other_pictures(client: Client, name: str) -> None:
    assert (await client.get(f"/sample/images/{name}")).status == 404


async def test_every_origin_story_is_there(posts: list[Post]) -> None:
    assert sorted(str(post.expected) for post in posts) == [
        "None",
        "ai_generated.creator",
        "ai_generated.creator",
        "ai_generated.metadata",
        "ai_generated.metadata",
        "ai_generated.signed",
        "captured.signed",
        "record_mismatch",
    ]
    assert len({hashlib.sha256(post.read()).digest() for post in posts}) == len(posts)
