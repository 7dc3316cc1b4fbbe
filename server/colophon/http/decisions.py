"""The public page of a decision: what was found, why, whether it stands. Never the image, nobody's name."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from colophon.errors import NotFound
from colophon.evidence import Confidence, Evidence, Process, Rank, Source
from colophon.http.operations import Operation
from colophon.http.pages import rendered
from colophon.http.pair import CONTENT_SECURITY_POLICY
from colophon.http.parameters import id_of, id_parameter
from colophon.http.published import published_here
from colophon.http.readers_pages import language_of, words_of
from colophon.http.services import SERVICES
from colophon.labels import catalogue
from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.messages import messages
from colophon.labels.values import clean, fill, localised_date
from colophon.store.cases import Decision
from colophon.store.published import Published

ANY_PROCESS = "captured.moderator"  # its limits speak of no process


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands: ``key`` names the sentence, ``at`` its date in seconds since 1970."""

    key: str
    at: int | None = None
    newer: str | None = None  # the decision that took its place
    why: str | None = None


async def decision_page(request: web.Request) -> web.Response:
    """For whoever follows a link from a card, a label or a list."""
    address = published_here(request).address
    store, id = request.app[SERVICES].store, id_of(request, "id")
    told = await store.published.of_decision(id)
    made = await store.cases.decision(id)
    if not told or made is None or told[-1].emptied:
        raise NotFound("there is no public decision of this id")
    others = await store.cases.decisions(told[-1].sha256)
    back = next((one for one in others if one.withdraws == id), None)
    latest = (await store.published.of_image(told[-1].sha256))[-1]
    standing = standing_of(told[-1], latest, back, time.time())
    locale = language_of(request.headers.get("Accept-Language", ""))
    values = page_values(made, standing, locale, address)
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Content-Language": locale,
        "Vary": "Accept-Language",
    }
    return web.Response(text=rendered("decision.html", **values), content_type="text/html", headers=headers)


def standing_of(told: Published, latest: Published, back: Decision | None, now: float) -> Standing:
    """From the last row of a decision, the last one of its image, and what took the decision back."""
    if not told.negated:
        if told.expires is not None and told.expires <= now:
            return Standing("ran_out", told.expires)
        return Standing("stands") if told.expires is None else Standing("until", told.expires)
    newer = latest.decision if latest.counts_at(now) else None
    if back is not None:
        return Standing("taken_back", back.created, newer, back.reason)
    return Standing("replaced", told.created, newer)


def page_values(made: Decision, standing: Standing, locale: str, address: str) -> Mapping[str, Any]:
    """What the page says, in words."""
    words, texts = words_of(locale)["decision"], messages(locale)
    limits = texts.labels.get(f"{made.verdict}.moderator", texts.labels[ANY_PROCESS]).limits
    return {
        "lang": locale,
        "rtl": locale in RIGHT_TO_LEFT,
        "text": words,
        "sentence": sentence_of(made, locale),
        "standing": fill(words[standing.key], {"date": _day(standing.at, locale)}),
        "newer": standing.newer,
        "why_back": standing.why,
        "reason": made.reason,
        "team": clean(made.team),
        "near": made.near,
        "sha256": made.sha256,
        "limits": limits,
        "contest_reader": fill(words["contest_reader"], {"contest": words["card"]}),
        "contest_others": fill(words["contest_others"], {"host": urlsplit(address).netloc}),
    }


def sentence_of(made: Decision, locale: str) -> str:
    """The sentence of the card that says what reviewers found."""
    found = Process(made.verdict) if made.verdict in set(Process) else Process.UNKNOWN
    said = (Source.MODERATOR, found, Confidence.REVIEWED, Rank.MODERATOR, made.team, _iso(made.created))
    return catalogue(locale).row(Evidence(*said), headline=True).text


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _day(at: int | None, locale: str) -> str:
    return "" if at is None else localised_date(_iso(at), messages(locale))


DECISION_PAGE = Operation(
    "GET",
    "/decisions/{id}",
    decision_page,
    "A decision, where this server publishes them: what was found, why, and whether it stands",
    {200: "text/html"},
    problems=(400, 404, 503),
    parameters=(id_parameter("id", "decision"),),
    page=True,
)
