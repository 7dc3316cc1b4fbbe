"""Ending the extension's background at a moment of our choice, as both browsers do when it is idle."""

from __future__ import annotations

import asyncio

from tests.e2e.visitor import Visitor

from colophon.browser import Tab

SECONDS = 10.0


async def stop_background(visitor: Visitor, tab: Tab) -> None:
    """End it now, whatever it is doing; ``tab`` is in front afterwards.

    Firefox has to be started with ``system=True``. Chromium's tools reach a worker from its own pages only.
    """
    if visitor.browser.name == "firefox":
        await visitor.browser.system(
            f"WebExtensionPolicy.getByID('{visitor.extension}').extension.terminateBackground("
            "{ ignoreDevToolsAttached: true, disableResetIdleForTest: true })"
        )
        return
    page = await visitor.browser.open(f"chrome-extension://{visitor.extension}/pages/help.html")
    before = await _workers(visitor, page)
    assert before, "the background does not run"
    await page.devtools("ServiceWorker.enable")
    await page.devtools("ServiceWorker.stopAllWorkers")
    async with asyncio.timeout(SECONDS):
        while before & await _workers(visitor, page):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await page.close()
    await tab.show()


async def _workers(visitor: Visitor, page: Tab) -> set[str]:
    targets = (await page.devtools("Target.getTargets"))["targetInfos"]
    return {
        target["targetId"]
        for target in targets
        if target["type"] == "service_worker" and visitor.extension in target["url"]
    }
