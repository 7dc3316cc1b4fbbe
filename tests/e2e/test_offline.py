"""This computer is offline: that is said, words beside an image still make labels, and it mends itself.

It concerns a server elsewhere: one on this computer is reached all the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from tests.e2e.feed import Item, jpeg
from tests.e2e.front import Asked, Front
from tests.e2e.hosted import HOST, TEXT, guest_of, hosted
from tests.e2e.inside import popup
from tests.e2e.reading import SECONDS, until
from tests.e2e.sites import FEEDS
from tests.e2e.test_elsewhere import ADD
from tests.e2e.visitor import IN_BROWSER, Visitor, World

from colophon.browser import Browser, Tab
from colophon.errors import BrowserError

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 2700, "firefox": 2800}
FREE = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
LONG = 60.0  # a page looks for its server every ten seconds, after pauses of up to half a minute


async def _cut(_asked: Asked) -> web.Response | None:
    raise ConnectionResetError


async def workers(browser: Browser, extension: str) -> list[str]:
    """Sessions of the DevTools protocol with the extension's background."""
    targets = (await browser.devtools("Target.getTargets"))["targetInfos"]
    ours = [one for one in targets if one["type"] == "service_worker" and extension in one["url"]]
    attached = [
        await browser.devtools("Target.attachToTarget", targetId=one["targetId"], flatten=True)
        for one in ours
    ]
    return [one["sessionId"] for one in attached]


@asynccontextmanager
async def offline(visitor: Visitor, front: Front, shown: Tab) -> AsyncIterator[None]:
    """The browser says that it has no network, and nothing gets through to the server elsewhere.

    Chromium is told by the DevTools protocol, which a page of the extension forgets when it is loaded, for
    the background, too: ``shown`` is the one that will be.
    """
    browser, sessions = visitor.browser, []
    if browser.name == "firefox":
        await browser.system("void (Services.io.offline = true)")
    else:
        sessions = await workers(browser, visitor.extension)
        assert sessions
        for session in sessions:
            await set_network(browser, session, offline=True)
        await shown.devtools("Network.enable")
        await shown.devtools("Network.emulateNetworkConditions", offline=True, **FREE)
    front.instead = _cut
    try:
        yield
    finally:
        front.instead = None
        if browser.name == "firefox":
            await browser.system("void (Services.io.offline = false)")
        for session in sessions:
            await shown.devtools("Network.emulateNetworkConditions", offline=False, **FREE)
            await set_network(browser, session, offline=False)
            await browser.devtools("Target.detachFromTarget", sessionId=session)


async def set_network(browser: Browser, session: str, *, offline: bool) -> None:
    await browser.devtools("Network.enable", session)
    await browser.devtools("Network.emulateNetworkConditions", session, offline=offline, **FREE)


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_a_computer_without_a_network_says_so_and_mends_itself(
    world: World, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    item = Item("said", jpeg(SEEDS[name]), "ai_generated.creator", caption="Made with AI.")
    async with hosted(tmp_path_factory.mktemp("away")) as server, guest_of(world, server, name) as guest:
        await guest.join()
        tab = await guest.visitor.open(world.internet.publish(FEED, [item], "?offline"), (640, 1400))
        await tab.wait_for("probe.labels().said.labels[0]?.local === false", SECONDS)
        shown = await popup(guest.inside, FEED.url)
        await says(shown, f"Connected to {HOST}")
        async with offline(guest.visitor, server.front, shown):
            await shown.reload()
            said = await says(shown, "This computer is offline.")
            assert "Labels come only from the words beside an image and from its file data." in said
            await tab.show()
            await tab.evaluate(f"void {ADD}")
            await tab.wait_for("probe.labels().drawn.labels[0]?.local === true", SECONDS)
            await until(tab, drawn="ai_generated.creator", said="ai_generated.creator")
            await shown.reload()
            await says(shown, "Signed records, copies and pixels were not checked.")
            await tab.show()
        await tab.wait_for("probe.labels().drawn.labels[0]?.local === false", LONG)
        await shown.reload()
        await says(shown, f"Connected to {HOST}")
        assert tab.console_errors == []


async def says(shown: Tab, words: str) -> str:
    """The text of the popup, once it holds ``words``."""
    try:
        return str(await shown.wait_for(f"{TEXT}.includes({words!r}) && {TEXT}"))
    except BrowserError:
        raise AssertionError(await shown.evaluate(TEXT)) from None
