"""Asking about one picture, on any page: something is always said, and nothing else is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.feed import Item, jpeg, png
from tests.e2e.inside import Inside, InsideFirefox, look_inside
from tests.e2e.menu import check
from tests.e2e.sites import CDN, NEWS, STORE
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab
from colophon.errors import BrowserError

pytestmark = IN_BROWSER

SEEDS = {"chromium": 1700, "firefox": 1800}
GENERATOR = "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"
_ALL = "(root) => [...root.querySelectorAll('*')]"
_DEEP = f"({_ALL})(document).flatMap((one) => [one, ...(one.shadowRoot ? ({_ALL})(one.shadowRoot) : [])])"
HOST = f"{_DEEP}.findLast((one) => one.localName === 'colophon-label')"
CARD = f"{HOST}?.shadowRoot.querySelector('.card:popover-open')"
SECONDS = 30.0

# What a feed shows beside its pictures, on a site that we know.
POST = """
<a href="/"><img id="logo" src="https://pbs.twimg.com/logo.jpg" width="160" height="120" alt=""></a>
<article data-testid="tweet" data-case="post">
  <a href="/someone">
    <img id="avatar" src="https://pbs.twimg.com/profile_images/1/a.jpg" width="48" height="48" alt="">
  </a>
  <div data-testid="User-Name"><span>@someone</span></div>
  <div data-testid="tweetText">Good morning.</div>
</article>
<div data-testid="placementTracking"><article data-testid="tweet" data-case="ad">
  <div data-testid="User-Name"><span>@seller</span></div>
  <div data-testid="tweetPhoto">
    <img id="ad" src="https://pbs.twimg.com/media/ad.jpg" width="300" height="200" alt="">
  </div>
</article></div>
<div id="background" style="width: 300px; height: 200px; background: url(https://pbs.twimg.com/background.jpg)"></div>
<div style="position: relative; width: 300px; height: 200px">
  <img id="covered" src="https://pbs.twimg.com/covered.jpg" width="300" height="200" alt="">
  <div id="cover" style="position: absolute; inset: 0"></div>
</div>
<x-photo id="shadow" style="display: block; width: 300px; height: 200px"><template shadowrootmode="open">
  <img src="https://pbs.twimg.com/shadow.jpg" width="300" height="200" alt=""></template></x-photo>
<p id="text">Only words.</p>
"""
NAMES = {
    "logo": "https://pbs.twimg.com/logo.jpg",
    "avatar": "https://pbs.twimg.com/profile_images/1/a.jpg",
    "ad": "https://pbs.twimg.com/media/ad.jpg",
    "background": "https://pbs.twimg.com/background.jpg",
    "cover": "https://pbs.twimg.com/covered.jpg",
    "shadow": "https://pbs.twimg.com/shadow.jpg",
}


@dataclass
class Scene:
    """A browser before pages of hosts that the extension knows, and of others."""

    visitor: Visitor
    inside: Inside

    def fetched(self, pictures: dict[str, Item]) -> list[str]:
        """Which of these pictures the extension asked for: those of other pages may still come in."""
        return [url for url in self.visitor.world.internet.fetched if url in pictures]

    def seed(self, number: int) -> int:
        """Of a picture that nobody has seen."""
        return SEEDS[self.visitor.browser.name] + number

    async def open(self, url: str, body: str, pictures: dict[str, Item]) -> Tab:
        return await self.visitor.open(self.visitor.world.internet.put(url, body, pictures), (900, 1400))


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def scene(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with visit(world, request.param, system=True) as visitor:
        yield Scene(visitor, await look_inside(visitor))


async def says(tab: Tab, words: str) -> str:
    """The text of the open card, once it holds ``words``."""
    shown = f"({CARD})?.innerText"
    try:
        return str(await tab.wait_for(f"{shown}?.includes({words!r}) && {shown}", seconds=SECONDS))
    except BrowserError:
        raise AssertionError(await tab.evaluate(shown)) from None


def address(scene: Scene, name: str, test: str) -> str:
    """Of a picture of `POST`, as nothing but this test shows it."""
    return f"{NAMES[name]}?{test}-{scene.visitor.browser.name}"


def post(scene: Scene, test: str) -> str:
    """`POST` with these addresses."""
    body = POST
    for name, url in NAMES.items():
        body = body.replace(url, address(scene, name, test))
    return body


def article(*names: str) -> str:
    """News with two pictures."""
    return "<h1>News</h1>" + "".join(
        f'<img id="{place}" src="https://{CDN}/{name}.jpg" width="300" height="200" alt="">'
        for place, name in zip(("one", "two"), names, strict=True)
    )


def shown_in(scene: Scene, first: int, *names: str) -> dict[str, Item]:
    """The pictures of an `article`."""
    return {
        f"https://{CDN}/{name}.jpg": Item(name, jpeg(scene.seed(first + n))) for n, name in enumerate(names)
    }


@pytest.mark.parametrize("name", NAMES)
async def test_whatever_picture_is_asked_about_something_is_said(
    scene: Scene, name: str, screenshots: Path | None
) -> None:
    first = 10 * list(NAMES).index(name)
    shown = {address(scene, one, name): Item(one, jpeg(scene.seed(first + n))) for n, one in enumerate(NAMES)}
    tab = await scene.open(f"https://x.com/asked?{name}", post(scene, name), shown)
    await check(scene.visitor, scene.inside, tab, f"document.getElementById('{name}')")
    said = await says(tab, "No origin information")
    assert "No label does not mean a camera photo." in said
    assert "Not checked" in said
    asked = address(scene, name, name)
    assert scene.fetched(shown) == [asked]  # and nothing else on the page was looked at
    colophon = scene.visitor.world.colophon
    assert hashlib.sha256(shown[asked].data).hexdigest() in colophon.uploads()
    assert [url for url, item in shown.items() if colophon.asked_about(item.data)] == [asked]
    if screenshots:
        await tab.screenshot(screenshots / f"check-{name}-{scene.visitor.browser.name}.png")
    assert tab.console_errors == []
    await tab.close()


async def test_a_face_with_a_record_in_its_file_gets_that_label(scene: Scene) -> None:
    item = Item("face", png(scene.seed(80), parameters=GENERATOR))
    shown = {address(scene, "avatar", "record"): item}
    tab = await scene.open("https://x.com/asked?record", post(scene, "record"), shown)
    assert await tab.evaluate(f"{HOST} ?? null") is None
    await check(scene.visitor, scene.inside, tab, "document.getElementById('avatar')")
    assert "Who says so" in await says(tab, "File data says AI-generated")
    await tab.press("Escape")
    await tab.wait_for(f"!({CARD})")
    assert await tab.evaluate(f"{HOST}.shadowRoot.activeElement?.className") == "chip"
    await tab.close()


async def test_where_the_site_is_off_what_was_asked_about_is_followed_and_nothing_else(scene: Scene) -> None:
    one, other = address(scene, "logo", "off"), address(scene, "logo", "next")
    shown = {
        url: Item("off", png(scene.seed(86 + n), parameters=GENERATOR)) for n, url in enumerate((one, other))
    }
    options = await scene.inside.open("options.html")
    await options.evaluate("chrome.storage.local.set({ off: ['x.com'] })")
    tab = await scene.open("https://x.com/asked?off", post(scene, "off"), shown)
    await check(scene.visitor, scene.inside, tab, "document.getElementById('logo')")
    await says(tab, "File data says AI-generated")
    await tab.evaluate(f"document.getElementById('logo').src = '{other}'")
    await tab.wait_for(f"!({HOST})")  # the label of one picture never stands on another
    await check(scene.visitor, scene.inside, tab, "document.getElementById('logo')")
    await says(tab, "File data says AI-generated")
    assert scene.fetched(shown) == [one, other]  # each when it was asked about
    await options.evaluate("chrome.storage.local.set({ off: [] })")
    for page in (options, tab):
        await page.close()


async def test_where_no_picture_is_it_says_that(scene: Scene) -> None:
    tab = await scene.open("https://x.com/asked?text", post(scene, "text"), {})
    await check(scene.visitor, scene.inside, tab, "document.getElementById('text')")
    page = await opened(scene)
    await page.wait_for("document.body.innerText.includes('There is no image there that Colophon can read.')")
    await page.close()
    await tab.close()


async def opened(scene: Scene) -> Tab:
    """The page of our own that shows the result."""
    return await scene.inside.opened("check.html")


async def test_on_a_page_that_nobody_knows_one_picture_is_looked_at(
    scene: Scene, screenshots: Path | None
) -> None:
    names = [f"{place}-{scene.visitor.browser.name}" for place in ("one", "two")]
    shown = shown_in(scene, 90, *names)
    tab = await scene.open(f"https://{NEWS}/article", article(*names), shown)
    await check(scene.visitor, scene.inside, tab, "document.getElementById('one')", host=CDN)
    place = tab if isinstance(scene.inside, InsideFirefox) else await opened(scene)
    said = await says(place, "No origin information")
    assert "No Colophon server took part" not in said
    assert scene.fetched(shown) == [f"https://{CDN}/{names[0]}.jpg"]
    colophon = scene.visitor.world.colophon
    assert [colophon.asked_about(item.data) for item in shown.values()] == [True, False]
    if screenshots:
        await place.screenshot(screenshots / f"check-elsewhere-{scene.visitor.browser.name}.png")
    if place is tab:  # the permission was for this picture only
        assert await tab.evaluate("document.querySelectorAll('colophon-label').length") == 1
        options = await scene.inside.open("options.html")
        await options.wait_for(
            f"chrome.permissions.contains({{ origins: ['https://{CDN}/*'] }}).then((is) => !is)"
        )
        await options.close()
    else:
        await place.close()
    await tab.close()


async def test_who_does_not_allow_it_is_told_what_could_not_be_done(scene: Scene) -> None:
    if not isinstance(scene.inside, InsideFirefox):
        pytest.skip("no driver can say no to Chromium's question")
    shown = shown_in(scene, 92, "three", "four")
    tab = await scene.open(f"https://{NEWS}/refused", article("three", "four"), shown)
    await check(scene.visitor, scene.inside, tab, "document.getElementById('one')", host=CDN, allow=False)
    assert "could not be read again from its address" in await says(tab, "This image was not checked.")
    assert f"https://{CDN}/four.jpg" not in scene.fetched(shown)
    colophon = scene.visitor.world.colophon
    assert not [url for url, item in shown.items() if colophon.asked_about(item.data)]
    await tab.close()


async def test_where_no_extension_may_run_the_result_is_on_a_page_of_our_own(scene: Scene) -> None:
    if not isinstance(scene.inside, InsideFirefox):
        pytest.skip("Chromium's driver gives no right to run anywhere, see above")
    shown = shown_in(scene, 94, "five", "six")
    tab = await scene.open(f"https://{STORE}/page", article("five", "six"), shown)
    await check(scene.visitor, scene.inside, tab, "document.getElementById('one')", host=CDN)
    page = await opened(scene)
    await says(page, "No origin information")
    await page.wait_for(f"chrome.permissions.contains({{ origins: ['https://{CDN}/*'] }}).then((is) => !is)")
    await page.close()
    await tab.close()


async def test_without_the_server_it_says_what_was_not_looked_at(scene: Scene) -> None:
    shown = {address(scene, "logo", "alone"): Item("alone", jpeg(scene.seed(85)))}
    colophon = scene.visitor.world.colophon
    tab = await scene.open("https://x.com/asked?alone", post(scene, "alone"), shown)
    await colophon.stop()
    try:
        await check(scene.visitor, scene.inside, tab, "document.getElementById('logo')")
        said = await says(tab, "No Colophon server took part.")
        assert "No origin information" in said
        assert "the server cannot be reached" in said
    finally:
        await colophon.start()
    await tab.close()
