"""What readers and reviewers ask in the course of a day, in these shares."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.serving.wire import Answer, render
from tests.bench.soak.files import Kind, Unseen, sha256

Headers = dict[str, str]

LOOKED_UP = 20  # hashes in one lookup: a screenful
REMEMBERED = 2000  # files and hashes that may be asked about again
KEPT_BODIES = 200
SHARES = {
    "lookup": 60.0,
    "new image": 20.0,
    "known image": 15.0,
    "image by hash": 2.0,
    "disclosure": 1.0,
    "contest": 1.0,
    "decision": 1.0,
}
READABLE, ANY_FILE = frozenset({200}), frozenset({200, 415, 422})  # broken files are told so


@dataclass(frozen=True)
class Question:
    """One request, the statuses that may come back, and what to do with an accepted answer."""

    name: str
    data: bytes
    expected: frozenset[int]
    then: Callable[[Answer], None] | None = None


class Mix:
    """Makes questions; remembers what was answered, so that later ones can be about it."""

    def __init__(
        self, reader: dict[str, str], reviewer: dict[str, str], kinds: list[Kind], seed: int
    ) -> None:
        """Headers of a reader and of a reviewer."""
        self._reader = reader
        self._reviewer = reviewer
        self._random = random.Random(seed)
        self._unseen = Unseen(kinds, seed)
        self._known: deque[str] = deque(maxlen=REMEMBERED)
        self._bodies: deque[bytes] = deque(maxlen=KEPT_BODIES)
        self._cases: deque[str] = deque(maxlen=KEPT_BODIES)
        self._makers = {
            "lookup": self._lookup,
            "new image": self._new,
            "known image": self._again,
            "image by hash": self._get,
            "disclosure": self._disclosure,
            "contest": self._contest,
            "decision": self._decision,
        }

    def next(self) -> Question:
        """A question of some kind; about a new image while none is known."""
        name = self._random.choices(list(SHARES), list(SHARES.values()))[0]
        return self._makers[name]() if self._bodies else self._new()

    def _new(self) -> Question:
        kind, data = self._unseen.next()
        digest = sha256(data)

        def keep(_: Answer) -> None:
            self._known.append(digest)
            self._bodies.append(data)

        expected = READABLE if kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF") else ANY_FILE
        return Question(f"new image: {kind}", self._put(digest, data), expected, keep)

    def _again(self) -> Question:
        data = self._random.choice(self._bodies)
        return Question("known image", self._put(sha256(data), data), READABLE)

    def _put(self, digest: str, data: bytes) -> bytes:
        return render("PUT", f"/v1/images/{digest}?locale=es", self._reader, data)

    def _lookup(self) -> Question:
        said = {"source": "creator", "process": "ai_edited", "pattern": "en-ai", "language": "en"}
        items = [
            {"sha256": self._random.choice(self._known), "statements": [said] if number % 10 == 0 else []}
            for number in range(LOOKED_UP)
        ]
        items.append({"sha256": self._random.randbytes(32).hex(), "statements": []})
        return Question("lookup", self._json("/v1/lookup", {"items": items}, self._reader), READABLE)

    def _get(self) -> Question:
        path = f"/v1/images/{self._random.choice(self._known)}"
        return Question("image by hash", render("GET", path, self._reader), frozenset({200, 404}))

    def _disclosure(self) -> Question:
        data = self._random.choice(self._bodies)
        today = dt.datetime.now(dt.UTC).date().isoformat()
        said = {"sha256": sha256(data), "process": "ai_generated", "date": today, "words": "made with AI"}
        header = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
        headers = {**self._reader, "Colophon-Disclosure": header}
        # a body of which only records are read (DNG) has no fingerprint to remember
        request = render("POST", "/v1/disclosures", headers, data)
        return Question("disclosure", request, frozenset({201, 422}))

    def _contest(self) -> Question:
        about = {
            "sha256": self._random.choice(self._known),
            "label": "ai_generated.signed",
            "reason": "not so",
        }

        def keep(answer: Answer) -> None:
            self._cases.append(json.loads(answer.body)["case"])

        request = self._json("/v1/contests", about, self._reader)
        return Question("contest", request, frozenset({201}), keep)

    def _decision(self) -> Question:
        if self._cases:
            about = {"contest": self._cases.popleft(), "verdict": "keep", "reason": "looked at again"}
        else:
            about = {"sha256": self._random.choice(self._known), "verdict": "no_finding", "reason": "unclear"}
        return Question("decision", self._json("/v1/decisions", about, self._reviewer), frozenset({201}))

    def _json(self, path: str, value: object, headers: dict[str, str]) -> bytes:
        return render(
            "POST", path, {**headers, "Content-Type": "application/json"}, json.dumps(value).encode()
        )
