"""The server is busy, slow, too old; the background is stopped: that is said, and it mends itself.

A server that is away is in test_without_server.py. What stands before the server is told how to answer.
"""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
from aiohttp import web
from tests.e2e.background import stop_background
from tests.e2e.feed import Item, jpeg
from tests.e2e.front import Asked, Front, Instead, in_front_of
from tests.e2e.hosted import TEXT
from tests.e2e.inside import Inside, look_inside, popup
from tests.e2e.reading import until
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

FEED = FEEDS["x"]
SEEDS = {"chromium": 1100, "firefox": 1200}
SECONDS = 45.0  # a page looks for its server every ten seconds, and after a wait that a busy one named
ALONE = "Labels come only from the words beside an image and from its file data"


@dataclass
class Scene:
    """A browser whose server is behind ``front``."""

    visitor: Visitor
    inside: Inside
    front: Front
    pages: int = 0

    async def open(self) -> tuple[Tab, Item]:
        """A page with one picture that nobody has seen; its words alone make a label."""
        self.pages += 1
        seed = SEEDS[self.visitor.browser.name] + self.pages
        item = Item("said", jpeg(seed), "ai_generated.creator", caption="Made with AI.")
        url = self.visitor.world.internet.publish(FEED, [item], f"?degraded-{self.pages}")
        return await self.visitor.open(url, (640, 900)), item

    async def popup_says(self, page: Tab, words: str) -> str:
        """The text of the popup about the page, once it holds ``words``; then the server is as it should be.

        The reader's look at the page has it looked for at once.
        """
        shown = await popup(self.inside, FEED.url)
        text = str(await shown.wait_for(f"{TEXT}.includes({words!r}) && {TEXT}"))
        self.front.instead = None
        await shown.close()
        await page.show()
        return text


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def browsing(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with in_front_of(world.colophon.url) as front:
        theirs = copy.copy(world.colophon)
        theirs.url = front.url
        async with visit(replace(world, colophon=theirs), request.param, system=True) as visitor:
            yield Scene(visitor, await look_inside(visitor), front)


@pytest_asyncio.fixture(loop_scope="session")
async def scene(browsing: Scene) -> AsyncIterator[Scene]:
    browsing.front.instead = None
    browsing.front.asked.clear()
    yield browsing
    browsing.front.instead = None


async def labelled(tab: Tab, *, alone: bool) -> None:
    """The label is there, made without the server or with it."""
    wanted = str(alone).lower()
    await tab.wait_for(f"probe.labels().said.labels[0]?.local === {wanted}", seconds=SECONDS)
    await until(tab, said="ai_generated.creator")


def always(status: int, body: object = None, **headers: str) -> Instead:
    """Everything but what is asked without a token gets this answer."""

    async def answer(asked: Asked) -> web.Response | None:
        if not asked.path.startswith("/v1/"):
            return None
        return web.json_response(body or {"title": "no"}, status=status, headers=headers)

    return answer


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_left_alone_as_long_as_it_says(scene: Scene, status: int) -> None:
    wait = 4.0
    scene.front.instead = always(status, **{"Retry-After": f"{wait:g}"})
    tab, _ = await scene.open()
    await labelled(tab, alone=True)
    heard = time.monotonic()  # by now the answer came that names the wait
    said = await scene.popup_says(tab, "is busy. Colophon asks again soon.")
    assert "Signed records, copies and pixels were not checked." in said
    await labelled(tab, alone=False)
    times = sorted(one.at for one in scene.front.asked if one.path.startswith("/v1/"))
    allowed = times[0] + wait - 0.1
    assert heard < allowed
    assert [at for at in times if heard < at < allowed] == []
    await scene.popup_says(tab, "Connected to your Colophon server.")
    assert tab.console_errors == []
    await tab.close()


async def test_a_slow_server_is_not_waited_for(scene: Scene) -> None:
    released = asyncio.Event()

    async def hold(asked: Asked) -> web.Response | None:
        if asked.path.startswith("/v1/"):
            await released.wait()
        return None

    scene.front.instead = hold
    try:
        tab, _ = await scene.open()
        await labelled(tab, alone=True)
        assert ALONE in await scene.popup_says(tab, "takes too long to answer")
    finally:
        scene.front.instead = None
        released.set()
    await labelled(tab, alone=False)
    await tab.close()


async def test_a_server_that_is_too_old_says_so_until_it_is_updated(scene: Scene) -> None:
    async def old(asked: Asked) -> web.Response | None:
        if asked.path == "/healthz":
            return web.json_response({"status": "ok"})
        if asked.path == "/v1/lookup":
            return web.json_response({"title": "Bad request", "detail": "unknown field"}, status=400)
        return None

    scene.front.instead = old
    tab, _ = await scene.open()
    await labelled(tab, alone=True)
    assert ALONE in await scene.popup_says(tab, "is too old for this extension")
    await labelled(tab, alone=False)
    await tab.close()


async def test_a_server_that_goes_in_the_middle_of_an_answer(scene: Scene) -> None:
    broken: list[str] = []

    async def break_off(asked: Asked) -> web.Response | None:
        if asked.path.startswith("/v1/images"):
            broken.append(asked.path)
            raise ConnectionResetError
        return None

    scene.front.instead = break_off
    tab, item = await scene.open()
    await labelled(tab, alone=True)
    assert broken
    scene.front.instead = None
    await labelled(tab, alone=False)
    assert FEED.address(item) in scene.visitor.world.internet.fetched
    await tab.close()


async def test_access_that_was_taken_away_is_said(scene: Scene) -> None:
    scene.front.instead = always(401)
    tab, _ = await scene.open()
    await labelled(tab, alone=True)
    assert ALONE in await scene.popup_says(tab, "Not paired with a Colophon server.")
    await scene.popup_says(tab, "Connected to your Colophon server.")  # as when a database is put back
    await labelled(tab, alone=False)
    await tab.close()


@pytest.mark.parametrize("at", ["/v1/lookup", "/v1/images"])
async def test_a_background_that_is_stopped_in_the_middle_loses_nothing(scene: Scene, at: str) -> None:
    released = asyncio.Event()

    async def hold(asked: Asked) -> web.Response | None:
        if asked.path.startswith(at):
            await released.wait()
        return None

    scene.front.instead = hold
    try:
        tab, item = await scene.open()
        digest = hashlib.sha256(item.data).hexdigest()
        if at == "/v1/lookup":
            await scene.front.was_asked("POST", digest, at)
        else:
            await scene.front.was_asked("PUT", path=f"{at}/{digest}")
        await stop_background(scene.visitor, tab)
        scene.front.instead = None
    finally:
        released.set()
    await labelled(tab, alone=False)
    await tab.close()


def known(sha256: str) -> dict[str, object]:
    """An answer with something still to come."""
    silent: dict[str, object] = {
        "pdq": None,
        "pdq_quality": None,
        "status": "none",
        "label": None,
        "conflict": False,
    }
    rest: dict[str, object] = {
        "evidence": [],
        "checks": {"image_text": "pending"},
        "versions": {},
        "reason": None,
    }
    return {"sha256": sha256, "known": True, "assessment": {"sha256": sha256} | silent | rest}


async def test_a_background_that_is_stopped_while_a_slow_check_goes_on(scene: Scene) -> None:
    """Nobody is asked once more by the background that is gone; the page does it."""
    pending = True

    async def with_pending(asked: Asked) -> web.Response | None:
        if asked.path != "/v1/lookup" or not pending:
            return None
        asked_for = [item["sha256"] for item in json.loads(asked.body)["items"]]
        return web.json_response({"results": [known(sha256) for sha256 in asked_for]})

    scene.front.instead = with_pending
    tab, item = await scene.open()
    await scene.front.was_asked("POST", hashlib.sha256(item.data).hexdigest(), "/v1/lookup")
    await stop_background(scene.visitor, tab)
    pending = False
    await labelled(tab, alone=False)
    await tab.close()


async def test_the_background_may_be_stopped_between_any_two_pages(scene: Scene) -> None:
    for _ in range(2):
        tab, _ = await scene.open()
        await labelled(tab, alone=False)
        await stop_background(scene.visitor, tab)
        await tab.close()
