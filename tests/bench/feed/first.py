"""How long after the answer of a warm server the first label stands on the page."""

from __future__ import annotations

from tests.bench.feed.run import page
from tests.bench.feed.site import POSTS, UNASKED
from tests.bench.feed.world import World


async def delays(place: World, times: int) -> list[float]:
    """Milliseconds from the first answer to a lookup until the first label is in the document, per opening.

    Every opening shows pictures that the browser has not asked about, and the server has looked at.
    """
    found = []
    for number in range(times):
        place.colophon.answered.clear()
        first = UNASKED + POSTS * number
        async with page(place.browsers[True], place.url, labelled=1, posts=POSTS, first=first) as tab:
            shown = await tab.wait_for("feed.firstLabel")
            answers = [when for path, when in place.colophon.answered if path == "/v1/lookup"]
            if not answers:
                raise RuntimeError("a label without an answer of the server: the extension did not ask it")
            found.append(shown - 1000 * answers[0])
    return found
