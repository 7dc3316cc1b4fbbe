"""Whether somebody is through with a feed: only then are they told how its pictures were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from colophon.study.spec.study import Study

KINDS = ("eligible", "survey_answered", "survey_dismissed", "error")
LOST = "server"  # the fault of an event in whose place something was refused that will never come


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that the server has, of `KINDS`."""

    kind: str
    item: str | None
    data: dict[str, Any]


def what_is_left(study: Study, items: Collection[str], heard: Iterable[Heard]) -> str | None:
    """What there is to do yet, in words; None for somebody who is through.

    Every post was on their page, and the questions after the feed were answered or declined. Whose browser
    says that the server refused what it recorded is let through: it cannot tell the rest any more.
    """
    shown: set[str] = set()
    over: set[str] = set()
    last = {one.name: one.questions[-1].name for one in study.surveys if one.when == "after"}
    for event in heard:
        if event.kind == "error" and event.data.get("fault") == LOST:
            return None
        if event.kind == "eligible" and event.item:
            shown.add(event.item)
        survey = str(event.data.get("survey", ""))
        answered = event.kind == "survey_answered" and event.data.get("question") == last.get(survey)
        if event.kind == "survey_dismissed" or answered:
            over.add(survey)
    if left := set(items) - shown:
        return f"{len(left)} of {len(items)} posts were not on the page yet"
    if open_yet := sorted(last.keys() - over):
        return f"the questions after the feed are open: {', '.join(open_yet)}"
    return None
