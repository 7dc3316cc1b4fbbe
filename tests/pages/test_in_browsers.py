"""The pages in real browsers: what they send along, and how they fit."""

from __future__ import annotations

import asyncio

import pytest
from tests.e2e.axe import violations
from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD
from tests.pages.test_studies import opened as open_study
from tests.pages.test_studies import tally
from tests.study.taking_part import open_study as invite_to

from colophon.browser import Tab
from colophon.browser.launch import launch
from colophon.errors import BrowserError
from colophon.roles import Role
from colophon.store.studies import StudyState
from colophon.store.study_tallies import Tally, TallyTable

pytestmark = pytest.mark.browser


async def shows(tab: Tab, title: str) -> None:
    """Wait until a page of this title is there: a form was sent, and the page changes at some moment."""
    await comes(tab, f"document.title.startsWith({title!r}) && document.readyState === 'complete'")


async def comes(tab: Tab, expression: str) -> None:
    """Wait until this holds, while one page goes and the next one comes."""
    async with asyncio.timeout(30):
        while True:
            try:
                if await tab.evaluate(expression):
                    return
            except BrowserError:
                pass  # between two pages
            await asyncio.sleep(0.05)


def address(running: Running, path: str) -> str:
    return str(running.client.make_url(path))


async def fits(tab: Tab) -> bool:
    """Whether nothing is wider than the window."""
    await tab.resize(400, 900)
    narrow: bool = await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await tab.resize(1280, 900)
    return narrow


async def logs_in_with_a_link_and_out(tab: Tab, running: Running) -> None:
    code = await running.services.pairing.new_code(Role.OPERATOR)
    await tab.go(address(running, "/login") + f"#{code}")
    await tab.wait_for("document.getElementById('code').value")
    assert await tab.evaluate("location.hash") == ""
    assert await tab.evaluate("document.activeElement.tagName") == "BUTTON"
    assert await fits(tab)
    await tab.evaluate("document.activeElement.click()")
    await shows(tab, "Status")
    assert await fits(tab)
    assert not await tab.evaluate("document.cookie")
    await tab.evaluate("document.querySelector('.who button').click()")
    await shows(tab, "Log in")


async def logs_in_where_a_page_was_opened(tab: Tab, running: Running) -> None:
    await running.services.staff.accounts.add("ana", Role.LEAD, PASSWORD)
    await tab.go(address(running, "/status?minutes=60"))
    await shows(tab, "Log in")
    await tab.evaluate(
        "(document.getElementById('name').value = 'ana', "
        f"document.getElementById('password').value = '{PASSWORD}', "
        "document.querySelector('#password-form button').click())"
    )
    await shows(tab, "Status")
    assert await tab.evaluate("location.search") == "?minutes=60"


async def stays_up_to_date_where_one_reads(tab: Tab) -> None:
    await tab.evaluate("document.getElementById('cpu-table').open = true")
    await tab.evaluate("document.querySelector('#cpu-table summary').focus()")
    await tab.evaluate("document.getElementById('live').className = 'before'")
    await tab.evaluate("refresh()")
    assert await tab.evaluate("document.getElementById('live').className") == ""
    assert await tab.evaluate("document.getElementById('cpu-table').open")
    assert await tab.evaluate("document.activeElement.closest('details')?.id") == "cpu-table"


async def shows_how_a_study_goes(tab: Tab, running: Running) -> None:
    await open_study(running)
    await tab.evaluate("document.querySelector('.who button').click()")
    await shows(tab, "Log in")
    await tab.go(address(running, "/"))  # or a link to the page that is open would not load it
    code = await running.services.pairing.new_code(Role.RESEARCHER)
    await tab.go(address(running, "/login") + f"#{code}")
    await tab.wait_for("document.getElementById('code').value")
    await tab.evaluate("document.activeElement.click()")
    await shows(tab, "Studies")
    assert await fits(tab)
    await tab.evaluate("document.querySelector('main a').click()")
    await shows(tab, "Does the source")
    assert await fits(tab)
    assert await violations(tab, "document", whole_page=True) == []


async def says_which_study_one_is_invited_to(tab: Tab, running: Running) -> None:
    made, code = await invite_to(running, id="invited", title={"en": "Words on pictures", "de": "Wörter"})
    about = "document.getElementById('about')"
    said = "document.getElementById('colophon-study-status')?.textContent"
    await tab.go(address(running, f"/study/{made.id}"))
    await comes(tab, f"{said}.includes('after # is missing')")
    await tab.evaluate("void (location.hash = 'AAAA-BBBB-CCCC')")
    await comes(tab, f"{said}.includes('does not know this study')")
    assert await tab.evaluate(f"{about}.hidden")
    await tab.evaluate(f"void (location.hash = '{code}')")
    await comes(tab, f"{about}.hidden === false")
    told = await tab.evaluate(f"{about}.innerText")
    assert "Words on pictures" in told
    assert made.contact.name in told
    assert await tab.evaluate("document.getElementById('email').href") == f"mailto:{made.contact.email}"
    assert "You do not take part yet" in await tab.evaluate(said)
    assert await fits(tab)
    assert await violations(tab, "document", whole_page=True) == []
    await running.services.store.studies.advance(made.id, StudyState.CLOSED)
    await tab.reload()
    await comes(tab, f"{said}.includes('no more participants')")


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_pages_work_in_a_real_browser(name: str, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async def count(_: TallyTable, _study: str) -> Tally:
        return tally()

    monkeypatch.setattr(TallyTable, "count", count)
    monkeypatch.setattr("colophon.study.enrolment.KEPT_SECONDS", -1.0)  # a closed study is seen at once
    running = await start()
    async with await launch(name) as browser:
        tab = await browser.start_tab()
        await logs_in_with_a_link_and_out(tab, running)
        await logs_in_where_a_page_was_opened(tab, running)
        await stays_up_to_date_where_one_reads(tab)
        await shows_how_a_study_goes(tab, running)
        await says_which_study_one_is_invited_to(tab, running)
        for path in ("/account", "/nowhere", "/"):
            await tab.go(address(running, path))
            assert await fits(tab)
        # a page that wants a login or is not there is told as an error by the browser itself
        assert not [error for error in tab.console_errors if "401" not in error and "404" not in error]
