"""A label from somebody else's decisions: named, gone with the decision, gone where the reader wants it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.card import Card
from tests.e2e.feed import Item
from tests.e2e.inside import Inside
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor
from tests.follow.servers import PUBLISHING, serving
from tests.pictures import photo, recompressed

from colophon.browser import Tab
from colophon.entry import Basis
from colophon.follow.asking import key_at
from colophon.follow.withdraw import withdraw_all
from colophon.http.outgoing import asking
from colophon.registry.remember import new_id
from colophon.store.subscriptions import Source, Subscription

pytestmark = [*IN_BROWSER, pytest.mark.usefixtures("undone")]

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 6100, "firefox": 6200}
LABEL = "ai_generated.registry"


async def follow(visitor: Visitor, url: str, name: str) -> Subscription:
    """The reader's server follows another one."""
    async with asking() as fetch:
        key = await key_at(url, fetch)
    new = Subscription(new_id(), url, Source.STREAM, name, Basis.RECORDED, key=key.hex())
    return await visitor.world.colophon.services.store.subscriptions.add(new)


async def turn(options: Tab, name: str, on: bool) -> None:
    """Switch a list in the options, which have to show it as it is now."""
    labels = "[...document.querySelectorAll('#followed label')]"
    switch = f"{labels}.find((label) => label.innerText.startsWith({name!r}))"
    await options.wait_for(f"{switch}?.querySelector('input').checked === {str(not on).lower()}")
    await options.evaluate(f"void {switch}.querySelector('input').click()")


async def test_a_label_from_a_list(
    visitor: Visitor, inside: Inside, tmp_path: Path, record_property: Any, screenshots: Path | None
) -> None:
    world, original = visitor.world, photo(SEEDS[visitor.browser.name])
    services, name = world.colophon.services, f"A newsroom, {visitor.browser.name}"
    post = Item("listed", recompressed(original))
    async with serving(tmp_path, **PUBLISHING) as newsroom:
        await newsroom.remember(original)
        decision = await newsroom.decide(original, "ai_generated", near=True)
        tab = await visitor.open(world.internet.publish(FEED, [post], "?lists"), (640, 900))
        await wait_for(visitor, tab, FEED, [post])
        followed = await follow(visitor, newsroom.url, name)
        try:
            await until(tab, listed=LABEL)
            card = Card(tab, "listed")
            await card.open()
            told = await card.says(name)
            assert told.startswith("Matches a known AI image")
            assert "the layers were shown" in told
            await tab.press("Escape")

            options = await inside.open("options.html")
            await turn(options, name, on=False)
            if screenshots:
                await options.evaluate("document.getElementById('lists').scrollIntoView()")
                await options.screenshot(screenshots / f"lists-{visitor.browser.name}.png")
            await tab.show()
            await until(tab, listed=None)
            await options.show()
            await turn(options, name, on=True)
            await tab.show()
            await until(tab, listed=LABEL)

            begun = time.monotonic()
            await newsroom.take_back(decision)
            await until(tab, listed=None)
            record_property("seconds until it is gone", round(time.monotonic() - begun, 2))
        finally:
            await services.store.subscriptions.remove(followed.id)
            await withdraw_all(services.store, followed)
        await options.reload()
        await options.wait_for("document.getElementById('hidden-count').textContent !== ''")
        assert await options.evaluate("document.getElementById('lists').hidden")
        assert tab.console_errors == options.console_errors == []
        await tab.close()
