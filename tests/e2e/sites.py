"""Mini pages at real addresses, in the markup that the adapters expect (facts on adapters, section 8)."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tests.e2e import markup
from tests.e2e.feed import Item

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined
)
STRICT = (
    "default-src 'none'; script-src 'nonce-x'; style-src 'nonce-x'; "
    "img-src https://x.com https://pbs.twimg.com; connect-src https://x.com; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True)
class Feed:
    """One site: the address of its page and, for every item, of its picture."""

    name: str
    url: str
    address: Callable[[Item], str]
    headers: Mapping[str, str] = field(default_factory=dict)
    rating: str = ""  # as pages for adults declare themselves

    def render(self, items: Sequence[Item]) -> str:
        return PAGES.get_template(f"{self.name}.html").render(feed=self, items=items)


def _x(item: Item) -> str:
    return f"https://pbs.twimg.com/media/{item.key}?format={item.suffix}&name=small"


def _bluesky(item: Item) -> str:
    return f"https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:abcdefgh/bafkrei{item.key}@jpeg"


def _mastodon(item: Item) -> str:
    number = "/".join(f"{int(item.key[i : i + 2], 16):03}" for i in range(0, 8, 2))
    return f"https://files.mastodon.social/media_attachments/files/{number}/small/{item.key}.{item.suffix}"


def _reddit(item: Item) -> str:
    return f"https://i.redd.it/{item.key}.{item.suffix}"


FEEDS = {
    feed.name: feed
    for feed in (
        Feed("x", "https://x.com/home", _x, {"Content-Security-Policy": STRICT}),
        Feed("bluesky", "https://bsky.app/", _bluesky),
        Feed("mastodon", "https://mastodon.social/home", _mastodon),
        Feed("reddit", "https://www.reddit.com/r/pics/", _reddit),
    )
}
ELSEWHERE = NEWS, CDN, STORE = (
    "news.example",
    "cdn.example",
    "addons.mozilla.org",
)  # the last lets no extension run
HOSTS = (
    *ELSEWHERE,
    *("x.com", "pbs.twimg.com", "bsky.app", "cdn.bsky.app", "mastodon.social", "files.mastodon.social"),
    *("www.reddit.com", "i.redd.it"),
    *markup.hosts(),
)


class Internet:
    """Answers for all hosts. What is shown is by address; ``fetched`` are the pictures
    that the extension asked for, ``headers`` what it sent along."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[str, Mapping[str, str]]] = {}
        self._pictures: dict[str, Item] = {}
        self.fetched: list[str] = []
        self.headers: list[Mapping[str, str]] = []

    def publish(self, feed: Feed, items: Sequence[Item], query: str = "") -> str:
        """Put the items on the feed's page; returns its address. ``query`` tells pages of one site apart."""
        self._pages[feed.url + query] = (feed.render(items), feed.headers)
        self._pictures |= {feed.address(item): item for item in items}
        return feed.url + query

    def put(self, url: str, body: str, pictures: Mapping[str, Item]) -> str:
        """Put up a page of this body, and pictures by their addresses; returns its address."""
        self._pages[url] = (f"<!doctype html><html lang=en><meta charset=utf-8><body>{body}", {})
        self._pictures |= pictures
        return url

    def show(self, page: markup.Page, picture: Item) -> str:
        """Put a page up on which every picture is the same one; returns its address."""
        self._pages[page.url] = (page.html, {})
        self._pictures |= {one.address: picture for one in page.pictures}
        return page.url

    @asynccontextmanager
    async def serve(self, context: ssl.SSLContext) -> AsyncIterator[dict[str, int]]:
        """Serve over TLS; gives the port for every host name."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        server = TestServer(app, scheme="https")
        await server.start_server(ssl=context)
        try:
            yield dict.fromkeys(HOSTS, server.port or 0)
        finally:
            await server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        address = f"https://{request.host}{request.raw_path}"
        if item := self._pictures.get(address):
            if request.headers.get("Sec-Fetch-Dest") == "empty":  # not the page itself: the extension
                self.fetched.append(address)
                self.headers.append(request.headers)
            return web.Response(body=item.data, content_type=item.media_type)
        if page := self._pages.get(address):
            return web.Response(text=page[0], content_type="text/html", headers=page[1])
        return web.Response(status=404)
