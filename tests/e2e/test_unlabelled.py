"""The popup's list of images without a label: made when it is opened; one click, or a key, asks about one.

It is how to ask without a right-click menu, as on a phone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.axe import violations
from tests.e2e.conditions import Conditions
from tests.e2e.feed import Item, jpeg
from tests.e2e.inside import Inside, InsideChromium, InsideFirefox, look_inside, popup, use_site
from tests.e2e.reading import SECONDS
from tests.e2e.test_languages import cut_off
from tests.e2e.visitor import IN_BROWSER, Visitor, World, visit

from colophon.browser import Tab

pytestmark = IN_BROWSER

NEWS, CDN = "news.example", "cdn.example"
SEEDS = {"chromium": 2300, "firefox": 2400}
MEDIA = "https://pbs.twimg.com"
FACE, SAID, LOGO = f"{MEDIA}/profile_images/9/face.jpg", f"{MEDIA}/media/said9.jpg", f"{MEDIA}/logo9.jpg"
FEED = f"""
<article data-testid="tweet">
  <a href="/someone"><img src="{FACE}" width="48" height="48" alt=""></a>
  <div data-testid="User-Name"><span>@someone</span></div>
  <div data-testid="tweetText">Made with AI.</div>
  <div data-testid="tweetPhoto"><img src="{SAID}" width="300" height="200" alt="A fox"></div>
</article>
<img src="{MEDIA}/dot9.jpg" width="16" height="16" alt="A dot">
<img src="{LOGO}" width="160" height="120" alt="The logo">
<img src="{LOGO}" width="160" height="120" alt="The logo once more">
<div style="height: 3000px"></div>
<img id="far" src="{MEDIA}/far9.jpg" width="300" height="200" alt="Far below">
"""
ARTICLE = "".join(
    f'<img id="{name}" src="https://{CDN}/{name}9.jpg" width="300" height="200" alt="Picture {name}">'
    for name in ("one", "two")
)
ROWS = "[...document.querySelectorAll('#pictures li')]"
WORDS = f"{ROWS}.map((row) => row.querySelector('.about').textContent)"
NAMES = f"{ROWS}.map((row) => row.querySelector('button').ariaLabel)"
LABELS = "[...document.querySelectorAll('colophon-label')]"
CARD = f"{LABELS}.map((host) => host.shadowRoot?.querySelector('.card:popover-open')).find(Boolean)"


@dataclass
class Scene:
    visitor: Visitor
    inside: Inside

    @property
    def name(self) -> str:
        return self.visitor.browser.name

    @property
    def fetched(self) -> list[str]:
        return self.visitor.world.internet.fetched

    async def open(self, url: str, body: str, addresses: list[str], first: int) -> Tab:
        seed = SEEDS[self.name] + first
        shown = {one: Item(f"{n}", jpeg(seed + n)) for n, one in enumerate(addresses)}
        return await self.visitor.open(self.visitor.world.internet.put(url, body, shown), (900, 800))


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["chromium", "firefox"])
async def scene(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    [port] = set(world.hosts.values())
    hosts = world.hosts | dict.fromkeys((NEWS, CDN), port)
    async with visit(replace(world, hosts=hosts), request.param, system=True) as visitor:
        yield Scene(visitor, await look_inside(visitor))


async def unfold(shown: Tab) -> None:
    await shown.show()
    await shown.evaluate("document.querySelector('#others summary').focus()")
    await shown.press("Enter")
    await shown.wait_for(f"{ROWS}.length")


async def says(tab: Tab, words: str) -> str:
    """The text of the open card, once it holds ``words``."""
    return str(await tab.wait_for(f"({CARD})?.innerText.includes({words!r}) && ({CARD}).innerText", SECONDS))


async def test_an_image_without_a_label_is_asked_about_by_keyboard(
    scene: Scene, screenshots: Path | None
) -> None:
    far = f"{MEDIA}/far9.jpg"
    tab = await scene.open("https://x.com/listed", FEED, [FACE, SAID, LOGO, far, f"{MEDIA}/dot9.jpg"], 0)
    await tab.wait_for(f"{LABELS}.length === 1", SECONDS)
    before = len(scene.fetched)
    shown = await popup(scene.inside, "https://x.com/listed")
    assert not await shown.evaluate("document.getElementById('others').open")
    assert scene.fetched[before:] == []  # the popup alone looks at nothing

    await unfold(shown)
    await shown.wait_for("document.querySelectorAll('#pictures img').length === 3")
    assert await shown.evaluate(WORDS) == ["Image, 640 × 420", "The logo", "Far below"]
    assert await shown.evaluate(NAMES) == [
        "Check this image: Image, 640 × 420",
        "Check this image: The logo",
        "Check this image: Far below",
    ]
    assert sorted(scene.fetched[before:]) == sorted([FACE, LOGO, far])
    await look_at_it(scene, shown, screenshots)

    sent = len(scene.visitor.world.colophon.uploads())
    await shown.evaluate(f"{ROWS}[2].querySelector('button').focus()")
    await shown.press("Enter")
    await shown_there(scene, sent)
    await tab.show()
    assert "No label does not mean a camera photo." in await says(tab, "No origin information")
    top, bottom = await tab.evaluate("(({ top, bottom }) => [top, bottom])(far.getBoundingClientRect())")
    assert 0 <= top < bottom <= 800  # the page went there
    assert await tab.evaluate(f"{LABELS}.length") == 2
    if screenshots:
        await tab.screenshot(screenshots / f"unlabelled-asked-{scene.name}.png")
    assert tab.console_errors == []
    await tab.close()


async def look_at_it(scene: Scene, shown: Tab, screenshots: Path | None) -> None:
    """For everybody: narrow, dark, in large type; no rule of axe is broken."""
    conditions = Conditions(scene.visitor.browser, shown)
    for width in (340, 320):
        await shown.resize(width, 900)
        assert await cut_off(shown) == [], width
        assert await shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    for dark in (False, True):
        await conditions.set("dark", on=dark)
        if screenshots:
            name = f"unlabelled-{scene.name}-{'dark' if dark else 'light'}.png"
            await shown.screenshot(screenshots / name, full_page=True)
        if scene.name == "chromium":
            assert await violations(shown, "document", whole_page=True) == []
    await conditions.set("dark", on=False)
    await conditions.set("touch", on=True)
    heights = f"{ROWS}.map((row) => row.querySelector('button').getBoundingClientRect().height)"
    assert min(await shown.evaluate(heights)) >= 44
    await conditions.set("touch", on=False)


async def test_on_a_page_that_nobody_knows_the_browser_is_asked_first(
    scene: Scene, screenshots: Path | None
) -> None:
    """Chromium's driver gives no right that comes with a click: there Colophon is used on the site."""
    url, addresses = f"https://{NEWS}/listed", [f"https://{CDN}/{name}9.jpg" for name in ("one", "two")]
    if isinstance(scene.inside, InsideChromium):
        await use_site(scene.inside, NEWS)
    tab = await scene.open(url, ARTICLE, addresses, 20)
    if isinstance(scene.inside, InsideFirefox):
        await tab.show()
        await scene.inside.grant_active_tab()
    before = len(scene.fetched)
    shown = await popup(scene.inside, url)
    await unfold(shown)
    assert await shown.evaluate(WORDS) == ["Picture one", "Picture two"]
    assert await shown.evaluate("document.querySelectorAll('#pictures img').length") == 0
    assert scene.fetched[before:] == []  # not even small copies, before the browser was asked
    if screenshots:
        await shown.resize(340, 700)
        await shown.screenshot(screenshots / f"unlabelled-elsewhere-{scene.name}.png")

    sent = len(scene.visitor.world.colophon.uploads())
    await scene.inside.agree(shown, "#pictures li:nth-child(2) button", CDN)
    await shown_there(scene, sent)
    await tab.show()
    await says(tab, "No origin information")
    assert scene.fetched[before:] == [addresses[1]]
    assert await tab.evaluate(f"{LABELS}.length") == 1
    options = await scene.inside.open("options.html")  # it was for this picture only
    await options.wait_for(
        f"chrome.permissions.contains({{ origins: ['https://{CDN}/*'] }}).then((is) => !is)"
    )
    await options.close()
    await tab.close()


async def shown_there(scene: Scene, before: int) -> None:
    """Wait until the picture was sent: the popup is gone by then, and so is its tab."""
    async with asyncio.timeout(SECONDS):
        while len(scene.visitor.world.colophon.uploads()) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_where_there_is_no_image_it_says_so(scene: Scene) -> None:
    tab = await scene.open("https://x.com/nothing-listed", "<p>Only words.</p>", [], 40)
    shown = await popup(scene.inside, "https://x.com/nothing-listed")
    await shown.evaluate("void document.querySelector('#others summary').click()")
    await shown.wait_for(
        "document.body.innerText.includes('There is no image there that Colophon can read.')"
    )
    await shown.close()
    await tab.close()
