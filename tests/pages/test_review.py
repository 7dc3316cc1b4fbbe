"""The review pages: who sees what, and that each form does what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD, Person, Visit

from colophon.http.review_look import worked
from colophon.http.review_view import MADE, REASONS
from colophon.labels.lint import banned
from colophon.labels.messages import messages
from colophon.review.desk import PROTECTED
from colophon.review.verdicts import PROCESSES, VERDICTS
from colophon.roles import SEE_REVIEW, STAFF, Role
from colophon.store.review_words import Item, ItemKind, ItemState

QUEUE = "audit:one"
EVIDENCE = {
    "source": "metadata",
    "process": "ai_generated",
    "confidence": "stated",
    "rank": 50,
    "source_name": None,
    "date": None,
    "headline": True,
    "text": "Text stored in this file says AI made it <b>.",
    "details": {"generator": "Example"},
}
KNOWN = {
    "label": {
        "id": "ai_generated.metadata",
        "process": "ai_generated",
        "short": "File data says AI-generated",
    },
    "evidence": [EVIDENCE],
    "checks": {"c2pa": "done", "detector": "skipped: smaller than 256 px"},
    "permalink": "https://example.org/post/1",
    "posted_at": "2026-03-01T10:00:00Z",
}


def item(n: int, **more: Any) -> Item:
    made = Item(
        f"{n:032x}",
        QUEUE,
        f"{n:064x}",
        pdq=f"{n % 8:064x}",
        label="ai_generated.metadata",
        process="ai_generated",
        known=KNOWN,
    )
    return replace(made, **more)


async def arrived(
    running: Running, person: Visit, name: str = "ana", role: Role = Role.MODERATOR, share: float = 0
) -> Person:
    await running.services.staff.accounts.add(name, role, PASSWORD)
    someone = await person(running)
    await someone.log_in(name)
    await someone.get("/review")
    return someone


async def begun(start: Start, *items: Item) -> Running:
    running = await start(second_pass=0.0)
    await running.services.store.review.put(items)
    return running


def path_of(location: str) -> str:
    return location.partition("?")[0].rpartition("/")[2]


async def next_of(someone: Person, queue: str = QUEUE) -> str:
    """The id of the item that is handed out."""
    return path_of((await someone.send(f"/review/{queue}/next")).headers["Location"])


def test_words_of_the_pages_are_calm() -> None:
    assert set(MADE) == PROCESSES
    terms = messages("en").banned_terms
    assert not [words for words in (*MADE.values(), *REASONS) if banned(words, terms)]


async def test_no_page_rates_or_counts_who_reviews(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    await ana.send(f"/review/items/{await next_of(ana)}/verdict", verdict="skip")
    for path in ("/review", f"/review/{QUEUE}", f"/review/items/{item(1).id}"):
        _, text = await ana.get(path)
        bare = re.sub(r"<[^>]+>", " ", text)
        assert not banned(bare, messages("en").banned_terms), path
        assert not re.search(r"per (hour|minute|day)|today|streak|you decided \d", bare)


async def test_each_gets_another_and_the_next_follows_by_itself(start: Start, person: Visit) -> None:
    running = await begun(start, *(item(n) for n in (1, 2, 3)))
    ana, ben = await arrived(running, person), await arrived(running, person, "ben")
    first, second = await next_of(ana), await next_of(ben)
    assert {first, second} == {item(1).id, item(2).id}
    assert await next_of(ana) == first
    _, text = await ben.get(f"/review/items/{first}")
    assert "Somebody else has this item" in text
    assert (await ben.send(f"/review/items/{first}/take")).status == 409
    assert (await ben.send(f"/review/items/{first}/hold")).status == 409
    assert (await ana.send(f"/review/items/{first}/hold")).status == 204
    refused = await ben.send(f"/review/items/{first}/verdict", verdict="agree", reason="x")
    assert refused.status == 409
    answer = await ana.send(f"/review/items/{first}/verdict", verdict="agree", reason="x")
    assert (answer.status, path_of(answer.headers["Location"])) == (303, item(3).id)
    answer = await ana.send(f"/review/items/{item(3).id}/release")
    assert answer.headers["Location"] == f"/review/{QUEUE}"
    answer = await ben.send(f"/review/items/{second}/verdict", verdict="skip")
    assert path_of(answer.headers["Location"]) == item(3).id


async def test_an_item_shows_what_is_known_and_what_is_not(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    _, text = await ana.get(f"/review/items/{await next_of(ana)}")
    assert "says AI made it &lt;b&gt;" in text
    assert "smaller than 256 px" in text
    assert 'href="https://example.org/post/1" rel="noopener noreferrer"' in text
    assert "The picture is not kept: open the post" in text
    assert "absence is not a finding" in text


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1), item(2, process=None, label=None)), person)
    id = await next_of(ana)
    path = f"/review/items/{id}/verdict"
    for fields, said in (
        ({"verdict": "disagree", "reason": REASONS[0]}, "Choose how this image was made"),
        ({"verdict": "disagree", "process": "painted", "reason": "x"}, "How an image was made is one of"),
        ({"verdict": "agree", "reason": "x", "words": "y" * 500}, "The reason has 1 to 500 characters"),
        ({"verdict": "agree", "reason": "x", "expires": "soon"}, "A day is written as"),
        ({"verdict": "agree", "reason": "x", "expires": "2001-01-01"}, "This day is over"),
        ({"verdict": "x", "reason": "x"}, "A verdict is one of"),
        ({"verdict": "agree", "reason": "x", f"with-{'f' * 32}": "1"}, "no copy of this one"),
    ):
        async with ana.session.post(
            ana.origin + path,
            data={"form": ana.form, "note": "my note", **fields},
            headers={"Origin": ana.origin},
            allow_redirects=False,
        ) as answer:
            text = await answer.text()
        assert answer.status == 400, fields
        assert said in text
        assert 'value="my note"' in text
    assert [row async for row in ana.running.services.store.log.rows()] == []
    assert (await ana.send(path, verdict="unsure", note="dark")).status == 303
    status = (await ana.send(f"/review/items/{item(2).id}/verdict", verdict="agree", reason="x")).status
    assert status == 400, "there is no label to agree with"


async def test_copies_are_decided_together_and_only_copies(start: Start, person: Visit) -> None:
    far = f"{2**200 - 1:064x}"
    items = [item(1), item(9), item(17), replace(item(2), pdq=far), item(25, kind=ItemKind.APPEAL)]
    running = await begun(start, *items)
    ana = await arrived(running, person)
    _, text = await ana.get(f"/review/items/{await next_of(ana)}")
    offered = set(re.findall(r'name="with-([0-9a-f]{32})"', text))
    assert offered == {item(9).id, item(17).id}
    ticked = {f"with-{id}": "1" for id in offered}
    path = f"/review/items/{item(1).id}/verdict"
    answer = await ana.send(path, verdict="disagree", process="captured", reason="x", **ticked)
    assert path_of(answer.headers["Location"]) == item(2).id
    store = running.services.store
    for n in (1, 9, 17):
        [made] = await store.cases.decisions(item(n).sha256)
        assert made.verdict == "captured"
    assert await store.cases.decisions(item(2).sha256) == []


@pytest.mark.parametrize(
    ("process", "reason"),
    [
        ("captured", "The evidence on record supports this."),
        ("no_finding", "The evidence on record is not enough."),
    ],
)
async def test_the_usual_reason_fits_the_verdict(
    start: Start, person: Visit, process: str, reason: str
) -> None:
    ana = await arrived(await begun(start, item(1), item(2)), person)
    answer = await ana.send(
        f"/review/items/{await next_of(ana)}/verdict", verdict="disagree", process=process, reason=""
    )
    [made] = await ana.running.services.store.cases.decisions(item(1).sha256)
    assert (made.verdict, made.reason) == (process, reason)
    _, text = await ana.get(answer.headers["Location"])
    assert f"You said of {item(1).sha256[:8]}: {MADE[process]}." in text


@pytest.mark.parametrize("verdict", VERDICTS)
async def test_a_case_has_its_page_whatever_was_said_of_it(start: Start, person: Visit, verdict: str) -> None:
    running = await begun(start, item(1), item(2))
    ana, lee = await arrived(running, person), await arrived(running, person, "lee", Role.OPERATOR)
    id = await next_of(ana)
    fields = {"process": "captured"} if verdict == "disagree" else {}
    assert (await ana.send(f"/review/items/{id}/verdict", verdict=verdict, **fields)).status == 303
    for someone in (ana, lee):
        assert (await someone.get(f"/review/items/{id}"))[0] == 200
    if verdict != PROTECTED:
        await ana.send("/review/mine/undo")
        for someone in (ana, lee):
            status, text = await someone.get(f"/review/items/{id}")
            assert (status, "took back row 1" in text) == (200, True)


async def test_what_somebody_else_said_is_not_told(start: Start, person: Visit) -> None:
    running = await begun(start, item(1), item(2))
    ana, ben = await arrived(running, person), await arrived(running, person, "ben")
    await ana.send(f"/review/items/{await next_of(ana)}/verdict", verdict="agree", reason="x")
    _, text = await ben.get(f"/review/items/{item(2).id}?after={item(1).id}")
    assert "You said" not in text
    assert (await ben.get(f"/review/items/{item(2).id}?after={'x' * 99}"))[0] == 200


async def test_undo_brings_the_item_back(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1), item(2)), person)
    id = await next_of(ana)
    await ana.send(f"/review/items/{id}/verdict", verdict="agree", reason="x")
    answer = await ana.send("/review/mine/undo")
    assert path_of(answer.headers["Location"]) == id
    _, text = await ana.get(answer.headers["Location"])
    assert "took back row 1" in text
    assert f"Of {item(1).sha256[:8]} you say nothing now" in text
    assert (await ana.send("/review/mine/undo")).status == 204, "what is typed there stays"
    assert (await ana.send("/review/mine/undo", number="1")).status == 409
    assert (await ana.send("/review/mine/undo", number="x")).status == 400


async def test_protected_leads_to_help_and_shows_nothing_more(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    id = await next_of(ana)
    answer = await ana.send(f"/review/items/{id}/verdict", verdict="protected")
    assert path_of(answer.headers["Location"]) == id
    _, text = await ana.get(f"/review/items/{id}")
    assert "listed as protected" in text
    assert "stopncii.org" in text.lower()
    for gone in ("Text stored in this file", "example.org/post", "File data says"):
        assert gone not in text


async def test_a_blind_look_shows_nothing_of_the_first(start: Start, person: Visit) -> None:
    running = await begun(start, item(1))
    ana, ben = await arrived(running, person), await arrived(running, person, "ben")
    await ana.send(f"/review/items/{await next_of(ana)}/verdict", verdict="agree", reason="my reason")
    blind = item(7, kind=ItemKind.SECOND, queue="second", sha256=item(1).sha256, first=item(1).id)
    await running.services.store.review.put([blind])
    assert (await ana.send("/review/second/next")).headers["Location"] == "/review/second"
    _, text = await ben.get(f"/review/items/{await next_of(ben, 'second')}")
    for hidden in ("my reason", "says AI made it", "File data says", "The label fits", "History"):
        assert hidden not in text
    _, text = await ben.get("/review/second")
    assert "File data says" not in text


async def test_roles(start: Start, person: Visit) -> None:
    settle = item(3, kind=ItemKind.SETTLE, queue="settle")
    running = await begun(start, item(1), settle)
    path = f"/review/items/{item(1).id}"
    for role in sorted(STAFF):
        ana = await arrived(running, person, f"a-{role}", role)
        assert (await ana.get(path))[0] == (200 if role in SEE_REVIEW else 403)
        leads = role in {Role.LEAD, Role.OPERATOR}
        _, text = await ana.get("/review")
        assert ("How far reviewers agree" in text) is leads
        await ana.get("/account")
        assert (await ana.send(f"{path}/assign", to="nobody")).status == (404 if leads else 403)
        assert (await ana.send("/review/settle/next")).status == (
            303 if leads else 404 if role is Role.MODERATOR else 403
        )
        if role is Role.VIEWER:
            assert (await ana.send(f"{path}/verdict", verdict="skip")).status == 403
            assert "Your role looks on" in (await ana.get(path))[1]
        if role is Role.OPERATOR:
            break
    assert [row async for row in running.services.store.log.rows()] == []


async def test_a_lead_keeps_an_item_for_somebody(start: Start, person: Visit) -> None:
    running = await begun(start, item(1))
    ben, lea = await arrived(running, person, "ben"), await arrived(running, person, "lea", Role.LEAD)
    _, text = await lea.get(f"/review/items/{item(1).id}")
    assert "<option>ben</option>" in text
    await lea.send(f"/review/items/{item(1).id}/assign", to="ben")
    assert await next_of(lea) == QUEUE
    assert await next_of(ben) == item(1).id
    [row] = [row async for row in running.services.store.log.rows()]
    assert "ben" not in row.data
    assert "lea" not in row.who


async def test_how_pictures_look_is_remembered_by_the_browser(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    answer = await ana.send("/review/mine/look", size="100", grey="1", back="/review")
    assert answer.headers["Location"] == "/review"
    assert ana.cookies()["look"] == "0.1.100"
    assert (await ana.send("/review/mine/look", size="7", back="https://example.org")).headers[
        "Location"
    ] == "/review"
    assert ana.cookies()["look"] == "0.0.50"


async def test_a_pause_is_spoken_of_once_and_kindly(
    start: Start, person: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    assert "A pause is part" not in (await ana.get("/review"))[1]

    async def busy(*_: object) -> list[int]:
        import time

        return [int(time.time()) - 300 * n for n in range(20)]

    monkeypatch.setattr("colophon.store.review_items.ReviewTable.busy_since", busy)
    assert "a pause is part of the work" in (await ana.get("/review"))[1]
    await ana.send("/review/mine/rest", back="/review")
    assert "a pause is part of the work" not in (await ana.get("/review"))[1]


def test_work_is_counted_from_the_last_pause() -> None:
    assert worked([], 1000) == 0
    assert worked([990, 900, 500], 1000) == 500
    assert worked([990, 300, 200], 1000) == 10
    assert worked([100], 1000) == 0


async def test_queues_that_are_none_are_refused(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start), person)
    for name in ("nothing", "audit:", "audit:A b", "audit:" + "x" * 61):
        assert (await ana.get(f"/review/{name}"))[0] == 400
        assert (await ana.send(f"/review/{name}/next")).status == 400
    assert (await ana.get(f"/review/items/{'0' * 32}"))[0] == 404
    assert (await ana.get("/review/items/x"))[0] == 400
    assert (await ana.get("/review/audit:new"))[0] == 200
    assert (await ana.get("/review/contests?page=x"))[0] == 400


async def test_one_time_links_review_under_a_name_of_their_session(start: Start, person: Visit) -> None:
    running = await begun(start, item(1), item(2))
    people = []
    for _ in range(2):
        someone = await person(running)
        await someone.use_code(await running.services.pairing.new_code(Role.OPERATOR))
        await someone.get("/review")
        people.append(someone)
    assert {await next_of(one) for one in people} == {item(1).id, item(2).id}
    for one in await running.services.store.review.some([item(1).id, item(2).id]):
        assert one.state is ItemState.HELD
        assert re.fullmatch(r"link-[0-9a-f]{10}", one.holder or "")
