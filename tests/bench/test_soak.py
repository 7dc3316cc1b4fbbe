"""The soak: files that differ and can be read, a load that keeps its pace, growth that is seen."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import web
from tests.bench.soak.files import FORMATS, Kind, Unseen, kinds, marked, sha256
from tests.bench.soak.growth import Reading, growth
from tests.bench.soak.load import Asker, closed, opened
from tests.bench.soak.mix import SHARES, Mix
from tests.bench.test_load import serving

from colophon.errors import ColophonError
from colophon.images.picture import Picture
from colophon.wire import DecisionIn, LookupRequest

PIXELS = 10_000_000
READER, REVIEWER = ({"Host": "localhost", "Authorization": f"Bearer {who}"} for who in ("reader", "reviewer"))


@pytest.fixture(scope="module")
def every_kind() -> list[Kind]:
    return kinds(None)


def readable(data: bytes) -> bool:
    try:
        Picture.of(data, PIXELS).pixels()
    except ColophonError:
        return False
    return True


def test_files_are_of_every_format_and_some_are_broken(every_kind: list[Kind]) -> None:
    by_name = {kind.name: kind.files for kind in every_kind}
    assert by_name.keys() == {"JPEG", "broken", *FORMATS}
    types = {name: Picture.of(by_name[name][0], PIXELS).media_type for name in ("JPEG", *FORMATS)}
    assert len(set(types.values())) == len(types)
    for name, files in by_name.items():
        assert [readable(file) for file in files].count(name != "broken") >= len(files) - 1


def test_a_mark_changes_the_hash_and_not_the_picture(every_kind: list[Kind]) -> None:
    for kind in every_kind:
        for file in kind.files:
            changed = marked(file, b"0123456789abcdef")
            assert sha256(changed) != sha256(file)
            if kind.name != "broken":
                before, after = (Picture.of(data, PIXELS).pixels() for data in (file, changed))
                assert (before == after).all()


def test_no_file_is_sent_twice_and_weights_hold() -> None:
    unseen = Unseen([Kind("often", 9, (b"a",)), Kind("seldom", 1, (b"b",))], seed=3)
    made = [unseen.next() for _ in range(1000)]
    assert len({data for _, data in made}) == 1000
    assert 850 < Counter(name for name, _ in made)["often"] < 950


def test_cases_are_sent_where_they_are(tmp_path: Path) -> None:
    for name in ("c2pa", "meta"):
        (tmp_path / name).mkdir()
    (tmp_path / "meta" / "one.jpg").write_bytes(b"image")
    (tmp_path / "meta" / "read.me").write_bytes(b"words")
    assert {kind.name: kind.files for kind in kinds(tmp_path)}["meta"] == (b"image",)


class FakeServer:
    """Answers what the mix asks, as the server does, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes, str]] = []

    async def answer(self, request: web.Request) -> web.Response:
        body, who = await request.read(), request.headers["Authorization"]
        self.asked.append((request.method, request.path, body, who))
        if request.path == "/v1/contests":
            return web.json_response({"case": "0" * 32}, status=201)
        return web.json_response(
            {}, status=200 if request.method != "POST" or "lookup" in request.path else 201
        )


async def test_the_mix_asks_everything_in_its_forms(every_kind: list[Kind]) -> None:
    server = FakeServer()
    mix = Mix(READER, REVIEWER, every_kind, seed=1)
    async with serving(server.answer) as address:
        asker = Asker(address)
        for _ in range(400):
            await asker.ask(mix.next())
        asker.close()
    assert asker.found.errors == 0
    names = {name.partition(":")[0] for name in asker.found.by_name}
    assert names == set(SHARES)
    lookups = [body for _, path, body, _ in server.asked if path == "/v1/lookup"]
    assert all(LookupRequest.model_validate_json(body) for body in lookups)
    decisions = [(body, who) for _, path, body, who in server.asked if path == "/v1/decisions"]
    assert all(DecisionIn.model_validate_json(body) for body, _ in decisions)
    assert {who for _, who in decisions} == {REVIEWER["Authorization"]}
    assert any("contest" in json.loads(body) for body, _ in decisions)


async def test_an_answer_that_is_not_to_be_expected_is_an_error(every_kind: list[Kind]) -> None:
    async def refuse(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=403, text="no")

    async with serving(refuse) as address:
        asker = Asker(address)
        assert await closed(asker, Mix(READER, REVIEWER, every_kind, seed=1), 2, 0.2) > 0
        asker.close()
    assert asker.found.errors == sum(asker.found.unexpected.values()) > 0


async def test_an_open_loop_does_not_wait_for_answers(every_kind: list[Kind]) -> None:
    free, waiting = asyncio.Event(), 0

    async def hold(request: web.Request) -> web.Response:
        nonlocal waiting
        await request.read()
        waiting += 1
        if waiting == 20:
            free.set()
        await free.wait()
        return web.json_response({"case": "0" * 32})

    async with serving(hold) as address:
        asker = Asker(address)
        await opened(asker, Mix(READER, REVIEWER, every_kind, seed=1), rate=100, seconds=0.6, seed=2)
        asker.close()
    assert asker.found.asked == waiting
    assert waiting >= 20


@pytest.mark.parametrize(("last", "percent"), [(100, 0), (104, 4), (150, 50), (90, -10)])
def test_growth_is_from_the_first_quarter_to_the_last(last: int, percent: float) -> None:
    warming = [Reading(moment, 10) for moment in range(14)]
    first = [Reading(moment, 100) for moment in range(15, 50)]
    later = [Reading(moment, last) for moment in range(50, 101)]
    assert growth([*warming, *first, *later]) == pytest.approx(percent)


def test_one_peak_is_no_growth() -> None:
    readings = [Reading(moment, 100) for moment in range(101)]
    readings[95] = Reading(95, 1000)
    assert growth(readings) == 0
