"""The card of one post, read and worked by keyboard as a reader does."""

from __future__ import annotations

from colophon.browser import Tab

MOST_STOPS = 20  # Tab presses from the chip to anything in its card


class Card:
    """The card behind the label of the post ``name``."""

    def __init__(self, tab: Tab, name: str) -> None:
        self._tab = tab
        self._root = f"probe.hosts(probe.posts()['{name}'])[0].shadowRoot"

    async def open(self) -> None:
        """Focus the chip, press Enter and wait for the card."""
        await self._tab.evaluate(f"{self._root}.querySelector('.chip').focus()")
        await self._tab.press("Enter")
        await self._tab.wait_for(f"{self._root}.querySelector('.card')?.matches(':popover-open')")
        await self._tab.wait_for(f"{self._root}.querySelector('[data-part=evidence]').hidden === false")

    async def text(self) -> str:
        """Its text as shown."""
        text: str = await self._tab.evaluate(f"{self._root}.querySelector('.card').innerText")
        return text

    async def says(self, words: str, seconds: float = 20) -> str:
        """Its text once it holds ``words``. Raises BrowserError after that time."""
        card = f"{self._root}.querySelector('.card')"
        return str(
            await self._tab.wait_for(f"{card}.innerText.includes({words!r}) && {card}.innerText", seconds)
        )

    async def focused(self) -> str:
        """The text of what has the focus, or an empty one."""
        return str(await self._tab.evaluate(f"{self._root}.activeElement?.textContent ?? ''"))

    async def stops_to(self, words: str) -> int:
        """Tab to the control of these words; gives how many times Tab was pressed."""
        for stops in range(MOST_STOPS + 1):
            if await self.focused() == words:
                return stops
            await self._tab.press("Tab")
        raise AssertionError(f"{words!r} cannot be reached by keyboard")

    async def choose(self, words: str) -> None:
        """Tab to the control of these words and press Enter."""
        await self.stops_to(words)
        await self._tab.press("Enter")

    async def links(self) -> list[tuple[str, str, str]]:
        """Address, ``rel`` and ``target`` of every link that leads away."""
        return [
            tuple(link)
            for link in await self._tab.evaluate(
                f"[...{self._root}.querySelectorAll('.card a[target]')].map((a) => [a.href, a.rel, a.target])"
            )
        ]
