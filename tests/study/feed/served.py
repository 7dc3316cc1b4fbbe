"""A feed on a running server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.http_fixtures import Running
from tests.study.feed.folders import HOSTED, row, write
from tests.study.taking_part import T, asked, batch, open_study, post

from colophon.evidence import Findings
from colophon.study.feed.folder import read_folder
from colophon.study.feed.prepare import prepared
from colophon.study.spec.study import Study


async def open_feed(
    running: Running, folder: Path, rows: list[dict[str, Any]] | None = None, **other: Any
) -> tuple[Study, str]:
    """A study with a feed that nothing was found in, and the code of an invitation."""
    made, code = await open_study(running, **{**HOSTED, **other})
    found = read_folder(write(folder, rows or [row(number) for number in range(1, 7)]))
    store = running.services.store
    kept = await store.studies.get(made.id)
    assert kept
    items = [
        prepared(n, one, Findings(one.picture.sha256, "image/jpeg"), kept.salt, made.locales, {}, False)
        for n, one in enumerate(found.posts, 1)
    ]
    pictures = [one.picture.data for one in found.posts]
    await store.items.put(made.id, list(zip(items, pictures, strict=True)))
    return made, code


async def arrive(running: Running, code: str, who: str = "5f3c", parameter: str = "participant") -> str:
    """Follow the link; gives the participant's code from where it leads."""
    link = f"/study/small-study/feed?code={code}&{parameter}={who}"
    async with running.client.get(link, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
        address, _, fragment = answer.headers["Location"].partition("#")
    assert address == "/study/small-study/feed"
    kept, _, own = fragment.partition("&")
    assert kept == code
    return own


async def taken_in(running: Running, made: Study, code: str, who: str = "5f3c") -> str:
    """Arrive and agree; gives the token."""
    body = asked(made, code) | {"participant": await arrive(running, code, who), "platform": "hosted"}
    status, answer = await post(running, "participants", body)
    assert status == 201, answer
    return str(answer["token"])


async def shown(running: Running, made: Study, token: str, items: list[str]) -> None:
    """Say, as the page does, that these posts were on it."""
    data: dict[str, Any] = {"platform": "hosted", "phase": "treatment", "levels": {}, "would_label": None}
    events = [
        {"seq": n, "kind": "eligible", "t": T, "item": item, "place": n, "data": data}
        for n, item in enumerate(items, 1)
    ]
    status, answer = await post(running, "events", batch(*events), token, made.id)
    assert (status, answer["refused"]) == (200, []), answer
