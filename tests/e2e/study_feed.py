"""A study's own feed on a server, and what a survey platform has around it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from tests.e2e import study_events
from tests.e2e.reading import SECONDS
from tests.e2e.server import Colophon
from tests.e2e.study_events import Event
from tests.pictures import picture
from tests.study.feed.folders import feed_csv, row
from tests.study.studies import study_data
from tests.study.taking_part import frozen_file

from colophon.browser import Browser, Tab
from colophon.browser.extension import observable_copy
from colophon.config import Config
from colophon.evidence import Findings
from colophon.http import feed_files
from colophon.pairing.codes import hash_code, random_code
from colophon.study.feed.folder import read_folder
from colophon.study.feed.prepare import prepared
from colophon.study.spec.frozen import identity
from colophon.study.spec.study import Study

ROOT = Path(__file__).parent.parent.parent
DAY = 86_400
TRUTHS = ("ai", "not_ai", "ai", "not_ai")
LABELS = ("ai_generated.metadata", "", "ai_edited.creator", "captured.signed")
SEEN = {"ratio": 0.5, "milliseconds": 100, "focused": True}
AROUND = """<!doctype html><title>A survey</title><body><h1>A survey</h1><script>
  globalThis.told = [];
  addEventListener("message", ({ data, origin }) => told.push({ ...data, origin }));
</script><iframe id="study" width="700" height="1200" src="%s"></iframe>"""


def question(name: str, **more: Any) -> dict[str, Any]:
    ends = {"low": {"en": "Not at all"}, "high": {"en": "Fully"}}
    return {"name": name, "type": "scale", "points": 5, "text": {"en": f"About {name}?"}, **ends, **more}


def survey(name: str, when: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "when": when,
        "title": {"en": f"Some questions: {name}"},
        "questions": [question(name)],
    } | more


def one_arm(id: str, hosted: dict[str, Any], **treatment: Any) -> dict[str, Any]:
    """A hosted study in which everybody sees what the treatment says."""
    levels: list[dict[str, Any]] = [{"name": name, "treatment": {}} for name in ("plain", "source")]
    surveys = [survey("early", "before"), survey("probe", "item", per_session=1), survey("late", "after")]
    factors = [{"name": "detail", "levels": levels}]
    more = {"exposure": SEEN, "debrief": {"en": "The study was about labels."}, "surveys": surveys}
    return study_data(id=id, feed="hosted", hosted=hosted, treatment=treatment, factors=factors, **more)


@dataclass
class Feeds:
    """The server, with its page's scripts open to look into."""

    colophon: Colophon
    folder: Path

    @property
    def url(self) -> str:
        return self.colophon.url

    async def open(self, data: dict[str, Any]) -> str:
        """Open a study with a feed of four posts; the link without who comes."""
        made, code = Study.model_validate(data, strict=False), random_code()
        store = self.colophon.services.store
        kept = await store.studies.open(made.id, 1, identity(made), frozen_file(made), None)
        await store.studies.add_code(hash_code(code), made.id, 100, DAY)
        found = await asyncio.to_thread(read_folder, self.folder)
        items = [
            prepared(n, one, Findings(one.picture.sha256, "image/jpeg"), kept.salt, made.locales, {}, False)
            for n, one in enumerate(found.posts, 1)
        ]
        await store.items.put(
            made.id, list(zip(items, (one.picture.data for one in found.posts), strict=True))
        )
        return f"{self.url}/study/{made.id}/feed?code={code}"

    async def events(self, study: str) -> list[Event]:
        """All that the server has of a study, in order."""
        return await study_events.events_in(self.colophon.services.store, study)

    async def has(self, study: str, kind: str, count: int = 1) -> list[Event]:
        """Wait until the server has so many events of a kind."""
        return await study_events.has(self.colophon.services.store, kind, count, study)


@asynccontextmanager
async def feeds(folder: Path) -> AsyncIterator[Feeds]:
    """A server of its own, whose page runs a copy of the extension's scripts that tells of its labels."""
    shown = folder / "feed"
    shown.mkdir()
    rows = [
        row(n, truth=truth, label=label)
        for n, (truth, label) in enumerate(zip(TRUTHS, LABELS, strict=True), 1)
    ]
    (shown / "feed.csv").write_text(feed_csv(rows), encoding="utf-8")
    for n, _ in enumerate(rows, 1):
        (shown / f"{n}.jpg").write_bytes(picture(n, side=480))
    extension = observable_copy(ROOT / "extension", folder / "extension")
    before, feed_files.extension_folder = feed_files.extension_folder, lambda: extension
    feed_files.extension_bytes.cache_clear()
    (folder / "data").mkdir()
    colophon = Colophon(Config(data=folder / "data", port=0, checks=("registry",)))
    await colophon.start()
    try:
        yield Feeds(colophon, shown)
    finally:
        await colophon.stop()
        feed_files.extension_folder = before
        feed_files.extension_bytes.cache_clear()


@dataclass
class Around:
    """A survey's page on another origin, with the feed at ``link`` in an iframe."""

    url: str = ""
    link: str = "about:blank"

    async def page(self, _: web.Request) -> web.Response:
        return web.Response(text=AROUND % self.link.replace("&", "&amp;"), content_type="text/html")


@asynccontextmanager
async def around() -> AsyncIterator[Around]:
    survey, app = Around(), web.Application()
    app.router.add_get("/", survey.page)
    async with TestServer(app) as server:
        survey.url = str(server.make_url("/")).rstrip("/")
        yield survey


class Visit:
    """A participant's tab, or the frame that the feed is in."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.js = tab.evaluate

    async def view(self, name: str) -> None:
        await self.tab.wait_for(
            f"document.querySelector('main')?.dataset.view === {json.dumps(name)}", SECONDS
        )

    async def press(self, text: str) -> None:
        """Press the button with these words."""
        same = f"(one) => one.textContent === {json.dumps(text)}"
        found = f"[...document.querySelectorAll('button, a.button')].find({same})"
        await self.tab.wait_for(f"Boolean({found})", SECONDS)
        await self.js(f"void {found}.click()")

    async def agree(self) -> None:
        await self.view("consent")
        await self.js("void document.getElementById('adult').click()")
        await self.press("Take part")

    async def answer(self, value: int = 4) -> None:
        """Answer the question that is shown."""
        await self.js(f"void document.querySelector('.survey input[value=\"{value}\"]').click()")
        await self.press("Next")

    async def captions(self) -> list[str]:
        return list(await self.js("[...document.querySelectorAll('.caption')].map((one) => one.textContent)"))

    async def labels(self) -> list[str | None]:
        """Of every post, the words of its chip."""
        words = "one.querySelector('colophon-label')?.shadowRoot?.querySelector('.text')?.textContent ?? null"
        return list(await self.js(f"[...document.querySelectorAll('.post')].map((one) => {words})"))

    async def painted(self, count: int) -> None:
        """Wait for so many chips."""
        await self.tab.wait_for(
            f"document.querySelectorAll('colophon-label:not([data-colophon-probe])').length === {count}",
            SECONDS,
        )


async def visit(browser: Browser, link: str) -> Visit:
    tab = await browser.open(link)
    await tab.resize(760, 1400)
    return Visit(tab)
