"""The picture of a contest: its sender's to send, kept for reviewers, refused in words where it is not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.http.test_review import get, moderated, post
from tests.http_fixtures import Running, Start
from tests.pictures import photo, recompressed, sha256
from tests.review.test_pictures import protected

from colophon.config import Retention
from colophon.store.case_media import By

DATA = photo(1)


async def case_of(running: Running, data: bytes = DATA) -> str:
    asked = {"sha256": sha256(data), "label": "ai_generated.creator", "reason": "not so"}
    return str((await post(running, "/v1/contests", asked))[1]["case"])


async def sent(
    running: Running, case: str, data: bytes = DATA, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    path = f"/v1/contests/{case}/picture"
    async with running.client.put(path, data=data, headers=headers or running.headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def kept(running: Running) -> int:
    return (await running.services.store.pictures.total())[0]


async def test_a_picture_is_kept_with_its_case_for_reviewers(start: Start) -> None:
    running = await start(retention=Retention(pictures=12))
    case = await case_of(running)
    until = (datetime.now(UTC) + timedelta(days=12)).date().isoformat()
    assert await sent(running, case) == (201, {"case": case, "kept_until": until})
    assert (await sent(running, case))[0] == 201, "sent again, it is kept once"
    found = await running.services.store.pictures.get(sha256(DATA))
    assert found is not None
    assert (found.by, found.size) == (By.CONTEST, len(DATA))
    assert (await running.services.pictures.open(sha256(DATA))).data == DATA
    for path in (f"/v1/contests/{case}/picture", f"/v1/images/{sha256(DATA)}"):
        async with running.client.get(path, headers=running.headers) as answer:
            assert answer.status in {404, 405}, "no reader gets it"


async def test_only_its_sender_can_and_only_while_it_is_open(start: Start) -> None:
    running, moderator = await moderated(start)
    case = await case_of(running)
    assert (await sent(running, case, headers=moderator))[0] == 404
    assert (await sent(running, "0" * 32))[0] == 404
    answer = {"contest": case, "verdict": "keep", "reason": "it stays"}
    assert (await post(running, "/v1/decisions", answer, moderator))[0] == 201
    assert (await sent(running, case))[0] == 409
    assert await kept(running) == 0


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (photo(2), 409, "another image"),
        (DATA[:4000], 422, "damaged"),  # what cannot be compared with the lists of protected images
        (b"<svg></svg>", 415, "JPEG"),
        (b"", 400, "empty"),
    ],
    ids=["another", "damaged", "no-image", "empty"],
)
async def test_what_is_not_kept_is_said(start: Start, data: bytes, status: int, words: str) -> None:
    running = await start()
    about = DATA if status == 409 else data
    actual, problem = await sent(running, await case_of(running, about), data)
    assert (actual, words in problem["detail"]) == (status, True)
    assert await kept(running) == 0


@pytest.mark.parametrize("exact", [True, False])
async def test_a_protected_picture_is_never_kept(start: Start, exact: bool) -> None:
    running, data = await start(), DATA if exact else recompressed(DATA)
    await running.services.register.add([protected(DATA, exact=exact)])
    status, problem = await sent(running, await case_of(running, data), data)
    assert (status, "protected" in problem["detail"]) == (403, True)
    assert await kept(running) == 0


async def test_a_server_that_keeps_none_or_is_full_says_so_and_has_the_case(start: Start) -> None:
    running = await start(case_pictures=0)
    case = await case_of(running)
    status, problem = await sent(running, case)
    assert (status, "keeps no pictures" in problem["detail"]) == (409, True)
    assert (await get(running, f"/v1/contests/{case}"))["state"] == "open"

    running = await start(case_pictures=1)
    one, two = (padded(photo(n)) for n in (1, 2))
    assert (await sent(running, await case_of(running, one), one))[0] == 201
    status, problem = await sent(running, await case_of(running, two), two)
    assert (status, "full" in problem["detail"]) == (409, True)
    assert await kept(running) == 1


def padded(data: bytes) -> bytes:
    """The same picture in a file of 0.6 MB."""
    return data[:2] + (b"\xff\xfe\xff\xff" + b"x" * 65533) * 9 + data[2:]


async def test_pictures_count_as_pictures_of_a_day(start: Start) -> None:
    running = await start(quota=1, public_url="https://labels.example")
    running.headers["Host"] = "labels.example"
    one, two = await case_of(running), await case_of(running)
    assert (await sent(running, one))[0] == 201
    assert (await sent(running, two))[0] == 429


async def test_many_who_send_at_once_make_one_key_for_all_processes(start: Start) -> None:
    one, two = await start(), await start()  # two processes over one data folder
    pictures = [photo(n) for n in range(4)]
    cases = [await case_of(one, data) for data in pictures]
    sends = (sent(one, case, data) for case, data in zip(cases, pictures, strict=True))
    assert [status for status, _ in await asyncio.gather(*sends)] == [201] * 4
    for data in pictures:
        assert (await two.services.pictures.open(sha256(data))).data == data
