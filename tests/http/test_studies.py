"""Taking part in a study: nothing is recorded without consent, everything once, all of it can be undone."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import pytest
from aiohttp import ClientSession
from tests.http_fixtures import Start
from tests.pictures import FakeCheck, picture, sha256
from tests.study.studies import study_data
from tests.study.taking_part import (
    T,
    asked,
    batch,
    get,
    joined,
    number,
    open_study,
    participant_code,
    post,
    recorded,
    seen,
)

from colophon.config import Limits
from colophon.errors import Conflict, Overloaded
from colophon.http.admission import Places
from colophon.pairing.codes import hash_code
from colophon.store.studies import StudyState
from colophon.study.enrolment import Studies
from colophon.study.spec.frozen import identity
from colophon.study.wire import EnrolIn

QUESTIONS = [
    {"name": "belief", "type": "scale", "points": 7, "text": {"en": "?"}, "low": {"en": "0"},
     "high": {"en": "9"}, "expect": 3},
    {"name": "meaning", "type": "single", "text": {"en": "?"}, "correct": "made",
     "options": [{"value": v, "text": {"en": v}} for v in ("made", "edited")]},
    {"name": "words", "type": "text", "text": {"en": "?"}, "max_chars": 9},
]  # fmt: skip
SURVEY = {
    "name": "probe",
    "when": "item",
    "title": {"en": "One image"},
    "questions": QUESTIONS,
    "note": "secret",
}


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A study is read again for every request."""
    monkeypatch.setattr("colophon.study.enrolment.KEPT_SECONDS", -1.0)


async def test_who_was_invited_reads_what_it_is_about(start: Start) -> None:
    running = await start()
    factors = study_data()["factors"]
    factors[0]["levels"][0]["note"] = "secret"
    made, code = await open_study(running, surveys=[SURVEY], debrief={"en": "secret"}, factors=factors)
    status, answer = await get(running, f"?code={code}")
    assert status == 200
    assert answer["consent"]["en"] == {"text": "You may take part.", "sha256": made.consent_sha256("en")}
    told = answer["freeze"], answer["state"], answer["title"]["en"]
    assert told == (identity(made), "enrolling", "A small study")
    assert [level["treatment"]["detail"] for level in answer["factors"][0]["levels"]] == [
        "short",
        "short_source",
    ]
    assert answer["exposure"] == {"ratio": 0.5, "milliseconds": 1000, "focused": True}
    questions = answer["surveys"][0]["questions"]
    assert [q.get("correct", q.get("expect")) for q in questions] == [None] * 3, "no right answers"
    assert "secret" not in json.dumps(answer)
    for wrong in ("", "?code=AAAA-AAAA-AAAA", "?code="):
        assert (await get(running, wrong))[0] == 404
    assert (await get(running, f"?code={code}", id="other-study"))[0] == 404
    one = await joined(running, made, code)
    assert (await get(running, "", one["token"]))[0] == 200
    assert (await get(running, "", "wrong"))[0] == 401


async def test_the_same_code_gets_the_same_answer(start: Start) -> None:
    running = await start()
    made, code = await open_study(running, uses=3)
    first = await joined(running, made, code)
    assert await joined(running, made, code) == first
    later = await start()  # another process
    assert await joined(later, made, code) == first
    both = await asyncio.gather(*(joined(running, made, code, 2) for _ in range(5)))
    assert all(one == both[0] for one in both)
    assert both[0]["token"] != first["token"]
    assert first["enrolled_at"] + 7 * 86_400_000 == first["treatment_ends"]
    text = json.dumps(first)
    assert participant_code(1) not in text
    async with running.services.store.engine.connect() as connection:
        dump = str((await connection.exec_driver_sql("SELECT * FROM study_participants")).all())
    assert participant_code(1) not in dump
    assert first["token"] not in dump
    assert code not in dump


async def test_nobody_is_enrolled_without_consent(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    given = asked(made, code)["consent"]
    for wrong, words in (
        (given | {"adult": False}, "of age"),
        (given | {"sha256": "0" * 64}, "read it anew"),
        (given | {"locale": "es"}, "read it anew"),
    ):
        status, answer = await post(running, "participants", asked(made, code, consent=wrong))
        assert (status, words in answer["detail"]) == (403, True)
    assert (await post(running, "participants", asked(made, "AAAA-AAAA-AAAA")))[0] == 404
    assert (await post(running, "participants", asked(made, code, participant="short")))[0] == 400
    assert (await running.services.store.studies.all())[0][1] == 0


async def test_codes_run_out_and_studies_fill_up(start: Start) -> None:
    running = await start()
    made, code = await open_study(running, uses=3, stopping={"rule": "fixed", "n": 2})
    for seed in (1, 2):
        await joined(running, made, code, seed)
    status, answer = await post(running, "participants", asked(made, code, 3))
    assert (status, answer["detail"]) == (409, "this study has the 2 participants it wanted")
    assert (await post(running, "participants", asked(made, code, 2)))[0] == 201, "who is in it stays in it"
    other, link = await open_study(running, uses=1, id="other-study")
    assert (await post(running, "participants", asked(other, link, 1), id="other-study"))[0] == 201
    status, answer = await post(running, "participants", asked(other, link, 2), id="other-study")
    assert (status, "ask who invited you" in answer["detail"]) == (403, True)


async def test_strata_are_balanced_and_the_holdout_is_outside(start: Start) -> None:
    running = await start()
    made, code = await open_study(
        running, strata={"by": ["platform"], "block": 4}, holdout={"share": 0.25}, uses=1000
    )
    arms: dict[str, Counter[str]] = {"mastodon": Counter(), "bluesky": Counter()}
    outside = 0
    for seed in range(60):
        platform = "mastodon" if seed % 3 else "bluesky"
        status, one = await post(running, "participants", asked(made, code, seed, platform=platform))
        assert status == 201
        outside += one["holdout"]
        assert bool(one["levels"]) is not one["holdout"]
        arms[platform].update(one["levels"].values())
        assert abs(arms[platform]["plain"] - arms[platform]["source"]) <= 2, "at every moment"
    assert 5 <= outside <= 25


async def test_events_need_consent_first(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    for token in (None, "wrong", running.token):
        assert (await post(running, "events", batch(seen(1)), token))[0] == 401
    assert await number(running) == 0
    one = await joined(running, made, code)
    assert await post(running, "events", batch(seen(1), seen(2)), one["token"]) == (
        200, {"accepted": 2, "duplicates": 0, "refused": []},
    )  # fmt: skip
    await open_study(running, id="other-study")
    assert (await post(running, "events", batch(seen(3)), one["token"], id="other-study"))[0] == 401
    assert (await post(running, "events", batch(seen(3)), one["token"], id="no-study"))[0] == 404
    assert await number(running) == 2
    assert await number(running, "other-study") == 0


async def test_what_is_sent_again_is_recorded_once(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    sent = [batch(seen(3), seen(1), seen(1)), batch(seen(1), seen(2)), batch(seen(1), session="session2")]
    answers = [await post(running, "events", one, token) for one in sent * 2]
    told = [(a["accepted"], a["duplicates"]) for _, a in answers]
    assert told == [(2, 1), (1, 1), (1, 0), (0, 3), (0, 2), (0, 1)]
    assert await number(running) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        seen(1, kind="listened"),
        seen(1, item="http://example.org"),
        seen(1, place=0),
        seen(-1),
        seen(1, t=12),
        seen(1, t=4_200_000_000_000),
        seen(1, data={"visible_ms": -1, "longest_ms": 2}),
        seen(1, data={"visible_ms": 1, "longest_ms": 2, "url": "https://example.org/a"}),
        seen(1) | {"participant": "0" * 16},
    ],
)
async def test_one_malformed_event_refuses_the_batch(start: Start, wrong: dict[str, Any]) -> None:
    running = await start()
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    status, answer = await post(running, "events", batch(seen(7), wrong), token)
    assert (status, answer["detail"].startswith("events.1")) == (400, True)
    assert await number(running) == 0


async def test_hostile_bodies(start: Start) -> None:
    running = await start(limits=Limits(study_bytes=4000, deadline_seconds=0.3))
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    headers = {"Authorization": f"Bearer {token}"}
    bodies = {
        b"": 400, b"[]": 400, b'{"events": ' + b"[" * 3000: 400, b"\xff\xfe": 400, b"[1e999]": 400,
        b"x" * 4001: 413,
    }  # fmt: skip
    for body, expected in bodies.items():
        async with running.client.post(
            "/v1/studies/small-study/events", data=body, headers=headers
        ) as answer:
            assert (answer.status, answer.content_type) == (expected, "application/problem+json")
    many = batch(*(seen(n, data={"visible_ms": 0, "longest_ms": 0}) for n in range(201)))
    assert (await post(running, "events", many, token))[0] == 413
    assert (await post(running, "events", batch(), token))[0] == 400
    assert await number(running) == 0


async def test_a_request_has_at_most_so_many_events(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    status, answer = await post(running, "events", batch(*map(seen, range(201))), token)
    assert (status, "200" in answer["detail"]) == (400, True)
    assert (await post(running, "events", batch(*map(seen, range(200))), token))[1]["accepted"] == 200


async def test_clocks_that_are_wrong_are_kept_as_they_are(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    moments = (1_600_000_000_000, T, 4_100_000_000_000)
    sent = batch(*(seen(n, t=t) for n, t in enumerate(moments)))
    assert (await post(running, "events", sent, token))[1]["accepted"] == 3
    rows = await recorded(running.services.store)
    assert sorted(int(row["t"]) for row in rows) == list(moments)
    assert len({row["received"] for row in rows}) == 1


async def test_events_of_another_arm_are_refused_by_themselves(start: Start) -> None:
    running = await start()
    made, code = await open_study(running, surveys=[SURVEY])
    one = await joined(running, made, code)
    other = {"detail": "plain" if one["levels"] == {"detail": "source"} else "source"}
    data = {"platform": "mastodon", "phase": "treatment", "levels": other}
    right = data | {"levels": one["levels"]}
    assigned = {"unit": "participant", "levels": other}
    answer = {"survey": "probe", "question": "belief", "answer": 7, "rt_ms": 5}

    def said(seq: int, kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"seq": seq, "kind": kind, "t": T, "data": data, **more}

    item = {"item": "0" * 16, "place": 1}
    status, told = await post(
        running,
        "events",
        batch(
            said(1, "eligible", data, **item),
            said(2, "eligible", right, **item),
            said(3, "eligible", right | {"levels": {"nothing": "plain"}}, **item),
            said(4, "assigned", assigned),
            said(5, "assigned", assigned | {"levels": one["levels"]}),
            said(6, "assigned", assigned | {"levels": one["levels"], "holdout": True}),
            said(7, "survey_answered", answer),
            said(8, "survey_answered", answer | {"answer": 8}),
            said(9, "survey_answered", answer | {"question": "meaning", "answer": "made"}),
            said(10, "survey_answered", answer | {"question": "meaning", "answer": "other"}),
            said(11, "survey_answered", answer | {"question": "words", "answer": "a\0 longer"}),
            said(12, "survey_answered", answer | {"question": "words", "answer": "much longer"}),
            said(13, "survey_shown", {"survey": "nothing"}),
            said(14, "consent", {"sha256": "0" * 64, "locale": "en"}),
            said(15, "consent", {"sha256": made.consent_sha256("en"), "locale": "en"}),
        ),
        one["token"],
    )
    assert status == 200
    assert {r["seq"]: r["why"] for r in told["refused"]} == {
        1: "arm", 3: "arm", 4: "arm", 6: "arm", 8: "survey", 10: "survey", 12: "survey", 13: "survey",
        14: "consent",
    }  # fmt: skip
    assert told["accepted"] == 6
    assert await number(running) == 6


async def test_withdrawal_undoes_everything(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    one, two = await joined(running, made, code, 1), await joined(running, made, code, 2)
    for each in (one, two):
        await post(running, "events", batch(seen(1), seen(2)), each["token"])
    assert await post(running, "withdrawal", {}, one["token"]) == (200, {"debrief": None})
    assert await number(running) == 2
    for path, body in (("events", batch(seen(3))), ("withdrawal", {})):
        assert (await post(running, path, body, one["token"]))[0] == 401
    assert (await get(running, "/state", one["token"]))[0] == 401
    # the event of this name means the same
    withdraw = {"seq": 9, "kind": "withdraw", "t": T, "data": {}}
    assert (await post(running, "events", batch(seen(4), withdraw), two["token"]))[0] == 200
    assert await number(running) == 0
    assert sum(n for _, n in await running.services.store.participants.withdrawals(made.id)) == 2


async def test_a_closed_study_takes_nothing_and_then_says_what_it_was_about(
    start: Start, no_wait: None
) -> None:
    running = await start()
    made, code = await open_study(running, debrief={"en": "We compared two labels."})
    one = await joined(running, made, code)
    assert (await get(running, "/state", one["token"]))[1]["debrief"] is None
    store = running.services.store.studies
    await store.advance(made.id, StudyState.CLOSED)
    assert (await post(running, "events", batch(seen(1)), one["token"]))[0] == 409
    assert (await post(running, "participants", asked(made, code, 2)))[0] == 409
    assert (await get(running, "/state", one["token"]))[1]["state"] == "closed"
    await store.advance(made.id, StudyState.DEBRIEFED)
    state = (await get(running, "/state", one["token"]))[1]
    assert state["debrief"] == {"altered": False, "text": "We compared two labels."}
    assert await number(running) == 0
    assert (await post(running, "withdrawal", {}, one["token"]))[0] == 200, "one can always leave"


async def test_after_its_last_day_a_study_is_closed_by_itself(start: Start) -> None:
    running = await start()
    made, code = await open_study(
        running, dates={"opens": "2027-01-05", "closes": "2027-01-10", "retention": "2028-01-01"}
    )
    services, day = running.services, 86_400
    first = 1_799_107_200  # 2027-01-05

    async def told(now: float, body: dict[str, Any]) -> str:
        studies = Studies(services.store, services.shared, services.config.limits, lambda: now)
        try:
            await studies.enrol(made.id, EnrolIn.model_validate(body))
        except Conflict as error:
            return str(error)
        return (await studies.read(made.id, code, None)).state

    assert "opens on 2027-01-05" in await told(first - 1, asked(made, code, 1))
    assert await told(first, asked(made, code, 1)) == "enrolling"
    assert await told(first + 6 * day - 1, asked(made, code, 2)) == "enrolling"
    assert "its last day was 2027-01-10" in await told(first + 6 * day, asked(made, code, 3))
    assert await told(first + 6 * day, asked(made, code, 2)) == "closed"


async def test_who_saw_altered_labels_is_told_when_they_leave(start: Start) -> None:
    running = await start()
    labels = {"ai_generated.detector": {"en": {"short": "May mislead"}}}
    factors = study_data()["factors"]
    for level in factors[0]["levels"]:
        level["treatment"] = {"label_set": "warning"}
    made, code = await open_study(
        running, ethics="EK 12", debrief={"en": "The words were ours."}, factors=factors,
        label_sets={"warning": {"labels": labels, "departs_from_spec": True}},
    )  # fmt: skip
    assert (await get(running, f"?code={code}"))[1]["label_sets"]["warning"]["departs_from_spec"] is False
    one = await joined(running, made, code)
    _, left = await post(running, "withdrawal", {}, one["token"])
    assert left == {"debrief": {"altered": True, "text": "The words were ours."}}


async def test_previews_are_answered_and_not_recorded(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    assert await post(running, "events", batch(seen(1), preview=True), token) == (
        200, {"accepted": 0, "duplicates": 0, "refused": []},
    )  # fmt: skip
    await running.services.store.studies.add_code(hash_code("AAAA-BBBB-CCCC"), made.id, 1, 99, preview=True)
    tries = await joined(running, made, "AAAA-BBBB-CCCC", 2)
    assert tries["preview"]
    assert (await post(running, "events", batch(seen(1)), tries["token"]))[1]["accepted"] == 1
    assert await number(running) == 0


async def test_guesses_at_codes_are_counted(start: Start) -> None:
    running = await start(limits=Limits(wrong_codes_per_minute=2))
    _, code = await open_study(running)
    answers = [(await get(running, "?code=AAAA-AAAA-AAAA"))[0] for _ in range(3)]
    assert answers == [404, 404, 429]
    assert (await get(running, f"?code={code}"))[0] == 200, "the right one is taken all the same"


async def test_a_participant_has_so_many_events_a_day(start: Start) -> None:
    running = await start(limits=Limits(study_events_per_day=3))
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    assert (await post(running, "events", batch(seen(1), seen(2)), token))[0] == 200
    status, answer = await post(running, "events", batch(seen(3), seen(4)), token)
    assert (status, "3 events a day" in answer["detail"]) == (429, True)
    assert await number(running) == 2


async def test_lookups_are_answered_while_events_wait(start: Start) -> None:
    """All places are held by senders who dawdle: more are sent away at once, and pictures are looked up."""
    running = await start(FakeCheck(), limits=Limits(study_pending=2))
    made, code = await open_study(running)
    token = (await joined(running, made, code))["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    go_on = asyncio.Event()

    async def dawdle() -> Any:
        yield b'{"session": '
        await go_on.wait()
        yield b"}"

    url = running.client.make_url("/v1/studies/small-study/events")
    async with ClientSession() as slow:
        sending = [asyncio.create_task(slow.post(url, data=dawdle(), headers=headers)) for _ in range(2)]
        async with asyncio.timeout(20):
            while not running.services.study_places.full:  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.01)
        async with running.client.post(
            "/v1/studies/small-study/events", json=batch(seen(2)), headers=headers
        ) as full:
            assert (full.status, full.headers["Retry-After"]) == (503, "5")
        data = picture(1)
        path = f"/v1/images/{sha256(data)}"
        async with running.client.put(path, data=data, headers=running.headers) as answer:
            assert answer.status == 200
        assert (await post(running, "withdrawal", {}, token))[0] == 200, "one can always leave"
        go_on.set()
        for one in await asyncio.gather(*sending):
            assert one.status == 400
            one.release()
    assert (await get(running, f"?code={code}"))[0] == 200


def test_places_are_given_back() -> None:
    places = Places(1)
    with pytest.raises(KeyError), places.one():
        raise KeyError
    with places.one(), pytest.raises(Overloaded), places.one():
        pass
    with places.one():
        pass


async def test_web_pages_may_not_enrol_anybody(start: Start) -> None:
    running = await start()
    made, code = await open_study(running)
    headers = {"Origin": "https://example.org"}
    url = "/v1/studies/small-study/participants"
    async with running.client.post(url, json=asked(made, code), headers=headers) as answer:
        assert answer.status == 403
    assert (await running.services.store.studies.all())[0][1] == 0
