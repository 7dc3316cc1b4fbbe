"""A reviewer in a browser, who works by keyboard alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.visitor import Visitor

from colophon.browser import Tab
from colophon.errors import BrowserError
from colophon.roles import Role
from colophon.store.review_words import Item

SECONDS = 30
RADIOS = ["captured", "captured_edited", "ai_generated", "ai_edited"]  # by their numbers on the page, from 1


@dataclass
class Reviewer:
    """Their tab, and the name by which the log knows them."""

    visitor: Visitor
    tab: Tab
    who: str

    async def at(self, expression: str) -> Any:
        """The value of an expression once it is truthy in a page that has loaded."""
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    loaded = f"document.readyState === 'complete' && ({expression})"
                    if found := await self.tab.evaluate(loaded):
                        return found
                except BrowserError:
                    pass  # between two pages
                await asyncio.sleep(0.02)

    async def open(self, path: str) -> None:
        await self.tab.go(self.visitor.world.colophon.url + path)

    async def press(self, *keys: str) -> None:
        await self.tab.press(*keys)

    async def turn(self, *keys: str) -> str:
        """Press keys that lead to another page; gives the id of the item there, or nothing."""
        await self.tab.evaluate("globalThis.turned = true")
        await self.press(*keys)
        path: str = await self.at("!globalThis.turned && location.pathname")
        return path.rpartition("/")[2] if "/items/" in path else ""


async def arrive(visitor: Visitor, name: str, role: Role = Role.MODERATOR) -> Reviewer:
    """Log in with a one-time link, by keyboard. Whoever was logged in before in this browser is out."""
    colophon = visitor.world.colophon
    accounts = colophon.services.staff.accounts
    name = f"{name}-{visitor.browser.name}"
    if await colophon.services.store.staff.get(name) is None:
        await accounts.add(name, role, None)
    who = await colophon.services.store.staff.pseudonym(name)
    tab = await visitor.browser.open("about:blank")
    await tab.resize(1280, 1000)
    made = Reviewer(visitor, tab, str(who))
    await made.open("/login")
    if not await made.tab.evaluate("!!document.getElementById('code')"):
        await made.tab.evaluate("document.querySelector('.who button').click()")
        await made.at("!!document.getElementById('code')")
    await made.open("/")  # a link to the page that is open would not load it
    await made.open(f"/login#{await accounts.link(name, 60)}")
    await made.at("!!document.activeElement.closest('#code-form')")
    await made.press("Enter")
    await made.at("location.pathname !== '/login'")
    return made


def evidence(n: int) -> dict[str, Any]:
    """What an item shows."""
    label = {"id": "ai_generated.metadata", "process": "ai_generated", "short": "File data says AI-generated"}
    row = {"source": "metadata", "confidence": "stated", "rank": 50, "source_name": None, "headline": True}
    row |= {"text": "Text stored in this file says AI made it.", "details": {"generator": f"Example {n}"}}
    signed = {"source": "signed", "confidence": "recorded", "rank": 50, "source_name": "A camera maker"}
    signed |= {
        "headline": False,
        "text": "A signed record says a camera took it.",
        "details": {"trust": "none"},
    }
    return {"label": label, "evidence": [row, signed], "checks": {"detector": "skipped: smaller than 256 px"}}


def items(queue: str, number: int, **more: Any) -> list[Item]:
    """So many items of a queue; every eighth looks like the one before it."""
    mark = sum(queue.encode()) % 251
    return [
        Item(
            f"{mark:04x}{n:028x}",
            queue,
            f"{mark:04x}{n:060x}",
            pdq=f"{(n // 2 * 2 if n % 8 == 1 else n) * 0x1F3D5B79A2C4E6F8:064x}"[-64:],
            label="ai_generated.metadata",
            process="ai_generated",
            known=evidence(n)
            | {"permalink": f"https://mastodon.social/@someone/{n}", "posted_at": "2026-03-01"},
            **more,
        )
        for n in range(1, number + 1)
    ]


async def picture(reviewer: Reviewer, folder: Path | None, name: str) -> None:
    """What the page looks like, for people."""
    if folder:
        await reviewer.tab.screenshot(
            folder / f"review-{name}-{reviewer.visitor.browser.name}.png", full_page=True
        )
