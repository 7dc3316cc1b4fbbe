"""What leaves the browser, and what the server asks of others: nothing that nobody needs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from tests.e2e.conftest import Page
from tests.e2e.feed import Item, jpeg
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 60, "firefox": 70}


async def test_the_same_picture_twice_is_sent_once(visitor: Visitor) -> None:
    data = jpeg(SEEDS[visitor.browser.name])
    items = [Item(f"copy-{n}", data) for n in range(3)]
    tab = await visitor.open(visitor.world.internet.publish(FEED, items, "?copies"))
    await wait_for(visitor, tab, FEED, items)
    await tab.reload()
    await wait_for(visitor, tab, FEED, items)
    await tab.close()
    assert visitor.world.colophon.uploads().count(hashlib.sha256(data).hexdigest()) == 1


def stated(headers: Mapping[str, str]) -> list[dict[str, object]]:
    """What came along with a picture."""
    value = headers.get("Colophon-Statements", "W10")
    made: list[dict[str, object]] = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    return made


async def test_no_words_of_a_post_are_sent(page: Page) -> None:
    """Of lookups, whose bodies are not recorded here, tests/extension/unit/entry.test.mjs says the same."""
    headers = page.visitor.world.colophon.headers
    statements = [one for each in headers for one in stated(each)]
    assert {str(one["pattern"])[:3] for one in statements} & {"nb-", "en-"}  # patterns are named
    for one in statements:
        assert one.keys() == {"source", "process", "pattern", "language", "reshare"}
    sent = str((headers, statements))
    for item in page.visitor.world.items:
        assert not item.caption or item.caption not in sent
        assert FEED.address(item) not in sent


async def test_pictures_are_fetched_without_cookies_or_referrer(page: Page) -> None:
    headers = page.visitor.world.internet.headers
    assert headers
    assert not [h for h in headers if "Cookie" in h or "Referer" in h]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_server_follows_no_address_in_a_picture(visitor: Visitor, host: str) -> None:
    """A record that is elsewhere is never fetched (facts on provenance, 1.2)."""
    asked: list[str] = []

    async def trap(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{path:.*}", trap)
    async with TestServer(app) as server:
        url = f"http://{host}:{server.port}/record.c2pa"
        xmp = f'xmlns:d="http://purl.org/dc/terms/" d:provenance="{url}"'
        item = Item("elsewhere", jpeg(SEEDS[visitor.browser.name] + 1 + len(host), xmp))
        tab = await visitor.open(visitor.world.internet.publish(FEED, [item], f"?{host}"))
        posts = await wait_for(visitor, tab, FEED, [item])
        assert posts["elsewhere"].id is None
        assert asked == []
        await tab.close()


async def test_every_connection_stays_on_this_machine(page: Page, connections: list[str]) -> None:
    assert connections
    assert not [address for address in connections if not address.startswith(("127.", "::1", "/"))]
