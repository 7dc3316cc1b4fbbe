"""Who is told what of the detector's word over HTTP, and about which pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import toy_model
from tests.http.test_disclosures import changes
from tests.http.test_images import lookup, put
from tests.http.test_review import LOUD
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, picture, sha256

from colophon.checks.base import Report
from colophon.config import Limits
from colophon.roles import Role
from colophon_model import Detector

NUMBERS = {"score": 0.97, "test_fpr": 0.0, "test_fpr_upper95": 0.001}
SCORED = replace(LOUD, details={**LOUD.details, **NUMBERS})


def detector() -> FakeCheck:
    return FakeCheck("detector", say=lambda _: Report((SCORED,)))


async def shown(running: Running, role: Role) -> list[dict[str, Any]]:
    """The detector's details as this role gets them, by each of the three ways to ask."""
    data, headers = picture(), await running.token_of(role)
    _, sent = await put(running, data, headers=headers)
    [asked] = await lookup(replace(running, headers=headers), {"sha256": sha256(data)})
    async with running.client.get(f"/v1/images/{sha256(data)}", headers=headers) as answer:
        alone = await answer.json()
    return [one["evidence"][0]["details"] for one in (sent, asked["assessment"], alone)]


@pytest.mark.parametrize("role", [*Role])
async def test_scores_are_told_to_all_but_readers(start: Start, role: Role) -> None:
    running = await start(detector())
    for details in await shown(running, role):
        assert details["band"] == "high"
        assert {key: details[key] for key in NUMBERS if key in details} == (
            {} if role is Role.READER else NUMBERS
        )


async def test_an_accounts_picture_has_no_estimate_unless_it_is_asked_about(start: Start) -> None:
    running, data = await start(detector(), detector_chip=True), picture()
    for query, label in (
        ("?avatar=true", None),
        ("?avatar=false", "ai_generated.detector"),
        ("", "ai_generated.detector"),
    ):
        _, sent = await put(running, data, query=query)
        assert (sent["label"] and sent["label"]["id"]) == label
        assert len(sent["evidence"]) == (0 if label is None else 1)
    items = [{"sha256": sha256(data), "avatar": avatar} for avatar in (True, False)]
    passing, asked = [one["assessment"] for one in await lookup(running, *items)]
    assert (passing["label"], passing["status"]) == (None, "none")
    assert passing["checks"]["detector"].startswith("skipped: ")
    assert asked["label"]["id"] == "ai_generated.detector"


async def test_avatar_is_a_plain_word(start: Start) -> None:
    running, data = await start(detector()), picture()
    status, answer = await put(running, data, query="?avatar=1")
    assert (status, answer["detail"]) == (400, "avatar must be one of true, false")


async def test_ready_says_why_no_label_comes_of_a_model_that_is_not_there(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    running = await start(detector(), detector_chip=True)
    async with running.client.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["why_no_estimate"]) == (200, "no model is in use")
    assert "no model is in use" in caplog.text


async def test_readers_are_told_when_the_chip_is_switched_off(start: Start) -> None:
    """What they have open was answered by a server that is no more: they ask anew."""
    quick = replace(Limits(), changes_seconds=0.05)
    first = await start(detector(), detector_chip=True, limits=quick)
    since = (await changes(first))["generation"]
    again = await start(detector(), detector_chip=True, limits=quick)
    assert await changes(again, since) == {"generation": since, "sha256": [], "all": False}
    off = await start(detector(), detector_chip=False, limits=quick)
    assert await changes(off, since) == {"generation": since + 1, "sha256": [], "all": True}


async def test_readers_are_told_when_another_model_is_in_use(start: Start) -> None:
    check, data = detector(), picture()
    running = await start(check, limits=replace(Limits(), changes_seconds=20))
    await put(running, data)
    since = (await changes(running))["generation"]
    check.version = "2"
    running.services.pipeline.renew()
    assert await changes(running, since) == {"generation": since + 1, "sha256": [], "all": True}
    [known] = await lookup(running, {"sha256": sha256(data)})
    assert not known["known"]


async def test_ready_says_what_a_model_lacks_for_the_label(start: Start, tmp_path: Path) -> None:
    running = await start(detector(), detector_chip=True)
    for groups, why in (({}, "by source"), (toy_model.LABEL_POINT["groups"], None)):
        point = toy_model.LABEL_POINT | {"groups": groups}
        folder = toy_model.write(tmp_path / "models" / "toy", operating_points=[point])
        running.services.detector.replace(Detector.load(folder))
        async with running.client.get("/readyz") as answer:
            said = await answer.json()
        assert (answer.status, said["status"], said["model"]) == (200, "ready", True)
        assert (said["why_no_estimate"] is None) if why is None else (why in said["why_no_estimate"])
