from __future__ import annotations

from dataclasses import fields, replace
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD, Person, Visit
from tests.pictures import FakeCheck, picture, sha256

from colophon.entry import Basis
from colophon.http.figures import Figures, Spread
from colophon.http.history import Moment
from colophon.http.notices import Facts, Weight, notices, state
from colophon.http.pages import rendered
from colophon.http.status import contents
from colophon.http.visitor import Visitor
from colophon.labels.lint import banned
from colophon.labels.messages import messages
from colophon.roles import Role
from colophon.store.staff import Session
from colophon.store.subscriptions import Following, Source, Subscription

NOW = 1_800_000_000.0
VOID = {"area", "br", "hr", "img", "input", "link", "meta"}
NOTHING = Figures(
    at=NOW, started=NOW - 5, processes=1, memory_bytes=10**8, cpu_seconds=1.0, requests={}, routes={},
    stages={}, cache={}, checks={}, sheds={}, in_flight=1, pending=0, waiting=0, slow_waiting=0, slow={},
    workers={}, tasks_restarted={}, readers_restarted=0, processes_restarted={}, redis=None,
    redis_failures=0, database_errors=0, quota_refusals=0,
)  # fmt: skip
FACTS = Facts(NOTHING, True, False, 2, (), True, None, 10**11, 0, 0)
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


class Page(HTMLParser):
    """Every element is closed, in order; collects ids, elements and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.names: list[str] = []
        self.attributes: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def services(**more: Any) -> Any:
    """As much of the services as the page reads."""
    return SimpleNamespace(
        config=SimpleNamespace(workers=2, database=None, detector_chip=False),
        detector=SimpleNamespace(detector=object()),
        lacks_model=False,
        draining=SimpleNamespace(on=False),
        registry=SimpleNamespace(generation=3),
        trust={"official": True},
        assessed_with={"resolver": "1", "generation": 3},
        **more,
    )


def drawn(figures: Figures, moments: list[Moment], name: str = "ana", **more: Any) -> Page:
    values = contents(services(), figures, moments, more.get("contests", 0), 10**11, more.get("asked"))
    visitor = Visitor(Session(name, Role.OPERATOR, 0, 0, 0), "secret")
    text = rendered(
        "status.html", visitor=visitor, navigation=[("/status", "Status")], path="/status", **values
    )
    assert "secret" not in text
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    return page


counts = st.integers(0, 2**63)
floats = st.floats(allow_nan=True, allow_infinity=True)
names = st.text("ab<>&'\"/{}% é\u202e\x00", max_size=20) | st.just(HOSTILE)
spreads = st.builds(Spread, counts, floats, floats, floats, floats)
by_name = st.dictionaries(names, counts, max_size=3)
arbitrary = st.builds(
    Figures,
    **{f.name: counts for f in fields(Figures)}
    | dict.fromkeys(("requests", "cache", "sheds", "slow", "workers", "tasks_restarted"), by_name)
    | dict.fromkeys(("routes", "stages"), st.dictionaries(names, spreads, max_size=3))
    | {
        "at": st.floats(0, 4e9),
        "started": st.floats(0, 4e9),
        "cpu_seconds": floats,
        "processes_restarted": by_name,
        "checks": st.dictionaries(names, by_name, max_size=3),
        "redis": st.none() | st.booleans(),
    },
)  # fmt: skip
lived = st.lists(
    st.builds(Moment, **{f.name: floats for f in fields(Moment)} | {"at": st.floats(NOW - 4000, NOW)}),
    max_size=20,
)


@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes minutes
@given(arbitrary, lived, names, st.sampled_from([None, "10", "60"]))
def test_no_value_breaks_the_page(
    figures: Figures, moments: list[Moment], name: str, asked: str | None
) -> None:
    page = drawn(replace(figures, at=NOW), sorted(moments, key=lambda m: m.at), name, asked=asked)
    assert page.names.count("script") == 1  # our own, by its address
    assert page.names.count("img") == 1
    assert not [a for a in page.attributes if a.startswith("on") or a == "style"]
    assert not [text for text in page.words if {"nan", "inf"} & set(text.lower().split())]


async def logged_in(running: Running, person: Visit, name: str = "ana") -> Person:
    await running.services.staff.accounts.add(name, Role.OPERATOR, PASSWORD)
    ana = await person(running)
    await ana.log_in(name)
    return ana


async def test_right_after_the_start_there_is_nothing_yet_and_it_says_so(start: Start, person: Visit) -> None:
    ana = await logged_in(await start(), person)
    status, text = await ana.get("/status")
    assert status == 200
    assert text.count("Nothing yet") == 8
    assert "No image was looked at yet." in text
    assert "The last 10 minutes" in text
    Page(text)


async def test_after_traffic_it_says_what_happened(start: Start, person: Visit) -> None:
    running = await start(FakeCheck())
    ana = await logged_in(running, person)
    for seed in range(3):
        data = picture(seed)
        await running.client.put(f"/v1/images/{sha256(data)}", data=data, headers=running.headers)
    reading = running.services.metrics.reading()
    running.services.history.add(reading)  # type: ignore[union-attr]
    later = running.services.metrics.reading()
    later.at = reading.at + 10
    running.services.history.add(later)  # type: ignore[union-attr]
    text = (await ana.get("/status"))[1]
    assert "PUT /v1/images/{sha256}" in text
    assert 'd="M' in text
    Page(text)


async def test_nothing_on_it_is_a_secret_or_about_a_person(start: Start, person: Visit) -> None:
    running = await start(FakeCheck())
    ana = await logged_in(running, person)
    data = picture(1)
    await running.client.put(f"/v1/images/{sha256(data)}", data=data, headers=running.headers)
    text = (await ana.get("/status"))[1] + (await ana.get("/account"))[1]
    for secret in (
        running.token,
        ana.cookies()["session"],
        ana.cookies()["known"],
        sha256(data),
        str(running.services.config.data),
        PASSWORD,
    ):
        assert secret not in text


async def test_a_name_is_text_wherever_it_stands(start: Start, person: Visit) -> None:
    running = await start()
    for name in (HOSTILE[:60].lower(), "o'neil & söhne", '"><b>'):
        await _stands_as_text(running, person, name)


async def _stands_as_text(running: Running, person: Visit, name: str) -> None:
    ana = await logged_in(running, person, name)
    for path in ("/status", "/account"):
        page = Page((await ana.get(path))[1])
        assert name in page.words
        assert page.names.count("script") == (path == "/status")
        assert "onerror" not in page.attributes
    await ana.send("/logout")
    await ana.get("/login")
    async with ana.session.post(
        ana.origin + "/login",
        data={"form": ana.form, "name": name, "password": "wrong horse battery"},
        headers={"Origin": ana.origin},
    ) as answer:
        page = Page(await answer.text())
    assert page.names.count("script") == 1


async def test_a_database_that_does_not_answer_is_said(
    start: Start, person: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await start()
    ana = await logged_in(running, person)

    async def gone() -> None:
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr("colophon.store.cases.CaseTable.number_open", lambda _: gone())
    status, text = await ana.get("/status")
    assert status == 200
    assert "The database does not answer" in text


@pytest.mark.parametrize(
    ("changes", "weight", "words"),
    [
        ({}, None, ""),
        ({"store_works": False}, Weight.FAULT, "database does not answer"),
        ({"draining": True}, Weight.FAULT, "Shutting down"),
        ({"figures": replace(NOTHING, redis=False)}, Weight.FAULT, "Redis does not answer"),
        ({"figures": replace(NOTHING, workers={"died": 1})}, Weight.NOTED, "1 thread or process ended"),
        ({"figures": replace(NOTHING, processes=2)}, Weight.ABSENT, "--redis URL"),
        ({"figures": replace(NOTHING, waiting=9)}, Weight.BUSY, "9 images waiting"),
        ({"recent_errors": 2}, Weight.FAULT, "2 requests failed"),
        ({"recent_sheds": 1}, Weight.BUSY, "1 image sent away"),
        ({"missing_trust": ("interim",)}, Weight.ABSENT, "colophon trust update"),
        ({"model": False}, Weight.ABSENT, "colophon model list"),
        ({"why_silent": "too few pictures"}, Weight.ABSENT, "too few pictures"),
        ({"disk_free": 10**6}, Weight.FAULT, "1 MB left"),
    ],
)
def test_what_matters_is_said_with_the_way_out(
    changes: dict[str, Any], weight: Weight | None, words: str
) -> None:
    found = notices(replace(FACTS, **changes))
    assert state(found)[0] == weight
    assert words in " ".join(f"{n.title} {n.text}" for n in found)
    assert len(found) == (weight is not None)


def test_the_weightiest_comes_first() -> None:
    found = notices(replace(FACTS, model=False, recent_sheds=1, draining=True))
    assert [n.weight for n in found] == [Weight.FAULT, Weight.BUSY, Weight.ABSENT]


async def test_no_word_on_the_pages_is_banned(start: Start, person: Visit) -> None:
    ana = await logged_in(await start(), person)
    terms = messages("en").banned_terms
    for path in ("/login", "/status", "/account", "/nowhere"):
        page = Page((await ana.get(path, headers={"Accept": "text/html"}))[1])
        words = " ".join(page.words).replace("Version of fake", "")  # the fixture's check
        assert not banned(words, terms)
    everything = replace(
        FACTS, draining=True, store_works=False, missing_trust=("x",), model=False, recent_sheds=1,
        recent_errors=1, disk_free=1, figures=replace(NOTHING, redis=False, workers={"died": 1}),
    )  # fmt: skip
    for notice in notices(everything):
        assert not banned(f"{notice.title} {notice.text}", terms)


def test_lists_of_others_are_named_with_how_they_stand() -> None:
    told = Subscription(
        "1" * 32, "https://colophon.example.org", Source.STREAM, HOSTILE, Basis.RECORDED, key="0" * 64,
        state=Following.REFUSED, error="record 7 does not follow record 6", checked=int(NOW) - 50,
    )  # fmt: skip
    values = contents(services(), NOTHING, [], 0, 10**11, None, [told])
    visitor = Visitor(Session("ana", Role.OPERATOR, 0, 0, 0), "secret")
    page = Page(rendered("status.html", visitor=visitor, navigation=[], path="/status", **values))
    assert {
        HOSTILE, "colophon.example.org, signed", "50 s ago",
        "refused; what came before is kept: record 7 does not follow record 6",
    } <= set(page.words)  # fmt: skip
    assert "Lists of others" not in drawn(NOTHING, []).words
