"""What is kept ready reads like what would be made now: whatever was found, whoever asks, whenever."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.http_fixtures import Running, Start
from tests.pictures import AI_IN_METADATA, FakeCheck, picture, sha256

from colophon.assess import Asking, assessment
from colophon.checks.base import Report
from colophon.checks.statements import known
from colophon.evidence import (
    Confidence,
    Evidence,
    Findings,
    Outcome,
    Post,
    Process,
    Reason,
    Source,
    State,
    Statement,
    Why,
)
from colophon.http.rendered import OVERHEAD, Renderings
from colophon.roles import Role

WORDS = ['"versions":{}', '\\"versions\\":{}', '{"a":1}', "plain", "ä\u2028", ""]
NAMES = ["ab" * 32, "cd" * 32, "ef" * 32]
PATTERN, SAID = next((name, k) for name, k in known().items() if k.source is Source.CREATOR)
STATEMENT = Statement(Source.CREATOR, SAID.process, PATTERN, SAID.language)

words = st.sampled_from(WORDS) | st.text(max_size=8)
evidence = st.one_of(
    st.builds(
        Evidence,
        st.just(Source.METADATA),
        st.sampled_from([Process.AI_GENERATED, Process.AI_EDITED]),
        st.just(Confidence.STATED),
        st.just(50),
        source_name=words,
        details=st.dictionaries(st.sampled_from(["generator", "field", "versions"]), words),
    ),
    st.builds(
        Evidence,
        st.just(Source.REGISTRY_CREATOR),
        st.just(Process.AI_GENERATED),
        st.just(Confidence.MATCHED),
        st.just(60),
        date=st.none() | st.dates().map(str),
        details=st.fixed_dictionaries(
            {"match": st.just("exact"), "entry": st.just("e1")},
            optional={"owner": st.sampled_from(["anna", "ben"]), "quote": words},
        ),
    ),
    st.builds(
        Evidence,
        st.just(Source.DETECTOR),
        st.just(Process.AI_GENERATED),
        st.just(Confidence.ESTIMATED),
        st.just(10),
        source_name=st.just("model"),
        details=st.fixed_dictionaries(
            {"band": st.just("high"), "may_label": st.booleans(), "score": st.floats(0, 1)},
            optional={
                "right_of_100": st.just(93),
                "ai_of_100": st.just(2),
                "measured": st.just("2026-01-02"),
            },
        ),
    ),
    st.builds(
        Evidence,
        st.just(Source.IMAGE_TEXT),
        st.just(Process.AI_GENERATED),
        st.just(Confidence.STATED),
        st.just(50),
        details=st.fixed_dictionaries({"quote": words, "pattern": st.just(PATTERN)}),
    ),
)
outcomes = st.builds(
    Outcome,
    st.sampled_from(State),
    st.lists(st.just(Reason(Why.TIMED_OUT, {"seconds": "2"})), max_size=1).map(tuple),
)
findings = st.builds(
    Findings,
    st.sampled_from(NAMES),
    st.just("image/png"),
    evidence=st.lists(evidence, max_size=3).map(tuple),
    checks=st.dictionaries(st.sampled_from(["detector", "c2pa"]), outcomes, max_size=2),
    pdq=st.none() | st.just("0" * 64),
    unreadable=st.none() | st.just(Reason(Why.DAMAGED)),
    protected=st.booleans(),
    generation=st.integers(0, 2),
    looked_with=st.sampled_from(["one", "two"]),
)
askings = st.builds(
    Asking,
    statements=st.sampled_from([(), (STATEMENT,), (replace(STATEMENT, reshare=True),)]),
    post=st.none() | st.sampled_from(Post),
    reader=st.sampled_from(["anna", "ben", None]),
    locale=st.sampled_from(["en", "es", "es-MX", "fr"]),
    avatar=st.booleans(),
    scores=st.booleans(),
)
versions = st.builds(
    lambda generation, detector: {"generation": generation, "detector": detector}, st.integers(0, 3), words
)
questions = st.tuples(findings, askings, st.booleans(), versions)


@given(st.lists(questions, max_size=12), st.sampled_from([0, 6000, 10**6]))
def test_it_reads_like_a_fresh_one_and_stays_within_its_size(
    asked: list[tuple[Findings, Asking, bool, dict[str, str | int]]], size: int
) -> None:
    kept = Renderings(size)
    for found, asking, may_speak, now in asked + asked[::-1] + asked:
        made = kept.of(found, asking, may_speak)
        fresh = assessment(found, asking, now, may_speak)
        assert made.answer(kept.versions(now)) == fresh.model_dump_json().encode()
        assert made.status is fresh.status
        assert kept.held <= size
    assert kept.held >= len(kept) * OVERHEAD


@given(findings, askings, st.booleans())
def test_what_is_for_one_reader_is_not_kept(found: Findings, asking: Asking, may_speak: bool) -> None:
    kept = Renderings(10**6)
    kept.of(found, asking, may_speak)
    assert len(kept) == (not any("owner" in piece.details for piece in found.evidence))


def test_a_generation_that_moves_makes_nothing_anew_but_other_findings_do() -> None:
    kept, found = Renderings(10**6), Findings("ab" * 32, "image/png", (AI_IN_METADATA,))
    first = kept.of(found, Asking(), False)
    assert kept.of(replace(found, generation=7), Asking(), False) is first
    assert kept.of(replace(found, evidence=()), Asking(), False) is not first
    assert len(kept) == 1


def test_the_quick_way_gives_what_was_made_for_such_an_occurrence() -> None:
    kept, found = Renderings(10**6), Findings("ab" * 32, "image/png")
    made = kept.of(found, Asking(post=Post.OWN), False)
    assert kept.quick("en", False, False, "own", False) == {found.sha256: made}
    assert made.findings is found
    assert kept.quick("en", False, False, None, False) == {}


def test_what_is_used_stays_longer_than_what_is_not() -> None:
    first, second, third = (Findings(f"{n:064x}", "image/png") for n in range(3))
    room = Renderings(10**6)
    room.of(first, Asking(), False)
    kept = Renderings(2 * room.held)
    for found in (first, second, first, third):
        kept.of(found, Asking(), False)
    assert list(kept.quick("en", False, False, None, False)) == [first.sha256, third.sha256]
    assert len(kept) == 2


async def asked(running: Running, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json", **(headers or running.headers)}
    async with running.client.post("/v1/lookup", data=body, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_asked_again_the_answer_is_the_same_whichever_way_it_was_made(start: Start) -> None:
    check = FakeCheck(say=lambda _: Report((AI_IN_METADATA,)))
    running, names = await start(check), [sha256(picture(n)) for n in range(3)]
    for number, name in enumerate(names):
        address = f"/v1/images/{name}"
        async with running.client.put(address, data=picture(number), headers=running.headers) as answer:
            assert answer.status == 200
    images = ",".join(f'{{"sha256":"{name}","post":"own","avatar":true,"statements":[]}}' for name in names)
    question = f'{{"items":[{images},{{"sha256":"{names[0]}"}}],"locale":"es"}}'.encode()
    first = await asked(running, question)
    assert first[0] == 200
    assert len(running.services.renderings) >= 4
    researcher = await running.token_of(Role.RESEARCHER)
    for headers in (running.headers, researcher, running.headers, researcher):
        assert await asked(running, question, headers) == first
    await running.services.register.announce(names[0])
    moved = await asked(running, question)
    assert moved != first, "the generation is part of every answer"
    assert await asked(running, question) == moved


async def test_what_is_wrong_is_said_though_all_the_images_are_known(start: Start) -> None:
    running, name = await start(FakeCheck()), sha256(picture())
    async with running.client.put(f"/v1/images/{name}", data=picture(), headers=running.headers) as answer:
        assert answer.status == 200
    good = f'{{"items":[{{"sha256":"{name}"}}]}}'.encode()
    for _ in range(2):
        assert (await asked(running, good))[0] == 200
    for wrong in (
        good.replace(b'"items"', b'"locale":"x y","items"'),
        good.replace(b'"items"', b'"more":1,"items"'),
        good.replace(b'"sha256"', b'"more":1,"sha256"'),
        good.replace(b'"sha256"', b'"avatar":1,"sha256"'),
        good.replace(b'"sha256"', b'"avatar":null,"sha256"'),
        good.replace(b'"sha256"', b'"post":"theirs","sha256"'),
        good.replace(b'"sha256"', b'"post":["own"],"sha256"'),
        good.replace(b'"sha256"', b'"statements":null,"sha256"'),
        good.replace(b'"sha256":"', b'"sha256":["').replace(b'"}', b'"]}'),
        good.replace(b"[{", b"[[{").replace(b"}]", b"}]]"),
        b'{"items":[]}',
        b'{"items":"%b"}' % name.encode(),
        b"[]",
        good[:-1],
    ):
        assert (await asked(running, wrong))[0] == 400, wrong
