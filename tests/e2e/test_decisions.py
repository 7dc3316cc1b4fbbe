"""The public page of a decision as people see it, and the way there from a label's card."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.e2e.axe import violations
from tests.e2e.card import Card
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg
from tests.e2e.reading import wait_for
from tests.e2e.server import Colophon
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, Visitor

from colophon.config import Config
from colophon.wire import ImageDecision

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
PUBLIC = "https://labels.example.org"
ALL = "All evidence, and what was not checked"
REASON = "The camera's own file was shown to us, with the two frames before and after it."


async def test_the_page_fits_and_breaks_no_rule(
    visitor: Visitor, tmp_path: Path, screenshots: Path | None
) -> None:
    config = Config(data=tmp_path, port=0, public_url=PUBLIC, publish=True, checks=("registry",), team="Desk")
    colophon = Colophon(config)
    await colophon.start()
    desk = colophon.services.desk
    asked = ImageDecision(
        sha256="7f" * 32, verdict="captured", reason=REASON, near=False, expires=date(2099, 5, 1)
    )
    stands = await desk.decide(asked)
    gone = await desk.decide(asked.model_copy(update={"sha256": "80" * 32}))
    await desk.withdraw(gone.id, "It was another file.", [])
    tab = await visitor.open(f"{colophon.url}/decisions/{gone.id}")
    conditions = Conditions(visitor.browser, tab)
    for name, id in (("gone", gone.id), ("stands", stands.id)):
        await tab.go(f"{colophon.url}/decisions/{id}")
        for dark in (False, True):
            await conditions.set("dark", dark)
            for width in (360, 1000):
                await tab.resize(width, 900)
                assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
                if screenshots:
                    shade = "dark" if dark else "light"
                    file = f"decision-{name}-{shade}-{width}-{visitor.browser.name}.png"
                    await tab.screenshot(screenshots / file, full_page=True)
            assert await violations(tab, "document", whole_page=True) == []
    await conditions.set("dark", False)
    assert tab.console_errors == []
    await tab.close()
    await colophon.stop()


async def test_the_card_leads_to_the_page(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    services = visitor.world.colophon.services
    monkeypatch.setattr(services.desk, "_address", PUBLIC)  # as that of a server that publishes
    post = Item("decided", jpeg(5520 + len(visitor.browser.name)))
    asked = ImageDecision(sha256=hashlib.sha256(post.data).hexdigest(), verdict="captured", reason=REASON)
    made = await services.desk.decide(asked)
    shown = replace(post, label="captured.moderator")
    tab = await visitor.open(visitor.world.internet.publish(FEED, [shown], "?decided"), (640, 900))
    await wait_for(visitor, tab, FEED, [shown])
    card = Card(tab, "decided")
    await card.open()
    await card.choose(ALL)
    await card.says("Read the decision on labels.example.org")
    links = [link for link in await card.links() if link[0].startswith(PUBLIC)]
    assert links == [(f"{PUBLIC}/decisions/{made.id}", "noopener noreferrer", "_blank")]
    assert tab.console_errors == []
    await tab.close()
