"""The card opens from the chip by keyboard and by mouse, says who says so, and gives the focus back."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Page
from tests.e2e.visitor import IN_BROWSER

pytestmark = IN_BROWSER

ROOT = "probe.hosts(probe.posts()['generator'])[0].shadowRoot"
CARD = f"""(() => {{
  const root = {ROOT}, card = root.querySelector(".card");
  const inside = (box) => box.x >= 0 && box.y >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  return {{
    open: card.matches(":popover-open"),
    heading: card.querySelector("h2")?.textContent,
    told: [...card.querySelectorAll("section, [data-part=evidence]")].map((part) => part.textContent).join(),
    rows: [...card.querySelectorAll("li")].map((row) => row.textContent),
    focus: root.activeElement?.className,
    expanded: root.querySelector(".chip").getAttribute("aria-expanded"),
    inside: inside(card.getBoundingClientRect()),
  }}
}})()"""


async def test_by_keyboard(page: Page, screenshots: Path | None) -> None:
    tab, address = page.tab, await page.tab.evaluate("location.href")
    await tab.evaluate(f"{ROOT}.querySelector('.chip').focus()")
    await tab.press("Enter")
    card = await tab.evaluate(CARD)
    assert card["open"]
    assert card["expanded"] == "true"
    assert card["inside"]
    for sentence in ("Text stored in this file says AI made it.", "It names the program AUTOMATIC1111."):
        assert card["told"].count(sentence) == 1
    assert card["heading"] == page.posts["generator"].labels[0].text
    assert card["rows"][0].startswith("File data")  # what the label speaks for comes first
    await tab.press("Escape")
    card = await tab.evaluate(CARD)
    assert not card["open"]
    assert card["expanded"] == "false"
    assert card["focus"] == "chip"
    assert await tab.evaluate("location.href") == address


async def test_by_mouse_without_following_the_posts_link(page: Page) -> None:
    tab, address = page.tab, await page.tab.evaluate("location.href")
    chip = page.posts["generator"].labels[0].chip
    x, y = chip.x + chip.width / 2, chip.y + chip.height / 2
    await tab.click(x, y)
    assert (await tab.evaluate(CARD))["open"]
    await tab.click(5, 5)
    assert not (await tab.evaluate(CARD))["open"]
    assert await tab.evaluate("location.href") == address
    assert await tab.evaluate("probe.rectangles().join() === probe.before.join()")


async def test_no_errors(page: Page) -> None:
    assert page.tab.console_errors == []
