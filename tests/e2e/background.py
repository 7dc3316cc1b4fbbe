"""Ending the extension's background at a moment of our choice, as both browsers do when it is idle."""

from __future__ import annotations

import os
import signal

from tests.e2e.visitor import Visitor

from colophon.browser import Tab

INTERNALS = "chrome://serviceworker-internals"


async def stop_background(visitor: Visitor, tab: Tab) -> None:
    """End it now, whatever it is doing; ``tab`` is in front afterwards.

    Firefox has to be started with ``system=True``. In Chromium its process is killed: a worker that the
    driver's tools stop, and that a page wakes at once, waits for these tools forever.
    """
    if visitor.browser.name == "firefox":
        await visitor.browser.system(
            f"WebExtensionPolicy.getByID('{visitor.extension}').extension.terminateBackground("
            "{ ignoreDevToolsAttached: true, disableResetIdleForTest: true })"
        )
        return
    page = await visitor.browser.open(INTERNALS)
    rows = "[...document.querySelectorAll('.serviceworker-registration')]"
    ours = f"{rows}.find((one) => one.innerText.includes('{visitor.extension}'))"
    process = f"Number({ours}?.querySelector('.serviceworker-pid .value')?.textContent)"
    number = int(await page.wait_for(f"({process}) > 1 && ({process})"))  # -1 where it does not run
    assert number > 1
    os.kill(number, signal.SIGKILL)
    await page.close()
    await tab.show()
