"""Many people in one study: each sees what their arm says, and the same is worked out for all."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.e2e.inside import look_inside
from tests.e2e.participant import Event, Participant, one_arm, pictures
from tests.e2e.sites import FEEDS
from tests.e2e.study_data import AI, ARMS, SHOWN
from tests.e2e.visitor import IN_BROWSER, World, visit

pytestmark = IN_BROWSER

X = FEEDS["x"]
PEOPLE = 40


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_forty_people_in_four_arms(world: World, name: str) -> None:
    """Everybody sees what their arm says, and the same is worked out for everybody."""
    async with visit(world, name, system=True) as visitor:
        await _all_of_them(Participant(visitor, await look_inside(visitor)))


async def _all_of_them(outsider: Participant) -> None:
    levels = [{"name": name, "treatment": treatment} for name, treatment in ARMS.items()]
    data = one_arm("many-study") | {"factors": [{"name": "detail", "levels": levels}]}
    data["analysis"]["tests"][0] |= {"contrast": ["control", "labels"]}
    link = await outsider.invitation(data)
    items = pictures(outsider, 60, AI, "")
    url = outsider.visitor.world.internet.publish(X, items, "?many")
    names = []
    for _ in range(PEOPLE):
        page = await outsider.consent_page(link)
        await outsider.agree(page)
        taking = await page.evaluate("chrome.storage.local.get('study').then(({ study }) => study)")
        names.append(taking["levels"]["detail"])
        tab = await outsider.visitor.open(url)
        await tab.show()
        await tab.click(2, 2)  # whatever of the browser has the focus, the page gets it
        await tab.wait_for("document.hasFocus()")
        await outsider.has("exposed", 2 * len(names))
        await tab.close()
        await outsider.forget(page)
    assert min(Counter(names).values()) >= 1
    assert set(names) == set(ARMS)
    events = [one for one in await outsider.events() if one.kind in ("eligible", "painted")]
    assert len([one for one in events if one.kind == "eligible"]) == 2 * PEOPLE
    seen: dict[tuple[str, int], dict[str, Event]] = {}
    for one in events:
        seen.setdefault((one.session, one.place or 0), {})[one.kind] = one
    for both in seen.values():
        would, shown = both["eligible"].data, both["painted"].data
        labelled, other = SHOWN[would["levels"]["detail"]]
        assert shown["shown_label"] == (labelled if would["would_label"] else other)
        assert shown["applied"] == (shown["shown_label"] is not None)
    assert Counter(would.data["would_label"] for would in (both["eligible"] for both in seen.values())) == {
        "ai_generated.creator": PEOPLE,
        None: PEOPLE,
    }
