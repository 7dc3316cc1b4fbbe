"""A study's own feed over HTTP: who comes is hashed at once, the truth comes at the end."""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from pathlib import Path

import pytest
from tests.http_fixtures import Start
from tests.pictures import picture, sha256
from tests.study.feed.folders import row
from tests.study.feed.served import arrive, open_feed, shown, taken_in
from tests.study.taking_part import asked, get, open_study, post

from colophon.config import Retention
from colophon.errors import Conflict
from colophon.http.feed_files import PATH, extension_folder
from colophon.store.studies import StudyState
from colophon.study.names import item_of, participant_of

WHO = "60f1b2c3d4e5f6a7b8c9d0e1"


def holding(folder: Path, words: bytes) -> list[Path]:
    """The files of a folder that hold these bytes."""
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def test_who_comes_is_hashed_at_once_and_kept_nowhere(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    running = await start()
    made, code = await open_feed(running, tmp_path / "feed")
    one, again = await arrive(running, code, WHO), await arrive(running, code, WHO)
    assert one == again != await arrive(running, code, WHO + "0")
    assert re.fullmatch("[a-z2-7]{20}", one)
    await taken_in(running, made, code, WHO)
    kept = await running.services.store.studies.get(made.id)
    assert kept
    assert await running.services.store.participants.find(made.id, participant_of(kept.salt, one))
    assert WHO not in caplog.text
    assert holding(tmp_path, b"small-study")
    assert not holding(tmp_path, WHO.encode())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("participant=x", "hold the invitation"),
        ("code=X", "who comes, by participant=..."),
        ("code=X&participant={{%25PROLIFIC_PID%25}}", "the panel or the survey fills it in"),
        ("code=X&participant=" + "x" * 201, "1 to 200 characters"),
    ],
)
async def test_a_link_that_says_nobody_is_refused(
    start: Start, tmp_path: Path, query: str, said: str
) -> None:
    running = await start()
    await open_feed(running, tmp_path / "feed")
    async with running.client.get(f"/study/small-study/feed?{query}", allow_redirects=False) as answer:
        assert answer.status == 400
        assert said in await answer.text()


async def test_the_parameter_and_who_may_embed_are_the_studys(start: Start, tmp_path: Path) -> None:
    running = await start()
    hosted = {"participant": "PROLIFIC_PID", "embed": ["https://uni.qualtrics.com", "http://127.0.0.1:9000"]}
    _, code = await open_feed(running, tmp_path / "feed", hosted=hosted)
    await arrive(running, code, parameter="PROLIFIC_PID")
    async with running.client.get("/study/small-study/feed") as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
    assert policy.endswith("frame-ancestors https://uni.qualtrics.com http://127.0.0.1:9000")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert 'data-embed="https://uni.qualtrics.com http://127.0.0.1:9000"' in text
    assert "Set-Cookie" not in answer.headers


async def test_what_is_wrong_is_said_where_the_feed_is_shown(start: Start, tmp_path: Path) -> None:
    """Else the iframe of a survey with a link that was not filled in would be blank."""
    running = await start()
    hosted = {"embed": ["https://uni.qualtrics.com"]}
    _, code = await open_feed(running, tmp_path / "feed", hosted=hosted)
    async with running.client.get(f"/study/small-study/feed?code={code}") as answer:
        assert answer.status == 400
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors https://uni.qualtrics.com")
        text = await answer.text()
    assert "who comes, by participant=..." in text
    assert '<a class="button"' not in text  # other pages are not to be embedded


async def test_nobody_may_embed_by_default_and_studies_in_feeds_have_no_page(
    start: Start, tmp_path: Path
) -> None:
    running = await start()
    await open_feed(running, tmp_path / "feed")
    async with running.client.get("/study/small-study/feed") as answer:
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    await open_study(running, id="own-feeds")
    async with running.client.get("/study/own-feeds/feed") as answer:
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert answer.status == 404
        assert "it runs in the extension" in await answer.text()


async def test_the_order_is_the_participants_and_stays(start: Start, tmp_path: Path) -> None:
    running = await start()
    rows = [row(number, position=2 if number == 5 else "") for number in range(1, 7)]
    made, code = await open_feed(running, tmp_path / "feed", rows)
    orders = []
    for who in ("a", "b", "c", "a"):
        status, feed = await get(running, "/feed", await taken_in(running, made, code, who))
        assert status == 200
        orders.append([one["caption"] for one in feed["posts"]])
    assert orders[0] == orders[3]
    assert len({tuple(order) for order in orders}) > 1
    assert all(sorted(order) == sorted(orders[0]) and order[1] == "Words 5" for order in orders)


async def test_a_fixed_order_is_that_of_the_folder(start: Start, tmp_path: Path) -> None:
    running = await start()
    made, code = await open_feed(running, tmp_path / "feed", hosted={"order": "fixed"})
    _, feed = await get(running, "/feed", await taken_in(running, made, code))
    assert [one["caption"] for one in feed["posts"]] == [f"Words {number}" for number in range(1, 7)]


async def test_a_post_has_its_label_and_its_picture_and_no_truth(start: Start, tmp_path: Path) -> None:
    running = await start()
    debrief = {"en": "One label was altered."}
    rows = [row(1, label="captured.signed"), row(2)]
    made, code = await open_feed(
        running, tmp_path / "feed", rows, ethics="1", debrief=debrief, hosted={"order": "fixed"}
    )
    token = await taken_in(running, made, code)
    _, feed = await get(running, "/feed", token)
    first, second = feed["posts"]
    assert first["assessment"]["label"]["short"] == "Captured with a camera"
    assert second["assessment"]["label"] is None
    assert "truth" not in str(feed)
    kept = await running.services.store.studies.get(made.id)
    assert kept
    assert first["item"] == item_of(kept.salt, sha256(picture(1)))
    async with running.client.get(f"/study/{made.id}/pictures/{first['item']}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert await answer.read() == picture(1)
    await shown(running, made, token, [first["item"], second["item"]])
    status, told = await post(running, "feed/end", {}, token)
    assert status == 200
    assert [(one["truth"], one["own"], one["chosen"]) for one in told["posts"]] == [
        ("ai", None, True),
        ("not_ai", None, False),
    ]
    assert told["completion"] == {"url": None, "code": None}


async def test_how_pictures_were_made_is_told_at_the_end_only(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon.study.enrolment.KEPT_SECONDS", -1.0)
    running = await start()
    made, code = await open_feed(running, tmp_path / "feed")
    token = await taken_in(running, made, code)
    items = [one["item"] for one in (await get(running, "/feed", token))[1]["posts"]]
    for seen, left in ((0, 6), (5, 1)):
        if seen:
            await shown(running, made, token, items[:seen])
        status, answer = await post(running, "feed/end", {}, token)
        assert status == 409
        assert f"{left} of 6 posts were not on the page yet" in answer["detail"]
        assert "truth" not in str(answer)
    other = await taken_in(running, made, code, "another")
    await shown(running, made, other, items)
    assert (await post(running, "feed/end", {}, token))[0] == 409
    assert (await post(running, "feed/end", {}, other))[0] == 200
    await running.services.store.studies.advance(made.id, StudyState.CLOSED)
    assert (await post(running, "feed/end", {}, token))[0] == 200  # nothing is recorded any more


async def test_posts_are_for_participants_and_pictures_for_who_has_their_name(
    start: Start, tmp_path: Path
) -> None:
    running = await start()
    made, _ = await open_feed(running, tmp_path / "feed")
    assert (await get(running, "/feed"))[0] == 401
    assert (await get(running, "/feed", "somebody"))[0] == 401
    assert (await post(running, "feed/end", {}))[0] == 401
    for name, status in (("0" * 16, 404), ("x", 400)):
        async with running.client.get(f"/study/{made.id}/pictures/{name}") as answer:
            assert answer.status == status


async def test_nobody_takes_part_before_there_are_posts(start: Start) -> None:
    """Else the feed could never be added: it stays as it is once somebody takes part."""
    running = await start()
    made, code = await open_study(running, feed="hosted")
    body = asked(made, code) | {"participant": await arrive(running, code), "platform": "hosted"}
    status, answer = await post(running, "participants", body)
    assert (status, "study feed add" in answer["detail"]) == (409, True)
    [(_, participants)] = await running.services.store.studies.all()
    assert participants == 0


async def test_a_feed_stays_as_it_is_once_somebody_takes_part(start: Start, tmp_path: Path) -> None:
    running = await start()
    made, code = await open_feed(running, tmp_path / "feed")
    await taken_in(running, made, code)
    with pytest.raises(Conflict, match="has 1 participants, and they all get the same feed"):
        await running.services.store.items.put(made.id, [])


async def test_pictures_go_with_the_closing_and_the_rest_with_the_retention(
    start: Start, tmp_path: Path
) -> None:
    running = await start()
    made, _ = await open_feed(running, tmp_path / "feed")
    store = running.services.store
    [first, *_] = await store.items.of(made.id)
    assert await store.items.picture(made.id, first.item)
    await store.studies.advance(made.id, StudyState.CLOSED)
    assert await store.items.picture(made.id, first.item) is None
    assert set((await store.items.truths(made.id)).values()) == {"ai", "not_ai"}
    with sqlite3.connect(str(store.engine.url.database)) as database:
        database.execute("UPDATE studies SET keep_until = ?", (int(time.time()) - 1,))
    assert (await store.old.remove(Retention()))["study posts"] == 6
    assert await store.items.of(made.id) == []


async def test_only_the_page_itself_may_ask(start: Start, tmp_path: Path) -> None:
    running = await start()
    made, code = await open_feed(running, tmp_path / "feed")
    token = await taken_in(running, made, code)
    own = str(running.client.make_url("/")).rstrip("/")
    for origin, status in ((own, 200), ("https://elsewhere.example", 403), ("null", 403)):
        headers = {"Authorization": f"Bearer {token}", "Origin": origin}
        async with running.client.get(f"/v1/studies/{made.id}/feed", headers=headers) as answer:
            assert answer.status == status
    async with running.client.get("/v1/changes", headers={**running.headers, "Origin": own}) as answer:
        assert answer.status == 403


async def test_the_page_runs_files_of_the_extension_and_no_others(start: Start) -> None:
    running = await start()
    for path, status in (
        ("/extension/content/chip.js", 200),
        ("/extension/background/words/en.json", 200),
        ("/extension/_locales/pt_BR/messages.json", 200),
        ("/extension/manifest.json", 404),
        ("/extension/pages/options.html", 404),
        ("/extension/content/..%2f..%2fpyproject.toml", 404),
        ("/feed.css", 200),
        ("/feed.html", 404),
        ("/nothing.js", 404),
    ):
        async with running.client.get(PATH + path) as answer:
            assert answer.status == status, path
            if path == "/extension/content/chip.js":
                assert await answer.read() == (extension_folder() / "content" / "chip.js").read_bytes()
                assert answer.content_type == "text/javascript"
