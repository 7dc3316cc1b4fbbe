"""Reviewers' decisions: logged, and turned into what readers see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import Conflict, NotFound
from colophon.evidence import Process
from colophon.registry.register import Register
from colophon.registry.remember import new_id
from colophon.review.fingerprints import Fingerprints
from colophon.store.cases import Contest, ContestState, Decision, standing
from colophon.store.chain import DECISION, Act
from colophon.store.database import Store
from colophon.store.review_acts import Word
from colophon.store.review_words import Given
from colophon.store.rulings import Ruling, Withdrawal
from colophon.wire import ContestDecision, EntryDecision, ImageDecision

NO_FINDING = "no_finding"
PROTECTED, WITHDRAWN = "protected", "withdrawn"  # verdicts of decisions, too
BY_REVIEW = "review"  # the origin of entries of protected images that reviewers listed
_ABOUT_ENTRY = {"accept": EntryState.ACTIVE, "reject": EntryState.WITHDRAWN}
KEEP = "keep"
DAY_SECONDS = 24 * 3600

Saying = Callable[[Decision], Word]  # what was said of an item, once the decision that follows has an id


class Desk:
    """Takes contests and decisions. Readers see a decision as soon as a method returns."""

    def __init__(
        self,
        store: Store,
        register: Register,
        fingerprints: Fingerprints,
        team: str,
        address: str | None = None,
    ) -> None:
        """``address`` is the public one of a server that publishes what is decided."""
        self._fingerprints = fingerprints
        self._address = address
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

    async def decide(
        self,
        asked: ImageDecision | EntryDecision | ContestDecision,
        who: str = "-",
        saying: Saying | None = None,
    ) -> Decision:
        """Carry out one decision and log it, as one change. ``who`` is a pseudonym.

        ``saying`` gives what was said of an item of the queue. Raises NotFound or Conflict when its subject
        is not there to be decided about.
        """
        made = Decision(new_id(), asked.verdict, asked.reason, self._team, note=asked.note)
        if isinstance(asked, EntryDecision):
            return await self._about_entry(asked, made, who)
        made = replace(made, near=asked.near, expires=_end_of(asked.expires))
        if isinstance(asked, ContestDecision):
            return await self._about_contest(asked, made, who, saying)
        return await self._about_image(replace(made, sha256=asked.sha256), who, saying)

    async def protect(self, sha256: str, saying: Saying, note: str | None = None) -> Decision:
        """List an image as protected: no label, no trace in the queue, a way to help for readers."""
        made = Decision(new_id(), PROTECTED, PROTECTED, self._team, sha256=sha256, note=note)
        known = await self._store.entries.of_image(sha256)
        sketch = next((entry.sketch for entry in known if entry.sketch), None)
        listed = Entry(
            new_id(), Kind.PROTECTED, Basis.REVIEWED, Process.UNKNOWN, EntryState.ACTIVE, sha256, sketch
        )
        listed = replace(listed, origin=BY_REVIEW)
        return await self._register.rule(Ruling(made, listed, word=saying(made)), [listed])

    async def withdraw(
        self, id: str, reason: str, acts: Sequence[Act], given: Given | None = None, by: str | None = None
    ) -> Decision:
        """Take a decision back: what was decided before it stands again, a contest is open again.

        ``given`` is the word of the queue that it followed from, ``by`` who takes it back. Raises NotFound,
        or Conflict when it does not stand any more.
        """
        found = await self._store.cases.decision(id)
        if found is None or found.sha256 is None or found.entry is not None:
            raise NotFound("there is no decision about an image with this id")
        made = Decision(
            new_id(), WITHDRAWN, reason, self._team, found.sha256, contest=found.contest, withdraws=id
        )
        known = await self._store.entries.of_image(found.sha256)
        taken = Withdrawal(made, given=given, by=by, acts=tuple(acts))
        if found.verdict == KEEP:
            return await self._register.take_back(taken, [])
        if found.verdict == PROTECTED:
            listed = [e for e in known if e.kind is Kind.PROTECTED and e.origin == BY_REVIEW]
            if not listed:
                raise Conflict("this image is not listed any more")
            return await self._register.take_back(replace(taken, unlisted=listed[-1].id), listed)
        stood = [one for one in standing(await self._store.cases.decisions(found.sha256)) if one.id != id]
        entry = self._entry(stood[-1], await self._sketch(stood[-1], known)) if stood else None
        touched = [*(e for e in known if e.basis is Basis.REVIEWED), *([entry] if entry else [])]
        return await self._register.take_back(replace(taken, retracts=True, entry=entry), touched)

    async def _about_entry(self, asked: EntryDecision, made: Decision, who: str) -> Decision:
        entry = await self._store.entries.get(asked.entry)
        if entry is None:
            raise NotFound("there is no entry of this id")
        if entry.state is not EntryState.WAITING:
            raise Conflict(f"this entry is {entry.state}; only waiting ones are decided about")
        made = replace(made, sha256=entry.sha256, entry=entry.id)
        ruling = Ruling(made, settled=_ABOUT_ENTRY[asked.verdict], acts=(_act(made, who),))
        return await self._register.rule(ruling, [entry])

    async def _about_contest(
        self, asked: ContestDecision, made: Decision, who: str, saying: Saying | None
    ) -> Decision:
        contest = await self._store.cases.contest(asked.contest)
        if contest is None:
            raise NotFound("there is no case of this id")
        if contest.state is not ContestState.OPEN:
            raise Conflict("this case is decided already")
        made = replace(made, sha256=contest.sha256, contest=contest.id)
        if asked.verdict == KEEP:
            ruling = _ruling(made, who, saying, closed=ContestState.KEPT)
            return await self._register.rule(ruling, [])
        return await self._about_image(made, who, saying, closed=ContestState.CHANGED)

    async def _about_image(
        self, made: Decision, who: str, saying: Saying | None, closed: ContestState | None = None
    ) -> Decision:
        """A decision is an entry of the highest weight; it takes the place of earlier ones."""
        known = await self._store.entries.of_image(str(made.sha256))
        sketch = await self._sketch(made, known)
        if made.near and sketch is None:
            raise Conflict(
                "the registry holds no fingerprint of this image, so near copies cannot be found; "
                "add it first: colophon registry add FILE"
            )
        new = self._entry(made, sketch)
        earlier = [e for e in known if e.basis is Basis.REVIEWED and e.kind is Kind.STATEMENT]
        ruling = _ruling(made, who, saying, entry=new, closed=closed)
        return await self._register.rule(ruling, [new, *earlier])

    async def _sketch(self, made: Decision, known: Sequence[Entry]) -> bytes | None:
        return await self._fingerprints.best(str(made.sha256), known) if made.near else None

    def _entry(self, made: Decision, sketch: bytes | None) -> Entry:
        at = datetime.fromtimestamp(made.created, UTC) if made.created else datetime.now(UTC)
        return Entry(
            id=new_id(),
            kind=Kind.STATEMENT,
            basis=Basis.REVIEWED,
            process=Process.UNKNOWN if made.verdict == NO_FINDING else Process(made.verdict),
            sha256=made.sha256,
            sketch=sketch,
            said_by=self._team,
            words=made.reason,
            date=at.date().isoformat(),
            permalink=f"{self._address}/decisions/{made.id}" if self._address else None,
            expires=made.expires,
        )


def facts_of(made: Decision) -> dict[str, Any]:
    """What the log says of a decision; never its private note."""
    given = {
        "decision": made.id,
        "verdict": made.verdict,
        "reason": made.reason,
        "near": made.near or None,
        "expires": made.expires,
        "contest": made.contest,
        "entry": made.entry,
    }
    return {name: value for name, value in given.items() if value is not None}


def _ruling(made: Decision, who: str, saying: Saying | None, **more: Any) -> Ruling:
    word = saying(made) if saying is not None else None
    return Ruling(made, word=word, acts=(_act(made, who),), **more)


def _act(made: Decision, who: str) -> Act:
    """Of a decision that was made past the queue."""
    return Act(who, DECISION, image=made.sha256, data=facts_of(made))


def _end_of(day: date | None) -> int | None:
    """The end of a day (UTC), in seconds since 1970."""
    if day is None:
        return None
    return int(datetime.combine(day, time(), UTC).timestamp()) + DAY_SECONDS
