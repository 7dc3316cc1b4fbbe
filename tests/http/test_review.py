"""Contests and decisions, and that readers see them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.http.test_disclosures import changes, disclose
from tests.http.test_images import lookup, put
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, photo, recompressed, sha256

from colophon.checks.base import Report
from colophon.config import Limits
from colophon.evidence import Band, Confidence, Evidence, Process, Rank, Source
from colophon.roles import Role

LOUD = Evidence(
    Source.DETECTOR,
    Process.AI_GENERATED,
    Confidence.ESTIMATED,
    Rank.DETECTOR,
    details={"band": Band.HIGH, "may_label": True},
)
QUICK = replace(Limits(), changes_seconds=0.05)


async def post(
    running: Running, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    async with running.client.post(path, json=body, headers=headers or running.headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def get(running: Running, path: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    async with running.client.get(path, headers=headers or running.headers) as answer:
        assert answer.status == 200, await answer.text()
        return dict(await answer.json())


async def moderated(start: Start, *checks: FakeCheck, **settings: Any) -> tuple[Running, dict[str, str]]:
    running = await start(*checks, copies=True, **settings)
    return running, await running.token_of(Role.MODERATOR)


async def test_a_decision_is_what_readers_see_and_the_log_keeps_it(start: Start) -> None:
    running, moderator = await moderated(start)
    data, other = photo(1), photo(2)
    for each in (data, other):
        await put(running, each)
    body = {
        "sha256": sha256(data),
        "verdict": "captured",
        "reason": "the file of the camera",
        "note": "asked",
    }
    status, made = await post(running, "/v1/decisions", body, moderator)
    assert (status, made["verdict"], made["team"]) == (201, "captured", "Reviewers")
    assert "note" not in made
    [known] = await lookup(running, {"sha256": sha256(data)})
    assert not known["known"], "what was found before no longer holds"
    _, seen = await put(running, data)
    assert seen["label"]["id"] == "captured.moderator"
    assert "the file of the camera" in seen["label"]["explanation"]
    assert (await put(running, recompressed(data)))[1]["label"] is None, "only this very file"
    assert (await put(running, other))[1]["label"] is None
    assert (await get(running, f"/v1/decisions?sha256={sha256(data)}"))["decisions"] == [made]


async def test_a_later_decision_takes_the_place_of_an_earlier_one(start: Start) -> None:
    running, moderator = await moderated(start)
    data = photo(1)
    for verdict in ("ai_generated", "no_finding"):
        body = {"sha256": sha256(data), "verdict": verdict, "reason": "looked"}
        assert (await post(running, "/v1/decisions", body, moderator))[0] == 201
    _, seen = await put(running, data)
    assert seen["label"] is None
    assert [row["process"] for row in seen["evidence"]] == ["unknown"]
    assert len((await get(running, f"/v1/decisions?sha256={sha256(data)}"))["decisions"]) == 2


async def test_a_decision_reaches_near_copies_where_that_is_asked(start: Start) -> None:
    running, moderator = await moderated(start)
    data = photo(1)
    body = {"sha256": sha256(data), "verdict": "ai_generated", "reason": "looked", "near": True}
    status, refused = await post(running, "/v1/decisions", body, moderator)
    assert status == 409
    assert "colophon registry add" in refused["detail"]
    await disclose(running, data)
    assert (await post(running, "/v1/decisions", body, moderator))[0] == 201
    assert (await put(running, recompressed(data)))[1]["label"]["id"] == "ai_generated.moderator"


async def test_a_decision_ends_with_its_last_day(start: Start) -> None:
    running, moderator = await moderated(start)
    today = datetime.now(UTC).date()
    for days, label in ((0, "ai_generated.moderator"), (-1, None)):
        data = photo(10 + days)
        expires = (today + timedelta(days)).isoformat()
        body = {"sha256": sha256(data), "verdict": "ai_generated", "reason": "looked", "expires": expires}
        assert (await post(running, "/v1/decisions", body, moderator))[0] == 201
        shown = (await put(running, data))[1]["label"]
        assert (shown["id"] if shown else None) == label


async def test_a_contested_estimate_is_withdrawn_until_it_is_reviewed(start: Start) -> None:
    check = FakeCheck(say=lambda _: Report((LOUD,)))
    running, moderator = await moderated(start, check, detector_chip=True)
    data = photo(1)
    assert (await put(running, data))[1]["label"]["id"] == "ai_generated.detector"
    asked = {"sha256": sha256(data), "label": "ai_generated.detector", "reason": "I took this"}
    status, case = await post(running, "/v1/contests", asked)
    assert (status, case["state"]) == (201, "open")
    assert (await put(running, data))[1]["label"] is None
    assert [c["reason"] for c in (await get(running, "/v1/contests", moderator))["contests"]] == [
        "I took this"
    ]
    kept = {"contest": case["case"], "verdict": "keep", "reason": "patterns remain"}
    assert (await post(running, "/v1/decisions", kept, moderator))[0] == 201
    assert await get(running, f"/v1/contests/{case['case']}") == {
        "case": case["case"],
        "state": "kept",
        "answer": "patterns remain",
    }
    assert (await put(running, data))[1]["label"]["id"] == "ai_generated.detector"
    assert (await post(running, "/v1/decisions", kept, moderator))[0] == 409


async def test_open_cases_are_told_in_pages(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colophon.http.review.PAGE", 2)
    running, moderator = await moderated(start)
    cases = []
    for number in range(5):
        asked = {"sha256": f"{number:064}", "label": "ai_generated.creator", "reason": "not so"}
        cases.append((await post(running, "/v1/contests", asked))[1]["case"])
    told, after = [], 0
    while page := (await get(running, f"/v1/contests?after={after}", moderator))["contests"]:
        assert len(page) <= 2
        told += [row["case"] for row in page]
        after = page[-1]["number"]
    assert told == cases
    for asked_for in ("after=x", "case=1234567", "case=%25%25%25%25%25%25%25%25"):
        async with running.client.get(f"/v1/contests?{asked_for}", headers=moderator) as answer:
            assert answer.status == 400


async def test_reviewers_find_a_case_by_what_readers_are_shown_of_its_number(start: Start) -> None:
    running, moderator = await moderated(start)
    cases = []
    for number in range(2):
        asked = {"sha256": f"{number:064}", "label": "ai_generated.creator", "reason": "not so"}
        cases.append((await post(running, "/v1/contests", asked))[1]["case"])
    for case in cases:
        found = await get(running, f"/v1/contests?case={case[:8]}", moderator)
        assert [row["case"] for row in found["contests"]] == [case]


async def test_a_contest_can_change_what_everybody_sees(start: Start) -> None:
    running, moderator = await moderated(start, shared=True)
    data = photo(1)
    await disclose(running, data, moderator)
    assert (await put(running, data))[1]["label"]["id"] == "ai_generated.registry_creator"
    asked = {"sha256": sha256(data), "label": "ai_generated.registry_creator", "reason": "a photo of mine"}
    _, case = await post(running, "/v1/contests", asked)
    answer = {"contest": case["case"], "verdict": "captured", "reason": "the negative was shown"}
    assert (await post(running, "/v1/decisions", answer, moderator))[0] == 201
    assert (await get(running, f"/v1/contests/{case['case']}"))["state"] == "changed"
    assert (await put(running, data))[1]["label"]["id"] == "captured.moderator"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"sha256": "0" * 64, "verdict": "accept", "reason": "x"}, 400),
        ({"entry": "0" * 32, "verdict": "captured", "reason": "x"}, 400),
        ({"entry": "0" * 32, "sha256": "0" * 64, "verdict": "accept", "reason": "x"}, 400),
        ({"sha256": "0" * 64, "verdict": "keep", "reason": "x"}, 400),
        ({"sha256": "0" * 64, "verdict": "captured", "reason": ""}, 400),
        ({"sha256": "0" * 64, "verdict": "captured", "reason": "x", "expires": "2026-02-30"}, 400),
        ({"entry": "0" * 32, "verdict": "accept", "reason": "x"}, 404),
        ({"contest": "0" * 32, "verdict": "keep", "reason": "x"}, 404),
    ],
)
async def test_what_does_not_fit_is_refused(start: Start, body: dict[str, Any], status: int) -> None:
    running, moderator = await moderated(start)
    actual, problem = await post(running, "/v1/decisions", body, moderator)
    assert actual == status
    assert problem["detail"]
    assert len(running.services.registry) == 0


async def test_readers_cannot_decide_or_list(start: Start) -> None:
    running = await start(copies=True)
    body = {"sha256": "0" * 64, "verdict": "captured", "reason": "x"}
    assert (await post(running, "/v1/decisions", body))[0] == 403
    for path in ("/v1/contests", "/v1/registry/entries"):
        async with running.client.get(path, headers=running.headers) as answer:
            assert answer.status == 403


async def test_entries_are_listed_by_state_without_their_hashes(start: Start) -> None:
    running, moderator = await moderated(start, shared=True)
    await disclose(running, photo(1))
    await disclose(running, photo(2), moderator)
    waiting = (await get(running, "/v1/registry/entries", moderator))["entries"]
    active = (await get(running, "/v1/registry/entries?state=active", moderator))["entries"]
    assert [(e["sha256"], e["state"]) for e in waiting] == [(sha256(photo(1)), "waiting")]
    assert [(e["sha256"], e["state"]) for e in active] == [(sha256(photo(2)), "active")]
    assert not {"sketch", "owner"} & waiting[0].keys()
    after = waiting[0]["number"]
    assert (await get(running, f"/v1/registry/entries?after={after}", moderator))["entries"] == []


async def test_a_question_about_changes_is_held_until_something_changes(start: Start) -> None:
    running, data = await start(copies=True), photo(1)
    before = (await changes(running))["generation"]
    held = asyncio.create_task(changes(running, before))
    await disclose(running, data)
    assert await held == {"generation": before + 1, "sha256": [sha256(data)], "all": False}


async def test_a_quiet_time_ends_with_nothing(start: Start) -> None:
    running = await start(copies=True, limits=QUICK)
    before = await changes(running)
    assert await changes(running, before["generation"]) == before


async def test_what_another_process_adds_is_seen_here(start: Start) -> None:
    one, two = await start(copies=True), await start(copies=True)
    original = photo(1)
    copy = recompressed(original)
    assert (await put(two, copy))[1]["label"] is None
    await two.services.pipeline.flush()
    before = (await changes(two))["generation"]
    await disclose(one, original)
    told = await changes(two, before)  # held until the other process has looked
    assert sha256(copy) in told["sha256"]
    assert not (await lookup(two, {"sha256": sha256(copy)}))[0]["known"]
    assert (await put(two, copy))[1]["label"]["id"] == "ai_generated.registry_creator"


@pytest.mark.parametrize("since", ["x", "-1", "1.5", str(2**53), "9" * 5000])
async def test_a_generation_is_a_number(start: Start, since: str) -> None:
    running = await start()
    async with running.client.get(f"/v1/changes?since={since}", headers=running.headers) as answer:
        assert answer.status in {400, 414}
