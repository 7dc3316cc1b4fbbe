"""A study's own feed, for those who take part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from colophon.errors import BadRequest, Conflict, NotFound
from colophon.labels import LABELS_VERSION
from colophon.resolve import RESOLVER_VERSION
from colophon.store.studies import StudyState
from colophon.store.study_events import EventTable
from colophon.store.study_items import Item, ItemTable
from colophon.study.enrolment import Part, Studies
from colophon.study.feed.order import in_order
from colophon.study.feed.through import KINDS, Heard, what_is_left
from colophon.study.feed.wire import CompletionOut, EndOut, FeedOut, PostOut, ToldOut
from colophon.study.names import code_of
from colophon.study.rules import debrief_for, state_of
from colophon.study.spec.hosted import Hosted
from colophon.study.spec.study import Study
from colophon.wire import AssessmentOut

MAX_TOLD = 200  # characters of what a panel calls somebody
_PLACEHOLDERS = ("{{", "${", "[[", "%7B%7B")  # of panels, where nothing was put in their place


class Feeds:
    """Feeds of this server's studies. All raise NotFound for a study without one."""

    def __init__(self, studies: Studies, items: ItemTable, events: EventTable) -> None:
        self._studies = studies
        self._items = items
        self._events = events

    async def hosted(self, id: str) -> tuple[Study, Hosted]:
        """The study, and what its file says of its feed."""
        study = (await self._studies.known(id)).file
        if study.feed != "hosted":
            raise NotFound("this study has no feed of its own: it runs in the extension")
        return study, study.hosted or Hosted()

    async def arrival(self, id: str, told: str) -> str:
        """The code of whoever a link says is coming. Raises BadRequest where it says nobody."""
        study, hosted = await self.hosted(id)
        if not told or len(told) > MAX_TOLD or told.startswith(_PLACEHOLDERS):
            raise BadRequest(
                f"the link has to say who comes, by {hosted.participant}=... of 1 to {MAX_TOLD} characters; "
                "the panel or the survey fills it in"
            )
        return code_of((await self._studies.known(study.id)).kept.salt, told)

    async def feed(self, id: str, token: str) -> FeedOut:
        """The posts in a participant's order. Raises NotPaired."""
        _, hosted = await self.hosted(id)
        part = await self._studies.part(id, token)
        items = await self._items.of(id)
        one = part.participant
        ordered = in_order(items, id, one.participant, shuffled=hosted.order == "shuffled")
        versions: dict[str, Any] = {"resolver": str(RESOLVER_VERSION), "labels": LABELS_VERSION}
        return FeedOut(posts=[_post(item, one.locale) for item in ordered], versions=versions)

    async def end(self, id: str, token: str) -> EndOut:
        """What a participant is told once they are through. Raises NotPaired, Conflict before that."""
        _, hosted = await self.hosted(id)
        part = await self._studies.part(id, token)
        items = await self._items.of(id)
        if (left := await self._left(part, items)) is not None:
            raise Conflict(f"the feed is not through: {left}; how its pictures were made is told after that")
        told = [_told(item, part) for item in items]
        completion = CompletionOut(url=hosted.completion_url, code=hosted.completion_code)
        return EndOut(
            debrief=debrief_for(part.study.file, part.participant), posts=told, completion=completion
        )

    async def _left(self, part: Part, items: Sequence[Item]) -> str | None:
        """What there is to do yet; nothing for who only tries the study out, and once it is closed."""
        known, one = part.study, part.participant
        state = state_of(known.kept, known.file, self._studies.now())
        if one.preview or state is not StudyState.ENROLLING:
            return None
        heard = [Heard(*event) for event in await self._events.of_kinds(one.number, KINDS)]
        return what_is_left(known.file, [item.item for item in items], heard)

    async def picture(self, id: str, item: str) -> tuple[str, bytes]:
        """Media type and bytes."""
        found = await self._items.picture(id, item)
        if found is None:
            raise NotFound("there is no such picture, or no longer: the study may be closed")
        return found


def _post(item: Item, locale: str) -> PostOut:
    return PostOut(
        item=item.item,
        width=item.width,
        height=item.height,
        author=item.author,
        caption=item.caption,
        alt=item.alt,
        assessment=AssessmentOut.model_validate(_text(item, locale)["shown"], strict=False),
    )


def _told(item: Item, part: Part) -> ToldOut:
    own = _text(item, part.participant.locale)["own"]
    return ToldOut(item=item.item, alt=item.alt, truth=item.truth, own=own, chosen=item.label is not None)


def _text(item: Item, locale: str) -> Any:
    return item.assessments.get(locale) or next(iter(item.assessments.values()))
