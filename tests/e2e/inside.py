"""What a driver does not reach by itself: the extension's own pages, and the browser's questions about it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Protocol

from tests.e2e.visitor import Visitor

from colophon.browser import Browser, Tab
from colophon.errors import BrowserError

SECONDS = 10.0
CENTRE = """(() => {
  const button = document.querySelector(%r);
  button.scrollIntoView({ block: "center" });
  const { x, y, width, height } = button.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
})()"""

CHOICES = (
    "{ language: 'auto', paused: false, off: [], adult: [], sourcesOff: [], labelsOff: [], "
    "cover: 'none', side: 'auto', privateByHash: false, moderators: false }"
)


class Inside(Protocol):
    """The extension's pages, and the browser's permission to reach a host."""

    async def open(self, page: str) -> Tab:
        """Open a page of the extension, such as ``popup.html``."""

    async def opened(self, page: str) -> Tab:
        """A page that the extension opens by itself."""

    async def agree(self, tab: Tab, button: str, host: str) -> None:
        """Click a button that makes the browser ask for ``host``, and allow it."""

    async def take_away(self, host: str) -> None:
        """Withdraw the permission as a reader does in the browser's own pages."""


async def look_inside(visitor: Visitor) -> Inside:
    """For a browser that was started with ``system=True``."""
    kind = InsideChromium if visitor.browser.name == "chromium" else InsideFirefox
    return kind(visitor.browser, visitor.extension)


async def popup(inside: Inside, url: str, ours: Tab | None = None) -> Tab:
    """The popup in a tab of its own, about the newest page whose address begins with ``url``.

    ``ours`` is a page of the extension that is open; without it one is opened, to ask for the page.
    """
    asked = ours or await inside.open("popup.html")
    found = await asked.evaluate(f"chrome.tabs.query({{ url: '{url}*' }})")
    tab = await inside.open(f"popup.html?tab={found[-1]['id']}")
    if asked is not ours:
        await asked.close()
    await tab.wait_for("document.getElementById('server').textContent")
    return tab


async def use_site(inside: Inside, host: str) -> None:
    """Have Colophon work on one more site, as a reader does in the options."""
    options = await inside.open("options.html#more")
    await options.wait_for("document.getElementById('state').textContent")
    await options.evaluate(f"void (document.getElementById('host').value = '{host}')")
    await inside.agree(options, "#other button", host)
    await options.wait_for(f"document.getElementById('granted').innerText.includes('{host}')")
    await options.close()


async def undo_choices(inside: Inside) -> None:
    """What a reader chose is as at first. Pairing, hidden images and reports stay."""
    options = await inside.open("options.html")
    await options.evaluate(f"chrome.storage.local.set({CHOICES})")
    await options.close()


async def press(tab: Tab, button: str) -> None:
    """Press what makes the page load itself again, and return when it has; for elements by their ``id``."""
    await tab.evaluate(f"window.before = true, void document.getElementById({button!r}).click()")
    async with asyncio.timeout(SECONDS):
        while True:
            with suppress(BrowserError):  # between two documents there is none to ask
                if await tab.evaluate("!window.before && document.readyState === 'complete'"):
                    return
            await asyncio.sleep(0.05)


async def click(tab: Tab, button: str) -> None:
    """Click in the middle of the element: only that is a reader's wish to the browser."""
    await tab.show()
    x, y = await tab.evaluate(CENTRE % button)
    await tab.click(x, y)


async def _loaded(browser: Browser, url: str) -> Tab:
    """The tab of a page that opens by itself, once it can be asked. Raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while True:
            with suppress(BrowserError):  # between two documents there is nothing to ask
                tab = await browser.tab_at(url)
                if tab and await tab.evaluate(
                    f"location.href === '{url}' && document.readyState === 'complete'"
                ):
                    return tab
            await asyncio.sleep(0.05)


class InsideChromium:
    """Chromium asks in a window that no driver sees. It does not ask for what was allowed before on its page
    of extensions, and there a driver can."""

    def __init__(self, browser: Browser, extension: str) -> None:
        self._browser = browser
        self._extension = extension

    async def open(self, page: str) -> Tab:
        return await self._browser.open(f"chrome-extension://{self._extension}/pages/{page}")

    async def opened(self, page: str) -> Tab:
        return await _loaded(self._browser, f"chrome-extension://{self._extension}/pages/{page}")

    async def agree(self, tab: Tab, button: str, host: str) -> None:
        await self.allow(host)
        await click(tab, button)

    async def allow(self, host: str) -> None:
        """Allow it before it is asked for."""
        await self._set("addHostPermission", host)

    async def take_away(self, host: str) -> None:
        await self._set("removeHostPermission", host)

    async def _set(self, method: str, host: str) -> None:
        tab = await self._browser.open("chrome://extensions")
        await tab.evaluate(f"chrome.developerPrivate.{method}('{self._extension}', 'https://{host}/*')")
        await tab.close()


class InsideFirefox:
    """Firefox with ``system``: its own windows can be driven, with the question that it really asks."""

    def __init__(self, browser: Browser, extension: str) -> None:
        self._browser = browser
        self._policy = f"WebExtensionPolicy.getByID('{extension}')"

    async def open(self, page: str) -> Tab:
        url = await self._address(page)
        system = "{ triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() }"
        await self._browser.system(f"void (gBrowser.selectedTab = gBrowser.addTab('{url}', {system}))")
        return await self.opened(page)

    async def opened(self, page: str) -> Tab:
        """A page that the extension opens by itself."""
        return await _loaded(self._browser, await self._address(page))

    async def _address(self, page: str) -> str:
        host = await self._browser.system(f"{self._policy}.mozExtensionHostname")
        return f"moz-extension://{host}/pages/{page}"

    async def agree(self, tab: Tab, button: str, host: str) -> None:
        await self._answer(tab, button, host, "button")

    async def refuse(self, tab: Tab, button: str, host: str) -> None:
        """Click a button that makes the browser ask for ``host``, and do not allow it."""
        await self._answer(tab, button, host, "secondaryButton")

    async def take_away(self, host: str) -> None:
        module = "ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs')"
        gone = f"{{ permissions: [], origins: ['https://{host}/*'] }}"
        await self._browser.system(
            f"{module}.ExtensionPermissions.remove({self._policy}.id, {gone}, {self._policy}.extension)"
        )

    async def grant_active_tab(self) -> None:
        """Let the extension see the address of the tab in front, as a click on its button does."""
        manager = f"{self._policy}.extension.tabManager"
        await self._browser.system(f"void {manager}.addActiveTabPermission(gBrowser.selectedTab)")

    async def _answer(self, tab: Tab, button: str, host: str, answer: str) -> None:
        await click(tab, button)
        await self.answer(host, answer)

    async def answer(self, host: str, answer: str) -> None:
        """Answer the browser's question about ``host``; ``answer`` is a button of its notification."""
        asked = "document.getElementById('addon-webext-permissions-notification')"
        async with asyncio.timeout(SECONDS):
            while host not in str(await self._browser.system(f"{asked}?.textContent")):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await self._browser.system(f"void {asked}.{answer}.click()")
