"""Review for a team's own tools: the rules are those of the pages, in the name of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.http.test_images import put
from tests.http.test_review import get, post
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, photo, sha256

from colophon.roles import Role
from colophon.store.review_words import Item, ItemKind

ID = "{:032x}".format
PICTURE = photo(1)
KNOWN = {
    "permalink": "https://social.example/1",
    "site": "social.example",
    "places": [
        {"permalink": f"https://social.example/p/{n}", "posted_at": f"2026-0{n}-01T00:00:00Z"} for n in (1, 2)
    ],
    "evidence": [{"source": "metadata", "text": "File data says AI-generated"}],
}


async def as_account(running: Running, name: str, role: Role = Role.MODERATOR) -> dict[str, str]:
    accounts = running.services.staff.accounts
    await accounts.add(name, role, None)
    return {"Authorization": f"Bearer {await accounts.token(name)}"}


def item(n: int, queue: str = "audit:april", **more: Any) -> Item:
    label = {"label": "ai_generated.metadata", "process": "ai_generated", "known": KNOWN}
    return Item(**{"id": ID(n), "queue": queue, "sha256": sha256(PICTURE), **label, **more})


async def test_an_image_is_taken_decided_and_taken_back(start: Start) -> None:
    running = await start(FakeCheck(), copies=True)
    ana = await as_account(running, "ana")
    await put(running, PICTURE)
    await running.services.store.review.put([item(1)])
    [queue] = [q for q in (await get(running, "/v1/review/queues", ana))["queues"] if q["waiting"]]
    assert (queue["queue"], queue["title"], queue["waiting"]) == ("audit:april", "Audit april", 1)
    [row] = (await get(running, "/v1/review/queues/audit:april", ana))["items"]
    assert (row["id"], row["label"]) == (ID(1), "ai_generated.metadata")
    status, taken = await post(running, "/v1/review/queues/audit:april/next", {}, ana)
    assert (status, taken["id"], taken["mine"]) == (200, ID(1), True)
    assert (taken["where"]["permalink"], taken["evidence"]) == (KNOWN["permalink"], KNOWN["evidence"])
    said = {"verdict": "disagree", "process": "captured", "reason": "the camera's own file", "note": "asked"}
    status, decided = await post(running, f"/v1/review/items/{ID(1)}/verdict", said, ana)
    assert (status, decided["state"]) == (200, "decided")
    assert (await put(running, PICTURE))[1]["label"]["id"] == "captured.moderator"
    status, back = await post(running, "/v1/review/undo", {}, ana)
    assert (status, back["state"], back["mine"]) == (200, "held", True)
    assert (await put(running, PICTURE))[1]["label"] is None


async def test_nobody_gets_what_somebody_has_and_the_end_is_told(start: Start) -> None:
    running = await start(FakeCheck())
    ana, ben = await as_account(running, "ana"), await as_account(running, "ben")
    await running.services.store.review.put([item(1)])
    assert (await post(running, f"/v1/review/items/{ID(1)}/take", {}, ana))[0] == 200
    assert (await post(running, f"/v1/review/items/{ID(1)}/take", {}, ben))[0] == 409
    async with running.client.post("/v1/review/queues/audit:april/next", headers=ben) as answer:
        assert (answer.status, await answer.read()) == (204, b"")
    seen = await get(running, f"/v1/review/items/{ID(1)}", ben)
    assert (seen["mine"], seen["held_until"]) == (False, None)
    refused, _ = await post(running, f"/v1/review/items/{ID(1)}/verdict", {"verdict": "skip"}, ben)
    assert refused == 409


async def test_an_appeal_goes_to_somebody_else_on_whichever_way(start: Start) -> None:
    """One word was said over the API, the other look is asked for with another token of the same account."""
    running = await start(FakeCheck(), copies=True)
    ana = await as_account(running, "ana")
    await put(running, PICTURE)
    await running.services.store.review.put([item(1)])
    said = {"verdict": "agree", "reason": "it fits"}
    assert (await post(running, f"/v1/review/items/{ID(1)}/verdict", said, ana))[0] == 200
    await running.services.store.review.put([item(2, "second", kind=ItemKind.SECOND, first=ID(1))])
    again = {"Authorization": f"Bearer {await running.services.staff.accounts.token('ana')}"}
    async with running.client.post("/v1/review/queues/second/next", headers=again) as answer:
        assert answer.status == 204
    ben = await as_account(running, "ben")
    status, blind = await post(running, "/v1/review/queues/second/next", {}, ben)
    assert (status, blind["label"], blind["process"], blind["evidence"]) == (200, None, None, [])
    assert blind["where"]["permalink"] == KNOWN["permalink"]
    assert blind["places"] == KNOWN["places"]


async def test_nobody_hears_the_appeal_against_a_decision_that_they_made_past_the_queue(start: Start) -> None:
    running = await start(FakeCheck(), copies=True)
    ana, ben = await as_account(running, "ana"), await as_account(running, "ben")
    await put(running, PICTURE)
    body = {"sha256": sha256(PICTURE), "verdict": "captured", "reason": "looked"}
    assert (await post(running, "/v1/decisions", body, ana))[0] == 201
    contest = {"sha256": sha256(PICTURE), "label": "captured.moderator", "reason": "it is a drawing"}
    assert (await post(running, "/v1/contests", contest))[0] == 201
    async with running.client.post("/v1/review/queues/contests/next", headers=ana) as answer:
        assert answer.status == 204
    status, appeal = await post(running, "/v1/review/queues/contests/next", {}, ben)
    assert (status, appeal["kind"], appeal["appeal"]) == (200, "appeal", "it is a drawing")


async def test_of_a_protected_image_nothing_is_told(start: Start) -> None:
    running = await start(FakeCheck())
    ana = await as_account(running, "ana")
    await running.services.store.review.put([item(1)])
    status, hidden = await post(running, f"/v1/review/items/{ID(1)}/verdict", {"verdict": "protected"}, ana)
    assert (status, hidden["protected"], hidden["sha256"], hidden["evidence"]) == (200, True, None, [])
    assert (hidden["where"], hidden["places"]) == ({}, [])


async def test_what_is_asked_for_is_checked(start: Start) -> None:
    running = await start(FakeCheck())
    ana, lead = await as_account(running, "ana"), await as_account(running, "eva", Role.LEAD)
    viewer = await as_account(running, "vic", Role.VIEWER)
    nobody = await running.token_of(Role.MODERATOR)
    await running.services.store.review.put([item(1), item(2, "settle", kind=ItemKind.SETTLE)])

    async def refused(path: str, body: Mapping[str, Any], headers: dict[str, str]) -> tuple[int, str]:
        status, problem = await post(running, f"/v1/review/{path}", dict(body), headers)
        return status, problem.get("detail", "")

    assert (await refused("undo", {}, nobody)) == (
        403,
        "review wants a token of an account: make one with `colophon users token NAME`",
    )
    assert (await refused("queues/audit:april/next", {}, viewer))[0] == 403
    assert len((await get(running, "/v1/review/queues/audit:april", viewer))["items"]) == 1
    assert (await refused("queues/settle/next", {}, ana))[0] == 404
    assert (await refused("queues/settle/next", {}, lead))[0] == 200
    assert (await refused("queues/nonsense/next", {}, ana))[0] == 400
    verdict = f"items/{ID(1)}/verdict"
    assert (await refused(verdict, {"verdict": "agree"}, ana))[0] == 400
    over = {"verdict": "agree", "reason": "r", "expires": "2020-01-01"}
    assert (await refused(verdict, over, ana)) == (
        400,
        "this day is over: leave it empty for a decision that stands until it is taken back",
    )
    assert (await refused("undo", {}, ana))[0] == 404


async def test_a_change_of_the_account_ends_its_tokens(start: Start) -> None:
    running = await start(FakeCheck())
    ana = await as_account(running, "ana")
    assert (await get(running, "/v1/review/queues", ana))["queues"]
    await running.services.staff.accounts.set_role("ana", Role.VIEWER)
    running.services.readers.doubt()  # as the notice of the change does
    assert running.services.readers._checking is not None
    await running.services.readers._checking
    async with running.client.get("/v1/review/queues", headers=ana) as answer:
        assert answer.status == 401


async def test_the_log_names_the_accounts_pseudonym(start: Start) -> None:
    running = await start(FakeCheck())
    ana = await as_account(running, "ana")
    body = {"sha256": sha256(PICTURE), "verdict": "captured", "reason": "looked"}
    assert (await post(running, "/v1/decisions", body, ana))[0] == 201
    [row] = await running.services.store.log.of_image(sha256(PICTURE))
    assert row.who == await running.services.store.staff.pseudonym("ana")
