"""Joining a server that somebody else runs: what is said before, what goes there, and how it ends.

Firefox asks for its permission for real, and the driver answers. Chromium's question cannot be seen by a
driver: the answer is given on its page of extensions, and the click on "Join" then takes it unasked.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from tests.e2e.card import Card
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.hosted import HOST, TEXT, Guest, Hosted, guest_of, hosted
from tests.e2e.inside import InsideFirefox, click, popup
from tests.e2e.reading import SECONDS, read, until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World

pytestmark = IN_BROWSER

X = FEEDS["x"]
SEES = (
    "This server will be asked about the pictures in your feed by their fingerprints, and gets the pictures "
    "it does not know. It never gets captions, names, or the pages you visit."
)
MADE = {"parameters": "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"}
ALL = "All evidence, and what was not checked"
SEEDS = {"chromium": 700, "firefox": 800}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hosted]:
    async with hosted(tmp_path_factory.mktemp("hosted")) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def guest(world: World, server: Hosted, request: pytest.FixtureRequest) -> AsyncIterator[Guest]:
    async with guest_of(world, server, request.param) as guest:
        yield guest


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(guest: Guest) -> Guest:
    """Uses the server on its own computer."""
    await guest.leave()
    return guest


@pytest_asyncio.fixture(loop_scope="session")
async def joined(guest: Guest) -> Guest:
    """Uses the hosted server."""
    if not guest.member:
        await guest.join()
    return guest


def seed(guest: Guest) -> int:
    return SEEDS[guest.visitor.browser.name]


async def test_nothing_is_sent_before_the_reader_agrees_and_leaving_leads_back(stranger: Guest) -> None:
    stranger.hosted.front.asked.clear()
    options = await stranger.options()
    await stranger.look_at(options, await stranger.hosted.invite())
    said = await options.wait_for(f"{TEXT}.includes('Join {HOST}?') && {TEXT}")
    assert SEES in said
    assert f"Next, your browser asks whether Colophon may reach {HOST}." in said
    assert stranger.hosted.front.asked == []

    await stranger.inside.agree(options, "#join-yes", HOST)
    await options.wait_for(f"{TEXT}.includes('Connected to {HOST}, which somebody else runs.')")
    assert [(one.method, one.path) for one in stranger.hosted.front.asked[:1]] == [("POST", "/v1/pair")]
    assert HOST not in await options.evaluate("document.getElementById('granted').innerText")  # it is no site

    await click(options, "#leave")
    await options.wait_for(f"{TEXT}.includes('Colophon asks the server on this computer again.')")
    assert "Connected to your Colophon server." in await options.evaluate(TEXT)
    assert not await options.evaluate(f"chrome.permissions.contains({{ origins: ['https://{HOST}/*'] }})")
    await options.close()


async def test_a_link_that_is_used_up_changes_nothing(stranger: Guest) -> None:
    options = await stranger.options()
    await stranger.look_at(options, f"https://{HOST}/join")
    await options.wait_for(f"{TEXT}.includes('The part of the link after # is missing.')")
    await stranger.look_at(options, f"https://{HOST}/join#AAAA-BBBB-CCCC")
    await options.wait_for("!document.getElementById('invitation').hidden")
    await stranger.inside.agree(options, "#join-yes", HOST)
    await options.wait_for(f"{TEXT}.includes('{HOST} did not accept this link.')")
    assert "Connected to your Colophon server." in await options.evaluate(TEXT)
    assert not await options.evaluate(f"chrome.permissions.contains({{ origins: ['https://{HOST}/*'] }})")
    await options.close()


async def test_without_the_browsers_permission_nothing_is_sent(stranger: Guest) -> None:
    if not isinstance(stranger.inside, InsideFirefox):
        pytest.skip("no driver can say no to Chromium's question")
    stranger.hosted.front.asked.clear()
    options = await stranger.options()
    await stranger.look_at(options, await stranger.hosted.invite())
    await options.wait_for("!document.getElementById('invitation').hidden")
    await stranger.inside.refuse(options, "#join-yes", HOST)
    await options.wait_for(f"{TEXT}.includes('has not allowed Colophon to reach {HOST}. Nothing was sent.')")
    assert stranger.hosted.front.asked == []
    await options.close()


async def test_the_popup_on_the_page_of_an_invitation_takes_its_link(stranger: Guest) -> None:
    if not isinstance(stranger.inside, InsideFirefox):
        pytest.skip("no driver can press a button of Chromium's toolbar")
    link = await stranger.hosted.invite()
    page = await stranger.visitor.open(link, (900, 900))
    await page.show()
    await stranger.inside.grant_active_tab()
    asked = await popup(stranger.inside, "*://*/join")
    await asked.wait_for(f"{TEXT}.includes('This page invites you to the Colophon server {HOST}.')")
    await click(asked, "#look")
    options = await stranger.inside.opened("options.html#another")
    said = await options.wait_for(f"{TEXT}.includes('Join {HOST}?') && {TEXT}")
    assert SEES in said
    for tab in (options, page):
        await tab.close()


async def test_private_messages_stay_out_of_it(joined: Guest) -> None:
    visitor, front = joined.visitor, joined.hosted.front
    items = [
        Item("said", jpeg(seed(joined)), "ai_generated.creator", caption="Made with AI."),
        Item("silent", jpeg(seed(joined) + 1)),
    ]
    messages = replace(X, url="https://x.com/messages/1-2")
    front.asked.clear()
    tab = await visitor.open(visitor.world.internet.publish(messages, items))
    await until(tab, said="ai_generated.creator", silent=None)
    card = Card(tab, "said")
    await card.open()
    await card.choose(ALL)
    await card.says("the image is in a private place, so the server does not get it")
    assert all(messages.address(item) in visitor.world.internet.fetched for item in items)
    assert front.asked == []  # not even whether something changed
    shown = await popup(joined.inside, messages.url)
    await shown.wait_for(
        f"{TEXT}.includes('Not checked: private. Images in messages and posts of protected')"
    )
    await shown.close()

    # the same tab shows the reader's timeline next: there the same picture is asked about
    assert front.images() == []
    await tab.show()
    other = Item("other", jpeg(seed(joined) + 2))
    visitor.world.internet.publish(X, [other], "?other")
    await tab.evaluate("history.pushState(null, '', '/home')")
    await tab.evaluate(f"void (probe.picture(probe.posts()['silent']).src = '{X.address(other)}')")
    await knows(joined, other)
    digest = hashlib.sha256(items[0].data).hexdigest()
    assert not [one for one in front.asked if digest in one.path or digest.encode() in one.body]
    assert tab.console_errors == []
    await tab.close()


@pytest.mark.parametrize("site", ["x", "mastodon"])
async def test_posts_of_protected_accounts_stay_out_of_it(joined: Guest, site: str) -> None:
    visitor, front, feed = joined.visitor, joined.hosted.front, FEEDS[site]
    first = seed(joined) + 10 * len(site)
    items = [
        Item("protected", jpeg(first), "ai_generated.creator", caption="Made with AI.", protected=True),
        Item("public", png(first + 1, **MADE), "ai_generated.metadata"),
    ]
    front.asked.clear()
    tab = await visitor.open(visitor.world.internet.publish(feed, items, "?protected"))
    await until(tab, protected="ai_generated.creator", public="ai_generated.metadata")
    await knows(joined, items[1])
    digest = hashlib.sha256(items[0].data).hexdigest()
    assert not [one for one in front.asked if digest in one.path or digest.encode() in one.body]
    posts = await read(tab)
    assert [posts[name].labels[0].local for name in ("protected", "public")] == [True, False]
    await tab.close()


async def test_access_that_ends_is_said_and_labels_go_on(joined: Guest) -> None:
    visitor = joined.visitor
    item = Item("said", jpeg(seed(joined) + 80), "ai_generated.creator", caption="Made with AI.")
    url = visitor.world.internet.publish(X, [item], "?ended")
    tab = await visitor.open(url)
    await wait_for(visitor, tab, X, [item])
    await joined.hosted.revoke()
    shown = await popup(joined.inside, X.url)
    said = await shown.wait_for(f"{TEXT}.includes('Your access to {HOST} has ended.') && {TEXT}")
    assert "Labels come only from the words beside an image and from its file data." in said
    await shown.close()
    other = Item("after", jpeg(seed(joined) + 81), "ai_generated.creator", caption="Made with AI.")
    await tab.go(visitor.world.internet.publish(X, [other], "?ended-after"))
    posts = await until(tab, after="ai_generated.creator")
    assert posts["after"].labels[0].local
    card = Card(tab, "after")
    await card.open()
    await card.choose(ALL)
    await card.says("access to the server has ended")
    await tab.close()
    await joined.leave()


async def test_a_permission_that_is_taken_away_can_be_given_again(joined: Guest) -> None:
    visitor, inside = joined.visitor, joined.inside
    await inside.take_away(HOST)
    joined.hosted.front.asked.clear()
    item = Item("said", jpeg(seed(joined) + 90), "ai_generated.creator", caption="Made with AI.")
    tab = await visitor.open(visitor.world.internet.publish(X, [item], "?permission"))
    posts = await until(tab, said="ai_generated.creator")
    assert posts["said"].labels[0].local
    shown = await popup(inside, X.url)
    await shown.wait_for(f"{TEXT}.includes('The browser no longer lets Colophon reach {HOST}.')")
    assert joined.hosted.front.asked == []
    await inside.agree(shown, "#allow", HOST)
    await shown.wait_for(f"{TEXT}.includes('Connected to {HOST}, which somebody else runs.')")
    await shown.close()
    await tab.show()
    await knows(joined, item)  # asked again without a reload
    await tab.close()


async def test_a_quota_stops_what_is_sent_and_not_what_is_asked(stranger: Guest) -> None:
    await stranger.join(quota=1)
    visitor = stranger.visitor
    items = [Item(name, jpeg(seed(stranger) + 95 + n)) for n, name in enumerate(("first", "second"))]
    tab = await visitor.open(visitor.world.internet.publish(X, items[:1], "?quota"))
    await knows(stranger, items[0])
    stranger.hosted.front.asked.clear()
    await tab.go(visitor.world.internet.publish(X, [items[1]], "?quota-second"))
    await stranger.hosted.front.was_asked("PUT")
    shown = await popup(stranger.inside, X.url)
    await shown.wait_for(f"{TEXT}.includes('{HOST} takes no more new images from you until')")
    await shown.close()
    stranger.hosted.front.asked.clear()
    third = Item("third", jpeg(seed(stranger) + 98))
    await tab.show()
    await tab.go(visitor.world.internet.publish(X, [third], "?quota-third"))
    await stranger.hosted.front.was_asked("POST", hashlib.sha256(third.data).hexdigest())
    await tab.close()
    assert not [one for one in stranger.hosted.front.asked if one.method == "PUT"]


async def knows(guest: Guest, item: Item) -> None:
    """Wait until the hosted server has looked at the picture."""
    digest = hashlib.sha256(item.data).hexdigest()
    async with asyncio.timeout(SECONDS):
        while not await guest.hosted.colophon.services.pipeline.known({digest}):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
