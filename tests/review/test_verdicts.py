"""A word about an item is what readers see, and taken back it is gone."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from typing import Any

import orjson
import pytest
from tests.http.test_images import put as send
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, photo, recompressed, sha256

from colophon.checks.base import Report
from colophon.errors import BadRequest, Conflict, NotFound, Refused
from colophon.evidence import Confidence, Evidence, Process, Rank, Source
from colophon.review.second_pass import SecondPass, derived
from colophon.review.verdicts import Said
from colophon.store.chain import first_misfit
from colophon.store.review_words import Item, ItemKind, ItemState, Person

ANA, BEN, LEAD = Person("ana"), Person("ben"), Person("lea", lead=True)
AI = Evidence(Source.METADATA, Process.AI_GENERATED, Confidence.STATED, Rank.UNSIGNED)
SHOWN: dict[str, Any] = {"label": "ai_generated.metadata", "process": "ai_generated"}


async def begun(start: Start, share: float = 0) -> Running:
    return await start(FakeCheck(say=lambda _: Report((AI,))), copies=True, second_pass=share)


async def queued(running: Running, n: int = 1, **more: Any) -> Item:
    """An item about a photo that readers have seen."""
    data = photo(n)
    await send(running, data)
    item = Item(f"{n:032x}", "audit:one", sha256(data), **{**SHOWN, **more})
    await running.services.store.review.put([item])
    return item


async def label(running: Running, n: int = 1) -> str:
    _, seen = await send(running, photo(n))
    return str(seen["label"]["id"] if seen["label"] else seen["status"])


async def log(running: Running) -> list[tuple[str, str, dict[str, Any]]]:
    store = running.services.store
    rows = [row async for row in store.log.rows()]
    assert first_misfit(rows, *await store.log.end()) is None
    return [(row.who, row.act, orjson.loads(row.data)) for row in rows]


async def test_agreeing_copies_what_the_label_says(start: Start) -> None:
    running = await begun(start)
    item = await queued(running)
    said = Said("agree", reason="the file says so", note="privately", expires=date(2999, 1, 1))
    await running.services.verdicts.give(ANA, item.id, said)
    assert await label(running) == "ai_generated.moderator"
    [(who, act, data)] = await log(running)
    assert (who, act, data["verdict"], data["process"]) == ("ana", "verdict", "agree", "ai_generated")
    assert (data["reason"], data["shown"]) == ("the file says so", "ai_generated.metadata")
    assert "privately" not in str(data)
    [made] = await running.services.store.cases.decisions(item.sha256)
    assert (made.note, made.id) == ("privately", data["decision"])


async def test_disagreeing_asks_for_a_process(start: Start) -> None:
    running = await begun(start)
    item, bare = await queued(running), await queued(running, 2, label=None, process=None)
    give = running.services.verdicts.give
    for id, wrong in (
        (item.id, Said("disagree", reason="x")),
        (item.id, Said("disagree", "painted", reason="x")),
        (item.id, Said("maybe", reason="x")),
        (bare.id, Said("agree", reason="x")),
    ):
        with pytest.raises(BadRequest):
            await give(ANA, id, wrong)
    with pytest.raises(NotFound):
        await give(ANA, "f" * 32, Said("skip"))
    assert await log(running) == []
    await give(ANA, item.id, Said("disagree", "captured", reason="the camera's own file"))
    assert await label(running) == "captured.moderator"
    await give(ANA, bare.id, Said("disagree", "no_finding", reason="nothing to see"))
    assert await label(running, 2) == "none"


async def test_undo_goes_back_step_by_step(start: Start) -> None:
    running = await begun(start)
    items = [await queued(running, n) for n in (1, 2, 3)]
    verdicts = running.services.verdicts
    await verdicts.give(ANA, items[0].id, Said("disagree", "captured", reason="x"))
    await verdicts.give(ANA, items[1].id, Said("skip"))
    await verdicts.give(ANA, items[2].id, Said("unsure"))
    await verdicts.give(BEN, items[1].id, Said("agree", reason="x"))
    assert await verdicts.take_back(ANA) == items[2].id
    with pytest.raises(Conflict, match="since"):
        await verdicts.take_back(ANA)
    assert await verdicts.take_back(BEN) == items[1].id
    state = [(one.state, one.holder) for one in await running.services.store.review.some([items[1].id])]
    assert state == [(ItemState.HELD, "ben")]
    assert await label(running, 1) == "captured.moderator"
    with pytest.raises(Refused):
        await verdicts.take_back(BEN, 1)
    assert await verdicts.take_back(LEAD, 1) == items[0].id
    assert await label(running, 1) == "ai_generated.metadata"
    with pytest.raises(NotFound):
        await verdicts.take_back(BEN)
    assert Counter(act for _, act, _ in await log(running)) == {"verdict": 4, "undo": 3}


async def test_what_was_decided_before_stands_again(start: Start) -> None:
    running = await begun(start)
    first = await queued(running)
    verdicts, store = running.services.verdicts, running.services.store
    await verdicts.give(ANA, first.id, Said("disagree", "captured", reason="first"))
    second = Item("b" * 32, "audit:two", first.sha256, **SHOWN)
    await store.review.put([second])
    await verdicts.give(BEN, second.id, Said("agree", reason="second"))
    assert await label(running) == "ai_generated.moderator"
    with pytest.raises(Conflict, match="another was made since"):
        await verdicts.take_back(ANA)
    await verdicts.take_back(BEN)
    _, seen = await send(running, photo(1))
    assert seen["label"]["id"] == "captured.moderator"
    assert "first" in seen["label"]["explanation"]
    await verdicts.take_back(ANA)
    assert await label(running) == "ai_generated.metadata"


async def test_a_contest_is_kept_or_changed_and_opened_again(start: Start) -> None:
    running = await begun(start)
    await send(running, photo(1))
    services = running.services
    case = await services.desk.contest(sha256(photo(1)), "ai_generated.metadata", "I took it", "f" * 64)
    await services.verdicts.give(ANA, case, Said("agree", reason="the file says so"))
    contest = await services.store.cases.contest(case)
    assert contest is not None
    assert (contest.state, contest.answer) == ("kept", "the file says so")
    assert await label(running) == "ai_generated.metadata"
    await services.verdicts.take_back(ANA)
    contest = await services.store.cases.contest(case)
    assert contest is not None
    assert (contest.state, contest.answer) == ("open", None)
    await services.verdicts.give(ANA, case, Said("disagree", "captured", reason="the original came"))
    assert await label(running) == "captured.moderator"

    appeal = await services.desk.contest(sha256(photo(1)), "captured.moderator", "No", "e" * 64)
    assert await services.store.review.take("contests", ANA) is None
    with pytest.raises(Conflict, match="for somebody who said nothing"):
        await services.verdicts.give(ANA, appeal, Said("agree", reason="x"))
    assert (await services.store.review.take("contests", BEN)).kind is ItemKind.APPEAL  # type: ignore[union-attr]
    await services.verdicts.give(BEN, appeal, Said("disagree", "ai_generated", reason="looked again"))
    assert await label(running) == "ai_generated.moderator"
    await services.verdicts.take_back(BEN)
    assert await label(running) == "captured.moderator"


async def test_protected_hides_at_once_for_readers_and_reviewers(start: Start) -> None:
    running = await begun(start)
    item = await queued(running, known={"permalink": "https://example.org/1"})
    services = running.services
    await services.verdicts.give(ANA, item.id, Said("protected"))
    assert await label(running) == "protected"
    [kept] = await services.store.review.some([item.id])
    assert (kept.known, kept.label, kept.process) == ({}, None, None)
    await services.verdicts.take_back(ANA)
    assert await label(running) == "ai_generated.metadata"


async def test_two_who_decide_at_once_decide_once(start: Start) -> None:
    running = await begun(start)
    item = await queued(running)
    people = [Person(f"p{n}") for n in range(6)]
    done = await asyncio.gather(
        *(running.services.verdicts.give(one, item.id, Said("agree", reason=one.who)) for one in people),
        return_exceptions=True,
    )
    assert Counter(type(one).__name__ for one in done) == {"Conflict": 5, "Item": 1}
    assert len(await running.services.store.cases.decisions(item.sha256)) == 1
    assert len(await log(running)) == 1


async def test_a_second_look_is_blind_and_its_difference_goes_to_a_lead(start: Start) -> None:
    running = await begun(start, share=1)
    items = [await queued(running, n, known={"evidence": [1], "permalink": "p"}) for n in (1, 2)]
    services = running.services
    for item in items:
        await services.verdicts.give(ANA, item.id, Said("agree", reason="x"))
    assert await services.store.review.take("second", ANA) is None
    for answer in ("ai_generated", "captured"):
        again = await services.store.review.take("second", BEN)
        assert again is not None
        assert (again.label, again.process, again.known) == (None, None, {"permalink": "p"})
        with pytest.raises(BadRequest, match="as you see it"):
            await services.verdicts.give(BEN, again.id, Said("agree"))
        await services.verdicts.give(BEN, again.id, Said("disagree", answer))
    assert await label(running, 1) == await label(running, 2) == "ai_generated.moderator"
    assert sorted(await services.store.review.pairs()) == [
        ("ai_generated", "ai_generated"),
        ("ai_generated", "captured"),
    ]
    settle = await services.store.review.take("settle", LEAD)
    assert settle is not None
    assert (settle.kind, settle.process, settle.first) == (ItemKind.SETTLE, "ai_generated", again.first)  # type: ignore[union-attr]
    assert await services.store.review.take("settle", Person("other", lead=True)) is None
    await services.verdicts.give(LEAD, settle.id, Said("disagree", "captured", reason="the camera's file"))
    seen = [await label(running, n) for n in (1, 2)]
    assert sorted(map(str, seen)) == ["ai_generated.moderator", "captured.moderator"]


def test_the_share_is_met_and_repeatable() -> None:
    items = [Item(derived("x", str(n)), "audit:one", "0" * 64) for n in range(4000)]
    chosen = [bool(SecondPass(0.1, 7).of(item)) for item in items]
    assert 320 < sum(chosen) < 480  # four standard deviations
    assert chosen == [bool(SecondPass(0.1, 7).of(item)) for item in items]
    assert chosen != [bool(SecondPass(0.1, 8).of(item)) for item in items]
    assert not any(SecondPass(0, 7).of(item) for item in items)
    assert all(SecondPass(1, 7).of(item) for item in items)


async def test_copies_of_a_decided_image_wait_in_a_queue_of_their_own(start: Start) -> None:
    running = await begun(start)
    copy, other = recompressed(photo(1)), photo(9)
    for data in (copy, other):
        await send(running, data)
    item = await queued(running)
    services = running.services
    await services.pipeline.flush()
    await services.verdicts.give(ANA, item.id, Said("disagree", "captured", reason="x"))
    await services.filling.settled()
    [near] = await services.store.review.page("near", 9)
    assert (near.sha256, near.first, near.process) == (sha256(copy), item.sha256, "ai_generated")
    assert near.known["label"]["short"]


async def test_images_of_which_sources_disagree_wait_by_themselves(start: Start) -> None:
    signed = Evidence(
        Source.SIGNED, Process.CAPTURED, Confidence.RECORDED, Rank.SIGNED_OFFICIAL, "A camera",
        details={"integrity": "ok", "trust": "official"},
    )  # fmt: skip
    marked = Evidence(
        Source.WATERMARK, Process.AI_INVOLVED, Confidence.RECORDED, Rank.WATERMARK, "A scheme",
        details={"scheme": "A scheme"},
    )  # fmt: skip
    running = await start(FakeCheck(say=lambda _: Report((signed, marked))))
    await send(running, photo(1))
    await running.services.filling.settled()
    [item] = await running.services.store.review.page("conflicts", 9)
    assert (item.sha256, item.label, item.doubt) == (sha256(photo(1)), "conflict", 1000)
    assert {"author", "caption"}.isdisjoint(item.known)


async def test_what_the_database_does_not_keep_is_not_told_as_kept(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await begun(start)
    item = await queued(running)

    async def broken(*_: object) -> None:
        raise OSError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("colophon.store.rulings.append", broken)
        with pytest.raises(OSError, match="gone"):
            await running.services.verdicts.give(ANA, item.id, Said("agree", reason="x"))
    assert await label(running) == "ai_generated.metadata"
    assert await running.services.store.review.take("audit:one", ANA) is not None
