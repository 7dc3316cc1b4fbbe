"""Taking part: reading about a study, enrolling, sending events, withdrawing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from colophon.config import Limits
from colophon.errors import Conflict, NotFound, NotPaired, TooManyRequests
from colophon.pairing.codes import hash_code, hash_secret
from colophon.store.database import Store
from colophon.store.participants import Newcomer, Participant
from colophon.store.shared import Shared
from colophon.store.studies import Study as Kept
from colophon.store.studies import StudyState
from colophon.study.assign import in_holdout
from colophon.study.events import Batch, Withdraw
from colophon.study.intake import misfits, rows
from colophon.study.names import item_key, participant_of, token_of
from colophon.study.public import public
from colophon.study.rules import (
    check_consent,
    check_dates,
    debrief_for,
    drawing,
    most_of,
    parsed,
    phases_of,
    state_of,
    stratum_of,
)
from colophon.study.spec.study import Study
from colophon.study.wire import (
    EnrolIn,
    EnrolOut,
    PublicStudy,
    Recorded,
    RefusedEvent,
    StateOut,
    Withdrawn,
)

log = logging.getLogger(__name__)

KEPT_SECONDS = 1.0  # a study is read again after that: so soon a closed one takes nothing more
DAY_SECONDS = 86_400
HOSTED = "hosted"  # the platform of a feed that the study serves
_MINUTE = 60
_WRONG = "wrong study codes"
_UNKNOWN = "this needs the token of somebody who takes part: enrol first, with consent"


@dataclass(frozen=True, slots=True)
class Known:
    """A study as it was a moment ago."""

    kept: Kept
    file: Study
    read_at: float


@dataclass(frozen=True, slots=True)
class Part:
    """A participant of a study."""

    study: Known
    participant: Participant


@dataclass(frozen=True, slots=True)
class Sender(Part):
    """One whose events may come."""

    token: str  # its SHA-256


class Studies:
    """Studies of this server, for those who take part. Its methods belong to one event loop.

    All raise NotFound for a study that there is not, SQLAlchemyError when the database does not answer; those
    with a ``token`` raise NotPaired where it is no participant's of that study.
    """

    def __init__(
        self, store: Store, shared: Shared, limits: Limits, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._shared = shared
        self._limits = limits
        self._clock = clock
        self._known: dict[str, Known] = {}

    def now(self) -> float:
        """Unix time, as dates of studies are held against it."""
        return self._clock()

    async def read(self, id: str, code: str | None, token: str | None) -> PublicStudy:
        """What somebody who was invited, or takes part, may read. Raises NotFound for a wrong code, too."""
        known = await self._study(id)
        if token is not None:
            await self._participant(id, token)
        else:
            await self._check_code(id, code or "")
        return public(replace(known.kept, state=state_of(known.kept, known.file, self._clock())), known.file)

    async def enrol(self, id: str, asked: EnrolIn) -> EnrolOut:
        """Draw once; who enrolled before gets the same again.

        Raises Refused without consent, Conflict where the study takes nobody, NotFound for a wrong code.
        """
        known = await self._study(id)
        await self._check_code(id, asked.code)
        study, salt = known.file, known.kept.salt
        name = participant_of(salt, asked.participant)
        check_consent(study, asked)
        one = await self._store.participants.find(id, name)
        if one is None:
            one = await self._take_in(known, asked, name)
        begins, baseline, ends = phases_of(study, one)
        return EnrolOut(
            token=token_of(salt, asked.participant),
            participant=one.participant,
            levels=dict(one.levels),
            holdout=one.holdout,
            preview=one.preview,
            item_key=item_key(salt),
            freeze=known.kept.freeze,
            enrolled_at=begins,
            baseline_ends=baseline,
            treatment_ends=ends,
        )

    async def known(self, id: str) -> Known:
        """A study as it was a moment ago."""
        return await self._study(id)

    async def part(self, id: str, token: str) -> Part:
        """Whose token it is, also when the study is closed."""
        return Part(await self._study(id), await self._participant(id, token))

    async def sender(self, id: str, token: str) -> Sender:
        """Who is about to send events: asked before any are read. Raises Conflict for a closed study."""
        known, one = await self._study(id), await self._participant(id, token)
        if state_of(known.kept, known.file, self._clock()) is not StudyState.ENROLLING:
            raise Conflict("this study is closed: nothing is recorded any more")
        return Sender(known, one, hash_secret(token))

    async def record(self, sender: Sender, batch: Batch) -> Recorded:
        """Keep what is new. Raises TooManyRequests beyond a day's events, NotPaired after a withdrawal."""
        one = sender.participant
        if any(isinstance(event, Withdraw) for event in batch.events):
            await self._withdraw(sender.study, one)
            return Recorded(accepted=0, duplicates=0, refused=[])
        refused: list[RefusedEvent] = misfits(sender.study.file, one, batch)
        kept = rows(batch, refused)
        if batch.preview or not kept:
            return Recorded(accepted=0, duplicates=0, refused=refused)
        await self._count(one, len(kept))
        versions = f"{batch.extension} {batch.resolver} {batch.labels}"
        new = await self._store.events.add(sender.token, batch.session, versions, kept)
        if not new and await self._store.participants.of_token(one.study, sender.token) is None:
            raise NotPaired(_UNKNOWN)
        return Recorded(accepted=new, duplicates=len(kept) - new, refused=refused)

    async def state(self, id: str, token: str) -> StateOut:
        """How the study stands for a participant."""
        known, one = await self._study(id), await self._participant(id, token)
        begins, baseline, ends = phases_of(known.file, one)
        state = state_of(known.kept, known.file, self._clock())
        return StateOut(
            state=state,
            freeze=known.kept.freeze,
            levels=dict(one.levels),
            holdout=one.holdout,
            enrolled_at=begins,
            baseline_ends=baseline,
            treatment_ends=ends,
            debrief=debrief_for(known.file, one) if state is StudyState.DEBRIEFED else None,
        )

    async def withdraw(self, id: str, token: str) -> Withdrawn:
        """Delete everything of a participant. Who saw altered labels is told what the study was about."""
        known, one = await self._study(id), await self._participant(id, token)
        return await self._withdraw(known, one)

    async def _take_in(self, known: Known, asked: EnrolIn, name: str) -> Participant:
        study, salt = known.file, known.kept.salt
        check_dates(study, self._clock())
        if asked.platform == HOSTED and not await self._store.items.any(study.id):
            raise Conflict("this study has no posts yet: `colophon study feed add` puts them there")
        holdout = in_holdout(study, asked.participant)
        new = Newcomer(
            study=study.id,
            participant=name,
            token=hash_secret(token_of(salt, asked.participant)),
            code=hash_code(asked.code),
            consent=asked.consent.sha256,
            locale=asked.locale,
            platform=asked.platform,
            extension=asked.extension,
            holdout=holdout,
            stratum=None if holdout else stratum_of(study, asked),
        )
        draw = drawing(study, salt, new, asked.participant)
        one = await self._store.participants.enrol(new, draw, most_of(study))
        log.info("somebody takes part in a study", extra={"study": study.id})
        return one

    async def _withdraw(self, known: Known, one: Participant) -> Withdrawn:
        await self._store.participants.withdraw(one.number)
        log.info("somebody withdrew from a study", extra={"study": one.study})
        told = debrief_for(known.file, one)
        return Withdrawn(debrief=told if told.altered else None)

    async def _study(self, id: str) -> Known:
        known = self._known.get(id)
        if known is None or self._clock() - known.read_at > KEPT_SECONDS:
            kept = await self._store.studies.get(id)
            if kept is None:
                self._known.pop(id, None)
                raise NotFound("there is no study of this name here, or the link to it is wrong")
            self._known[id] = known = Known(kept, parsed(kept.frozen), self._clock())
        return known

    async def _participant(self, id: str, token: str) -> Participant:
        one = await self._store.participants.of_token(id, hash_secret(token))
        if one is None:
            raise NotPaired(_UNKNOWN)
        return one

    async def _check_code(self, id: str, code: str) -> None:
        """Whether it is one of the study's, be it used up. Guesses are counted over all processes."""
        if await self._store.studies.code(id, hash_code(code)) is not None:
            return
        spent = await self._shared.spend(_WRONG, 1, _MINUTE)
        if spent.amount > self._limits.wrong_codes_per_minute:
            said = f"more than {self._limits.wrong_codes_per_minute} wrong codes came in within a minute"
            raise TooManyRequests(f"{said}; try again", spent.seconds_left)
        raise NotFound("there is no study of this name here, or the link to it is wrong")

    async def _count(self, one: Participant, events: int) -> None:
        spent = await self._shared.spend(f"events:{one.study}:{one.participant}", events, DAY_SECONDS)
        if spent.amount > self._limits.study_events_per_day:
            raise TooManyRequests(
                f"a study takes {self._limits.study_events_per_day} events a day (UTC) from one participant",
                spent.seconds_left,
            )
