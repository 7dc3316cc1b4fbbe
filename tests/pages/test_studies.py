"""The pages on studies: for researchers, of nobody in particular, and never an effect."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD, Person, Visit
from tests.pages.test_status import Page
from tests.study.studies import study
from tests.study.taking_part import frozen_file

from colophon.http.pages import rendered
from colophon.http.study_pages import contents
from colophon.http.visitor import Visitor
from colophon.labels.lint import banned
from colophon.labels.messages import messages
from colophon.roles import SEE_STUDIES, STAFF, Role
from colophon.store.staff import Session
from colophon.store.studies import Study as Kept
from colophon.store.studies import StudyState
from colophon.store.study_tallies import Arm, Group, Tally
from colophon.study.overview import overview
from colophon.study.spec.frozen import identity

MADE = study(title={"en": "Does the source <b>matter</b>?"}, strata={"by": ["platform"], "block": 4})
DAY = 20_600
NOW = (DAY + 20) * 86_400.0
KEPT = Kept(
    MADE.id,
    1,
    identity(MADE),
    frozen_file(MADE),
    StudyState.ENROLLING,
    b"secret",
    400,
    DAY * 86_400,
    None,
    None,
    None,
)


def tally(plain: int = 160, source: int = 160, days: int = 20) -> Tally:
    """A study that goes as it should."""
    groups = [
        Group({"detail": level}, f"platform={site}", False, DAY + day, -(-people // (2 * days)))
        for level, people in (("plain", plain), ("source", source))
        for site in ("bluesky", "mastodon")
        for day in range(days)
    ]
    kinds = {"": 9000, "eligible": 4000, "painted": 3950, "exposed": 3100, "survey_shown": 300, "error": 12}
    events = Counter(kinds | {"survey_answered": 500, "survey_dismissed": 41})
    people = Counter(dict.fromkeys(events, 150))
    arms = {}
    for level, middle in (("plain", 12), ("source", 14)):
        latency = Counter({n: 200 - 10 * abs(n - middle) for n in range(middle - 9, middle + 9)})
        reasons = Counter(too_small=40, control=90)
        arms[f'{{"detail":"{level}"}}'] = Arm(Counter(events), Counter(people), latency, reasons)
    return Tally(tuple(groups), arms)


def drawn(counted: Tally | None, **more: Any) -> str:
    found = None if counted is None else overview(MADE, counted, 14)
    values = contents(KEPT, MADE, found, NOW)
    visitor = Visitor(Session("ana", Role.RESEARCHER, 0, 0, 0), "secret")
    navigation = [("/studies", "Studies")]
    given = {"works": True, "ago": "3 s", "at": NOW} | more
    return rendered(
        "study_overview.html", visitor=visitor, navigation=navigation, path="/studies/x", **values, **given
    )


async def researcher(running: Running, person: Visit, role: Role = Role.RESEARCHER) -> Person:
    await running.services.staff.accounts.add("ana", role, PASSWORD)
    ana = await person(running)
    await ana.log_in("ana")
    return ana


async def opened(running: Running) -> None:
    await running.services.store.studies.open(MADE.id, 1, identity(MADE), frozen_file(MADE), None)


async def test_only_researchers_and_operators_see_them(start: Start, person: Visit) -> None:
    running = await start()
    await opened(running)
    for role in sorted(STAFF):
        ana = await person(running)
        await ana.use_code(await running.services.pairing.new_code(role))
        for path in ("/studies", f"/studies/{MADE.id}"):
            assert (await ana.get(path))[0] == (200 if role in SEE_STUDIES else 403)
    assert (await running.client.get(f"/studies/{MADE.id}", headers=running.headers)).status == 401


async def test_from_no_study_to_one(start: Start, person: Visit) -> None:
    running = await start()
    ana = await researcher(running, person)
    _, text = await ana.get("/studies")
    assert "<code>colophon study open FILE</code>" in text
    await opened(running)
    _, text = await ana.get("/studies")
    page = Page(text)
    assert "Does the source <b>matter</b>?" in page.words
    assert {"enrolling", "0", "400"} <= set(page.words)
    status, text = await ana.get(f"/studies/{MADE.id}")
    assert status == 200
    assert ">Nobody takes part yet<" in text
    assert f"<code>colophon study link {MADE.id}</code> prints a link" in text
    assert "of 0.28 standard deviations would be found 4 times in 5" in text
    assert "fewer than 10" not in text  # a table of nothing
    assert "<table" not in text
    assert identity(MADE) in text
    assert (await ana.get("/studies/no-study"))[0] == 404
    assert (await ana.get("/studies/%3Cb%3E"))[0] == 400


def test_what_a_researcher_reads() -> None:
    text = drawn(tally())
    page = Page(text)
    words = set(page.words)
    assert {
        "320",
        "of 400 planned",
        "0.31",
        "0.28",
        "14",
        "detail = plain",
        "detail, platform=mastodon",
    } <= words
    assert {"300 ms", "440 ms", "1.0 %", "13.7 %"} <= words, words
    assert "secret" not in text
    assert not banned(" ".join(page.words), messages("en").banned_terms)


def test_nothing_tells_an_effect() -> None:
    """Outcomes by arm are nowhere: two studies that differ in them only give the same page."""
    one, two = tally(), tally()
    first = two.arms['{"detail":"plain"}']
    for kind in ("opened", "like", "share_click", "contest", "survey_answered"):
        first.events[kind] += 400
        first.people[kind] += 90
    assert drawn(one) == drawn(two)


def test_arms_that_are_not_as_drawn_are_the_first_thing_said() -> None:
    text = drawn(tally(plain=400, source=200))
    assert "Arms are not as they were drawn" in text
    assert text.index("Arms are not as they were drawn") < text.index("How far it is")
    assert "&lt; 0.0001" in text


def test_while_it_is_counted_the_page_comes_back_by_itself() -> None:
    assert '<meta http-equiv="refresh" content="3">' in drawn(None)
    assert "refresh" not in drawn(tally())
    assert "does not answer" in drawn(None, works=False)
    for text in (drawn(None), drawn(tally()), drawn(Tally((), {})), drawn(None, works=False)):
        page = Page(text)
        assert len(page.ids) == len(set(page.ids))
        assert "style" not in page.attributes
        assert not re.search(r"\bnan\b|\binf\b|None", " ".join(page.words))


async def test_an_overview_is_counted_once_for_all_who_look(
    start: Start, person: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await start()
    await opened(running)
    ana = await researcher(running, person)
    counted, go_on = [], asyncio.Event()

    async def count(study: str) -> Tally:
        counted.append(study)
        await go_on.wait()
        return tally()

    monkeypatch.setattr("colophon.study.overviews.WAIT_SECONDS", 0.01)
    monkeypatch.setattr("colophon.store.study_tallies.TallyTable.count", lambda _, study: count(study))
    for _ in range(3):
        assert "Being counted" in (await ana.get(f"/studies/{MADE.id}"))[1]
    go_on.set()
    async with asyncio.timeout(20):
        while "of 400 planned" not in (await ana.get(f"/studies/{MADE.id}"))[1]:
            pass
    assert len(counted) == 1


async def test_a_database_that_does_not_answer_is_said(
    start: Start, person: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await start()
    await opened(running)
    ana = await researcher(running, person)

    async def gone() -> Tally:
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr("colophon.store.study_tallies.TallyTable.count", lambda _, study: gone())
    status, text = await ana.get(f"/studies/{MADE.id}")
    assert (status, "The database does not answer" in text) == (200, True)
