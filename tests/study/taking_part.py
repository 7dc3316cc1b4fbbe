"""People who take part in a study on a running server, over HTTP."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from typing import Any

from tests.http_fixtures import Running
from tests.study.studies import study

from colophon.pairing.codes import hash_code, random_code
from colophon.store.database import Store
from colophon.store.study_events import LINE
from colophon.study.spec.frozen import Frozen, content_of, identity, versions
from colophon.study.spec.study import Study

YEAR = 365 * 86_400
T = 1_800_000_000_000


def frozen_file(made: Study) -> str:
    """As `colophon study freeze` writes it."""
    return content_of(Frozen(made, identity(made), dt.date(2026, 11, 28), versions(), "# a study\n")).decode()


async def open_study(running: Running, uses: int = 100, **other: Any) -> tuple[Study, str]:
    """A study that enrols, and the code of an invitation."""
    made, code = study(**other), random_code()
    store = running.services.store.studies
    await store.open(made.id, made.version, identity(made), frozen_file(made), None)
    await store.add_code(hash_code(code), made.id, uses, YEAR)
    return made, code


def participant_code(seed: int) -> str:
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz234567", k=20))


def asked(made: Study, code: str, seed: int = 1, **other: Any) -> dict[str, Any]:
    """The body of an enrolment."""
    consent = {"sha256": made.consent_sha256("en"), "locale": "en", "adult": True}
    body = {"code": code, "participant": participant_code(seed), "consent": consent, "locale": "en"}
    return body | {"platform": "mastodon", "extension": "1.0"} | other


async def post(
    running: Running, path: str, body: Any, token: str | None = None, id: str = "small-study"
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with running.client.post(f"/v1/studies/{id}/{path}", json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def get(
    running: Running, path: str, token: str | None = None, id: str = "small-study"
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with running.client.get(f"/v1/studies/{id}{path}", headers=headers) as answer:
        return answer.status, await answer.json()


async def joined(running: Running, made: Study, code: str, seed: int = 1) -> dict[str, Any]:
    status, answer = await post(running, "participants", asked(made, code, seed))
    assert status == 201, answer
    return dict(answer)


def seen(seq: int, **other: Any) -> dict[str, Any]:
    data = {"visible_ms": 1500, "longest_ms": 1200}
    return {"seq": seq, "kind": "exposed", "t": T + seq, "item": "0" * 16, "place": 1, "data": data} | other


def batch(*events: dict[str, Any], **other: Any) -> dict[str, Any]:
    made = {"session": "session1", "extension": "1.0", "resolver": "12", "labels": "30"}
    return made | {"events": list(events)} | other


async def recorded(store: Store, id: str = "small-study") -> list[dict[str, str]]:
    """Every event that counts, as `LINE` names its parts."""
    text = "".join([some async for some in store.events.lines(id)])
    return list(csv.DictReader(io.StringIO(text, newline=""), LINE))


async def number(running: Running, id: str = "small-study") -> int:
    return await running.services.store.events.number_in(id)
