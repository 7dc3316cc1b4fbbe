"""Reviewers' decisions: logged, and turned into what readers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import Conflict, NotFound
from colophon.evidence import Process
from colophon.registry.register import Register
from colophon.registry.remember import new_id
from colophon.store.cases import Contest, ContestState, Decision
from colophon.store.database import Store
from colophon.store.rulings import Ruling
from colophon.wire import ContestDecision, EntryDecision, ImageDecision

NO_FINDING = "no_finding"
_ABOUT_ENTRY = {"accept": EntryState.ACTIVE, "reject": EntryState.WITHDRAWN}
_KEEP = "keep"
DAY_SECONDS = 24 * 3600


class Desk:
    """Takes contests and decisions. Readers see a decision as soon as a method returns."""

    def __init__(self, store: Store, register: Register, team: str) -> None:
        self._store = store
        self._register = register
        self._team = team

    async def contest(self, sha256: str, label: str, reason: str, owner: str, most: int = 0) -> str:
        """Open a case; gives its id.

        Raises TooManyRequests where ``owner`` opened ``most`` cases today (UTC) already; 0 is no limit.
        """
        case = new_id()
        await self._store.cases.open(Contest(case, sha256, label, reason, owner=owner), most)
        await self._register.refresh()
        return case

    async def decide(self, asked: ImageDecision | EntryDecision | ContestDecision) -> Decision:
        """Carry out one decision and log it, as one change.

        Raises NotFound or Conflict when its subject is not there to be decided about.
        """
        made = Decision(new_id(), asked.verdict, asked.reason, self._team, note=asked.note)
        if isinstance(asked, EntryDecision):
            return await self._about_entry(asked, made)
        made = replace(made, near=asked.near, expires=_end_of(asked.expires))
        if isinstance(asked, ContestDecision):
            return await self._about_contest(asked, made)
        return await self._about_image(Ruling(replace(made, sha256=asked.sha256)))

    async def _about_entry(self, asked: EntryDecision, made: Decision) -> Decision:
        entry = await self._store.entries.get(asked.entry)
        if entry is None:
            raise NotFound("there is no entry of this id")
        if entry.state is not EntryState.WAITING:
            raise Conflict(f"this entry is {entry.state}; only waiting ones are decided about")
        made = replace(made, sha256=entry.sha256, entry=entry.id)
        return await self._register.rule(Ruling(made, settled=_ABOUT_ENTRY[asked.verdict]), [entry])

    async def _about_contest(self, asked: ContestDecision, made: Decision) -> Decision:
        contest = await self._store.cases.contest(asked.contest)
        if contest is None:
            raise NotFound("there is no case of this id")
        if contest.state is not ContestState.OPEN:
            raise Conflict("this case is decided already")
        made = replace(made, sha256=contest.sha256, contest=contest.id)
        if asked.verdict == _KEEP:
            return await self._register.rule(Ruling(made, closed=ContestState.KEPT), [])
        return await self._about_image(Ruling(made, closed=ContestState.CHANGED))

    async def _about_image(self, ruling: Ruling) -> Decision:
        """A decision is an entry of the highest weight; it takes the place of earlier ones."""
        made = ruling.decision
        known = await self._store.entries.of_image(str(made.sha256))
        sketch = next((e.sketch for e in known if e.sketch), None)
        if made.near and sketch is None:
            raise Conflict(
                "the registry holds no fingerprint of this image, so near copies cannot be found; "
                "add it first: colophon registry add FILE"
            )
        new = Entry(
            id=new_id(),
            kind=Kind.STATEMENT,
            basis=Basis.REVIEWED,
            process=Process.UNKNOWN if made.verdict == NO_FINDING else Process(made.verdict),
            sha256=made.sha256,
            sketch=sketch if made.near else None,
            said_by=self._team,
            words=made.reason,
            date=datetime.now(UTC).date().isoformat(),
            expires=made.expires,
        )
        earlier = [entry for entry in known if entry.basis is Basis.REVIEWED]
        return await self._register.rule(replace(ruling, entry=new), [new, *earlier])


def _end_of(day: date | None) -> int | None:
    """The end of a day (UTC), in seconds since 1970."""
    if day is None:
        return None
    return int(datetime.combine(day, time(), UTC).timestamp()) + DAY_SECONDS
