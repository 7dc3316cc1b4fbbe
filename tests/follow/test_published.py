"""The stream as a server gives it to whoever follows: from anywhere, and at once when there is news."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.follow.servers import LONG, PUBLISHING, Server, serving
from tests.follow.streams import SIGNER, record
from tests.pictures import photo

from colophon.follow import serving as module
from colophon.follow.chain import Answer, read
from colophon.follow.lines import KEY_NAME, Position
from colophon.follow.serving import Stream
from colophon.http.publishing import Publishing
from colophon.store.published import Published

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def first(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One for all tests: each begins after what was decided before."""
    async with serving(tmp_path_factory.mktemp("first"), **PUBLISHING) as server:
        yield server


async def end_of(server: Server) -> Position:
    """Where its stream is now."""
    return (await asked(server)).position


async def key_of(server: Server) -> bytes:
    told = await (await server.client.get("/v1/published/key")).json()
    return base64.b64decode(told["key"])


def publishing_of(server: Server) -> Publishing:
    assert server.services.publishing is not None
    return server.services.publishing


async def asked(server: Server, at: Position | None = None, wait: int = 0) -> Answer:
    at = at or Position()
    answer = await server.client.get(f"/v1/published?since={at.seq}&wait={wait}")
    assert (answer.status, answer.content_type) == (200, "application/x-ndjson")
    return read(await answer.read(), await key_of(server), at)


async def test_every_decision_and_what_takes_it_back(first: Server) -> None:
    data = photo(911)
    await first.assessed(data)
    begin = await end_of(first)
    assert (await asked(first, begin)).records == ()
    decision = await first.decide(data, "ai_generated", note="for reviewers only")
    await first.take_back(decision)
    found = await asked(first, begin)
    assert [(r.seq - begin.seq, r.decision, r.process, r.negated) for r in found.records] == [
        (1, decision, "ai_generated", False),
        (2, decision, "ai_generated", True),
    ]
    assert (found.head.server, found.head.address) == ("A newsroom", "https://colophon.example.org")
    assert (await asked(first, found.position)).records == ()


async def test_the_key_is_made_once_and_its_owner_alone_reads_it(first: Server) -> None:
    keys = {await key_of(first) for _ in range(3)}
    assert len(keys) == 1
    assert (first.services.config.data / KEY_NAME).stat().st_mode & 0o777 == 0o600


async def test_news_comes_while_the_question_is_held_open(first: Server) -> None:
    data = photo(912)
    await first.assessed(data)
    question = asyncio.create_task(asked(first, await end_of(first), wait=25))
    await asyncio.sleep(0)
    places = publishing_of(first).waiting
    while not places._taken:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    assert not question.done()
    await first.decide(data, "ai_edited")
    async with asyncio.timeout(LONG):
        assert [r.process for r in (await question).records] == ["ai_edited"]


async def test_no_more_questions_are_held_open_than_may_be(
    first: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others are answered at once, as the follower bears."""
    monkeypatch.setattr(publishing_of(first).waiting, "_limit", 0)
    async with asyncio.timeout(LONG):
        assert (await asked(first, await end_of(first), wait=25)).records == ()


async def test_off_unless_it_was_turned_on(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        for path in ("/v1/published", "/v1/published/key"):
            answer = await server.client.get(path)
            assert (answer.status, answer.content_type) == (404, "application/problem+json")
            assert "publishes nothing" in (await answer.json())["detail"]
    assert not (tmp_path / KEY_NAME).exists()


async def test_who_knows_of_more_is_told_the_truth(first: Server) -> None:
    end = await end_of(first)
    answer = await first.client.get(f"/v1/published?since={end.seq + 7}")
    head = (await answer.read()).splitlines()
    assert len(head) == 1
    assert f'"latest":{end.seq}'.encode() in head[0]


class Records:
    """What `PublishedTable` reads."""

    def __init__(self, records: list[Published]) -> None:
        self.all = records

    async def since(self, seq: int, limit: int) -> list[Published]:
        return self.all[seq : seq + limit]

    async def latest(self) -> int:
        return len(self.all)


async def test_the_chain_is_the_same_from_wherever_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STEP", 3)
    monkeypatch.setattr(module, "MAX_LINES", 4)
    monkeypatch.setattr(module, "ANSWER_BYTES", 5000)
    large = [record(seq, sketch=b"s" * 1000 * (seq % 3)) for seq in range(1, 12)]
    stream = Stream(Records(large), tmp_path, "A newsroom", "https://example.org")  # type: ignore[arg-type]
    stream.__dict__["signer"] = SIGNER
    whole: list[Published] = []
    at, answers = Position(), 0
    while True:
        lines = await stream.after(at.seq)
        assert sum(map(len, lines)) < 10_000
        found = read(b"".join(lines), SIGNER.public, at)
        answers += 1
        whole += found.records
        at = found.position
        if not found.more:
            break
    assert whole == large
    assert answers > 3
    anew = Stream(Records(large), tmp_path, "A newsroom", "https://example.org")  # type: ignore[arg-type]
    anew.__dict__["signer"] = SIGNER
    assert read(b"".join(await anew.after(11)), SIGNER.public, at).position == at
