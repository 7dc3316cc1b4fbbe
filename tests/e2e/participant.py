"""Somebody who takes part in a study: how they are enrolled, and what the server has of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e import study_events
from tests.e2e.axe import violations
from tests.e2e.background import stop_background
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import Inside, click
from tests.e2e.reading import SECONDS
from tests.e2e.study_events import Event as Event
from tests.e2e.visitor import Visitor
from tests.study.studies import study_data
from tests.study.taking_part import frozen_file

from colophon.browser import Tab
from colophon.errors import BrowserError
from colophon.pairing.codes import hash_code, random_code
from colophon.store.database import Store
from colophon.study.spec.frozen import identity
from colophon.study.spec.study import Study

DAY = 86_400
RUNNING = "!document.getElementById('running').hidden"
SEEDS = {"chromium": 5100, "firefox": 5200}


def one_arm(id: str, **treatment: Any) -> dict[str, Any]:
    """A study whose two levels are alike: everybody sees what the treatment says."""
    levels: list[dict[str, Any]] = [{"name": name, "treatment": {}} for name in ("plain", "source")]
    return study_data(id=id, treatment=treatment, factors=[{"name": "detail", "levels": levels}])


@dataclass
class Participant:
    """A reader with the extension, and the studies of their server."""

    visitor: Visitor
    inside: Inside

    async def invitation(self, data: dict[str, Any]) -> str:
        """Open a study; the link for participants."""
        made, code = Study.model_validate(data, strict=False), random_code()
        studies = self.visitor.world.colophon.services.store.studies
        await studies.open(made.id, 1, identity(made), frozen_file(made), None)
        await studies.add_code(hash_code(code), made.id, 100, DAY)
        return f"{self.visitor.world.colophon.url}/study/{made.id}#{code}"

    async def consent_page(self, link: str) -> Tab:
        """What opens for who was invited, as far as the question."""
        invited = await self.visitor.browser.open(link)
        page = await self.inside.opened("study.html")
        await page.wait_for("!document.getElementById('consent').hidden")
        await invited.close()
        return page

    async def agree(self, page: Tab) -> None:
        """Take part."""
        await page.evaluate("void document.getElementById('adult').click()")
        await click(page, "#join")
        if self.visitor.browser.name == "firefox":
            await self.allow_data(page)
        await page.wait_for(RUNNING, SECONDS)

    async def allow_data(self, page: Tab) -> None:
        """Firefox asks whether the extension may send such data; after it was allowed, it does not again."""
        asked = "document.getElementById('addon-webext-permissions-notification')"
        async with asyncio.timeout(SECONDS):
            while not await self.visitor.browser.system("PopupNotifications.isPanelOpen"):
                if await page.evaluate(RUNNING):
                    return
                await asyncio.sleep(0.05)
        await self.visitor.browser.system(f"void {asked}.button.click()")

    async def enrol(self, data: dict[str, Any]) -> None:
        page = await self.consent_page(await self.invitation(data))
        await self.agree(page)
        await page.close()

    async def study_page(self) -> Tab:
        """The page of the study; a browser whose background was just ended may need a moment."""
        async with asyncio.timeout(SECONDS):
            while True:
                with suppress(BrowserError):
                    page = await self.inside.open("study.html")
                    await page.wait_for("document.documentElement.dataset.ready")
                    return page
                await asyncio.sleep(0.2)

    async def leave(self) -> None:
        """Leave the study, if there is one, as a participant does."""
        page = await self.inside.open("study.html")
        await page.wait_for("document.documentElement.dataset.ready")
        if await page.evaluate("!document.getElementById('running').hidden"):
            await page.evaluate("void document.getElementById('leave').click()")
            await page.evaluate("void document.getElementById('leave-yes').click()")
            await page.wait_for(
                "document.getElementById('outcome').textContent.includes('You left the study')"
            )
        await page.close()

    async def forget(self, page: Tab) -> None:
        """As a new browser: what it has of the study goes, the server is told nothing. Closes the page."""
        async with asyncio.timeout(SECONDS):
            while await self.waiting(page):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        gone = "Promise.all(['database', 'state'].map((name) => import(`/background/study/${name}.js`)))"
        await page.evaluate(
            f"{gone}.then(([database, state]) => Promise.all([database.clearAll(), state.dropPart()]))"
        )
        await page.evaluate("chrome.storage.session.remove('studySession')")
        await stop_background(self.visitor, page)
        await page.close()

    async def look(self, page: Tab, name: str, screenshots: Path | None) -> None:
        """Nothing of the page breaks a rule; pictures of it, light and dark, wide and narrow."""
        if self.visitor.browser.name != "chromium":
            return
        for scheme in ("light", "dark"):
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            await page.devtools("Emulation.setEmulatedMedia", features=features)
            assert await violations(page, "document", whole_page=True) == []
            for width in (900, 360):
                await page.resize(width, 900)
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                if screenshots:
                    await page.screenshot(screenshots / f"study-{name}-{scheme}-{width}.png", full_page=True)
        await page.devtools("Emulation.setEmulatedMedia", features=[])

    async def waiting(self, page: Tab) -> int:
        """How many events the browser still has, asked on a page of the extension."""
        return int(await page.evaluate("import('/background/study/queue.js').then((m) => m.waiting())"))

    @property
    def _store(self) -> Store:
        return self.visitor.world.colophon.services.store

    async def events(self) -> list[Event]:
        """All that the server has, in order."""
        return await study_events.events_in(self._store)

    async def has(self, kind: str, count: int = 1) -> list[Event]:
        """Wait until the server has so many events of a kind."""
        return await study_events.has(self._store, kind, count)

    async def until(self, enough: Callable[[list[Event]], bool]) -> list[Event]:
        """Wait until what the server has is enough."""
        return await study_events.until(self._store, enough)


def pictures(participant: Participant, start: int, *captions: str) -> list[Item]:
    first = SEEDS[participant.visitor.browser.name] + start
    return [
        Item(
            f"post-{n}",
            jpeg(first + n),
            "ai_generated.creator" if caption else None,
            caption=caption or "A day.",
        )
        for n, caption in enumerate(captions)
    ]
