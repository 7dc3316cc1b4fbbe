"""The server is killed while readers and reviewers write: what it acknowledged is there afterwards."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from tests.http.test_disclosures import told
from tests.pictures import photo
from tests.processes.running import Server, connection, serving
from tests.services.places import place
from tests.study.studies import study
from tests.study.taking_part import asked, batch, frozen_file, recorded, seen

from colophon.config import Limits
from colophon.entry import Basis, EntryState
from colophon.pairing.codes import hash_code, hash_secret, random_code
from colophon.roles import Role
from colophon.store.cases import ContestState
from colophon.store.database import Store, open_store
from colophon.store.shared import Alone
from colophon.store.tables import decisions, entries, tokens
from colophon.study.enrolment import Studies
from colophon.study.spec.frozen import identity
from colophon.study.wire import EnrolIn

__all__ = ["place"]

KILLS = 2
ENOUGH = 4  # of each kind are acknowledged before the kill
PICTURE = photo(1)
STUDY, EVENTS = study(), 20


@dataclass
class Acknowledged:
    """What the server said was done, over all its lives."""

    disclosures: list[str] = field(default_factory=list)
    contests: list[str] = field(default_factory=list)
    decisions: list[tuple[str, str]] = field(default_factory=list)  # SHA-256 of the image, id
    answered: list[str] = field(default_factory=list)  # contests
    tokens: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)  # of a study, with `EVENTS` each

    def fewest(self) -> int:
        return min(len(kind) for kind in vars(self).values())


@dataclass
class World:
    server: Server
    store: Store
    token: str
    participant: str  # the token of somebody who takes part in a study
    done: Acknowledged

    async def ask(self, method: str, path: str, body: bytes, **headers: str) -> dict[str, Any] | None:
        """The answer, or None when the server was killed before it gave one."""
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        try:
            async with connection(self.server.port) as line:
                answer = await line.ask(method, path, body, headers)
        except (OSError, EOFError):
            return None
        assert answer.status in (200, 201), answer.body
        return answer.json()

    async def post(self, path: str, **values: object) -> dict[str, Any] | None:
        return await self.ask("POST", path, json.dumps(values).encode())

    async def disclose(self) -> None:
        said = json.dumps(told(PICTURE, words=secrets.token_hex(8))).encode()
        disclosure = {"Colophon-Disclosure": base64.urlsafe_b64encode(said).decode()}
        if answer := await self.ask("POST", "/v1/disclosures", PICTURE, **disclosure):
            self.done.disclosures.append(str(answer["id"]))

    async def contest(self) -> str | None:
        asked = {"sha256": secrets.token_hex(32), "label": "ai_generated.detector", "reason": "I took this"}
        answer = await self.post("/v1/contests", **asked)
        if answer is None:
            return None
        self.done.contests.append(str(answer["case"]))
        return str(answer["case"])

    async def decide(self) -> None:
        sha256 = secrets.token_hex(32)
        answer = await self.post("/v1/decisions", sha256=sha256, verdict="captured", reason="the negative")
        if answer:
            self.done.decisions.append((sha256, str(answer["id"])))

    async def answer(self) -> None:
        if case := await self.contest():
            asked = {"contest": case, "verdict": "captured", "reason": "the negative"}
            if await self.post("/v1/decisions", **asked):
                self.done.answered.append(case)

    async def pair(self) -> None:
        code = random_code()
        await self.store.tokens.add_code(hash_code(code), Role.READER, 600)
        if answer := await self.post("/v1/pair", code=code):
            self.done.tokens.append(str(answer["token"]))

    async def record(self) -> None:
        session = secrets.token_hex(8)
        body = json.dumps(batch(*map(seen, range(EVENTS)), session=session)).encode()
        token = f"Bearer {self.participant}"
        if await self.ask("POST", f"/v1/studies/{STUDY.id}/events", body, Authorization=token):
            self.done.sessions.append(session)

    async def life(self) -> None:
        """Everybody writes, until the server is killed in the middle of it."""

        async def again(what: Any) -> None:
            while self.server.process.returncode is None:
                await what()

        kinds = (self.disclose, self.contest, self.decide, self.answer, self.pair, self.record)
        writing = [asyncio.create_task(again(kind)) for kind in kinds]
        wanted = self.done.fewest() + ENOUGH
        while self.done.fewest() < wanted:
            assert self.server.process.returncode is None, self.server.lines
            await asyncio.sleep(0.01)
        await asyncio.sleep(random.random() / 20)
        self.server.process.kill()
        await self.server.process.wait()
        await asyncio.gather(*writing)


@pytest.mark.timeout(240)
async def test_what_was_acknowledged_survives_sigkill(place: str | Path, tmp_path: Path) -> None:
    done, token = Acknowledged(), secrets.token_urlsafe(32)
    async with open_store(place) as store:
        async with store.engine.begin() as connection:
            row = {"hash": hash_secret(token), "role": Role.MODERATOR, "created": 1}
            await connection.execute(insert(tokens).values(**row))
        participant = await enrolled(store)
        address = place if isinstance(place, str) else f"sqlite:///{place}"
        for _ in range(KILLS):
            async with serving(tmp_path, "--database", address, "--workers", "1") as server:
                await World(server, store, token, participant, done).life()
    async with open_store(place) as store:
        await nothing_is_lost(store, done)
        await nothing_is_half_done(store)


async def enrolled(store: Store) -> str:
    """The token of somebody who takes part in a study."""
    await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
    await store.studies.add_code(hash_code("AAAA-AAAA-AAAA"), STUDY.id, 1, 9999)
    studies = Studies(store, Alone(), Limits())
    body = EnrolIn.model_validate(asked(STUDY, "AAAA-AAAA-AAAA"))
    return (await studies.enrol(STUDY.id, body)).token


async def nothing_is_lost(store: Store, done: Acknowledged) -> None:
    assert done.fewest() >= KILLS * ENOUGH
    for id in done.disclosures:
        entry = await store.entries.get(id)
        assert entry is not None
        assert entry.state is EntryState.ACTIVE
    for id in done.contests:
        assert await store.cases.contest(id) is not None
    for sha256, id in done.decisions:
        assert id in {decision.id for decision in await store.cases.decisions(sha256)}
    for id in done.answered:
        contest = await store.cases.contest(id)
        assert contest is not None
        assert contest.state is ContestState.CHANGED
    for secret in done.tokens:
        assert await store.tokens.get(hash_secret(secret)) is not None
    kept = Counter(row["session"] for row in await recorded(store))
    assert {session: kept[session] for session in done.sessions} == dict.fromkeys(done.sessions, EVENTS)
    assert set(kept.values()) == {EVENTS}, "a batch is kept wholly or not at all"


async def nothing_is_half_done(store: Store) -> None:
    """Each decision has the entry that it makes, and no such entry is without its decision."""
    async with store.engine.connect() as connection:
        made = (await connection.execute(select(decisions.c.sha256))).scalars().all()
        reviewed = select(entries.c.sha256).where(entries.c.basis == Basis.REVIEWED)
        assert sorted((await connection.execute(reviewed)).scalars()) == sorted(made)
        if store.engine.dialect.name == "sqlite":
            assert (await connection.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
