"""The tables of an export and what each column means: codebook, loaders and files are made from this.

Times are unix milliseconds, UTC. ``clock`` says how far the participant's clock can be trusted: an event's
``t_client`` is kept as it was sent, and marked where it lies more than `CLOCK_MS` after its arrival
(``ahead``) or before the participant's enrolment (``early``). Events may arrive long after they happened (a
browser that was offline sends them later), so a late arrival says nothing about the clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from colophon.study.spec.study import Study
from colophon.study.told import Column

FORMAT = 1  # of these tables; raised when a column changes its meaning or goes
CLOCK_MS = 300_000
TEXT, WHOLE, YES_NO, NUMBER = "text", "integer", "boolean", "number"
_MS = "unix ms, UTC"
_NEVER = "never missing"
_SHOWN = "the same in every arm"


def tables(study: Study) -> dict[str, list[Column]]:
    """The columns of each table, in their order."""
    return {
        "participants": _participants(study),
        "exposures": _exposures(study),
        "answers": _ANSWERS,
        "events": _EVENTS,
    }


def level_column(factor: str) -> str:
    """The name of a factor's column."""
    return f"level_{factor}"


def participant_factors(study: Study) -> list[str]:
    """Factors that are drawn once for each participant."""
    return [factor.name for factor in study.factors if factor.unit == "participant"]


def _column(table: str, name: str, type: str, meaning: str, **more: str) -> Column:
    told = {"range": "", "unit": "", "missing": _NEVER, "by": "extension"} | more
    return Column(table=table, name=name, type=type, meaning=meaning, **told)


def _participant(table: str) -> Column:
    meaning = "Participant: keyed hash of a code that only they have"
    return _column(table, "participant", TEXT, meaning, range="16 hex digits", by="server")


def _levels(study: Study, table: str, names: Sequence[str], missing: str) -> list[Column]:
    return [
        _column(
            table,
            level_column(factor.name),
            TEXT,
            f"Level of {factor.name}, drawn by {factor.unit}",
            range=", ".join(level.name for level in factor.levels),
            missing=missing,
            by="server" if factor.unit == "participant" else "extension",
        )
        for factor in study.factors
        if factor.name in names
    ]


def _participants(study: Study) -> list[Column]:
    name = "participants"
    levels = _levels(study, name, participant_factors(study), "empty: holdout")
    moments = [
        _column(name, "first_event", WHOLE, "First event by t_client", unit=_MS, missing="empty: no event"),
        _column(name, "last_event", WHOLE, "Last event by t_client", unit=_MS, missing="empty: no event"),
    ]
    return [
        _participant(name),
        _column(name, "enrolled_at", WHOLE, "Enrolment, after consent", unit=_MS, by="server"),
        _column(name, "locale", TEXT, "Language of the study for this participant"),
        _column(name, "platform", TEXT, "Site on which they enrolled"),
        _column(
            name,
            "stratum",
            TEXT,
            "Within which permuted blocks were drawn",
            missing="empty: drawn by hash",
            by="server",
        ),
        _column(name, "holdout", YES_NO, "Outside all arms", by="server"),
        *levels,
        _column(
            name,
            "consent_sha256",
            TEXT,
            "SHA-256 of the text that was agreed to",
            range="64 hex digits",
            by="server",
        ),
        _column(name, "sessions", WHOLE, "Sessions with an event", unit="count", by="export"),
        _column(name, "events", WHOLE, "Events", unit="count", by="export"),
        *(moment for moment in moments),
    ]


def _exposures(study: Study) -> list[Column]:
    name, checked = "exposures", "empty: the image was not checked"
    done = {"by": "export"}
    return [
        _participant(name),
        _column(
            name,
            "item",
            TEXT,
            "Image: the same bytes have the same name within a study",
            range="16 hex digits",
        ),
        _column(name, "session", TEXT, "Session of the browser, random"),
        _column(name, "appearance", WHOLE, "Which appearance in the session, from 1", unit="count"),
        _column(name, "phase", TEXT, "Phase of the participant", range="baseline, treatment"),
        _column(name, "platform", TEXT, "Site", missing=checked),
        *_levels(study, name, [f.name for f in study.factors], "empty: holdout, or not drawn"),
        _column(name, "would_label", TEXT, f"Label by the resolver, {_SHOWN}", missing="empty: no label"),
        _column(name, "would_process", TEXT, "Process of that label", missing="empty: no label"),
        _column(name, "would_source", TEXT, "Source of that label", missing="empty: no label"),
        _column(name, "shown_label", TEXT, "Label drawn; placebo for that chip", missing="empty: none"),
        _column(
            name, "applied", YES_NO, "What the arm asks for was drawn", missing="empty: nothing was reported"
        ),
        _column(
            name, "not_applied_reason", TEXT, "Why nothing was drawn", missing="empty: drawn, or not reported"
        ),
        _column(name, "latency_ms", WHOLE, "From in view to the chip", unit="ms", missing="empty: no chip"),
        _column(name, "visible_ms", WHOLE, "In view altogether", unit="ms", missing="empty: never in view"),
        _column(name, "longest_ms", WHOLE, "In view at a stretch", unit="ms", missing="empty: never in view"),
        _column(name, "exposed", YES_NO, "Counts as seen by the study's rule"),
        _column(
            name, "after_labelled", YES_NO, "Follows an image with a label drawn", missing="empty: not known"
        ),
        _column(name, "opened_card", YES_NO, "The label's card was opened"),
        _column(name, "opened_evidence", YES_NO, "The card's evidence was opened"),
        _column(name, "contested", YES_NO, "The label was contested"),
        _column(name, "hidden", YES_NO, "The label was hidden"),
        _column(name, "reported", YES_NO, "A problem with the label was reported"),
        _column(name, "share_click", YES_NO, "The post's share button was used"),
        _column(name, "like", YES_NO, "The post was liked"),
        _column(name, "reply", YES_NO, "A reply was begun"),
        _column(name, "truth", TEXT, "How the image was made", missing="empty: not known", by="researcher"),
        _column(name, "t_client", WHOLE, "First event of this appearance, their clock", unit=_MS),
        _column(name, "t_server", WHOLE, "Its arrival", unit=_MS, by="server"),
        _column(
            name, "clock", TEXT, "Worst mark of these events, see events", range="ok, ahead, early", **done
        ),
    ]


_ANSWERS = [
    _participant("answers"),
    _column("answers", "survey", TEXT, "Survey"),
    _column("answers", "item", TEXT, "Image it was about", missing="empty: not about one"),
    _column("answers", "session", TEXT, "Session of the browser"),
    _column("answers", "appearance", WHOLE, "Appearance of the image", missing="empty: not about one"),
    _column("answers", "question", TEXT, "Question", missing="empty: the survey was declined"),
    _column("answers", "answer", TEXT, "Answer; several options with ; between", missing="empty: left out"),
    _column("answers", "number", NUMBER, "Answer on a scale", missing="empty: no scale, or left out"),
    _column(
        "answers",
        "correct",
        YES_NO,
        "Whether it is the right option, or what an attention check asks for",
        missing="empty: nothing is right, or left out",
        by="export",
    ),
    _column("answers", "rt_ms", WHOLE, "From question to answer", unit="ms", missing="empty: declined"),
    _column("answers", "dismissed", YES_NO, "The survey was declined, or closed before its end"),
    _column("answers", "t_client", WHOLE, "When, by their clock", unit=_MS),
]

_EVENTS = [
    _participant("events"),
    _column("events", "session", TEXT, "Session of the browser, random"),
    _column("events", "seq", WHOLE, "Number in the session; unique with it and the participant"),
    _column("events", "kind", TEXT, "What happened"),
    _column("events", "t_client", WHOLE, "Their clock, as sent", unit=_MS),
    _column("events", "t_server", WHOLE, "Arrival", unit=_MS, by="server"),
    _column(
        "events",
        "clock",
        TEXT,
        f"ahead: t_client is over {CLOCK_MS // 60_000} min after arrival; early: as long before enrolment",
        range="ok, ahead, early",
        by="export",
    ),
    _column("events", "item", TEXT, "Image", missing="empty: not about one"),
    _column("events", "appearance", WHOLE, "Appearance of the image", missing="empty: not about one"),
    _column("events", "data", TEXT, "JSON; fields under the events of the codebook"),
    _column("events", "extension", TEXT, "Version of the extension"),
    _column("events", "resolver", TEXT, "Version of the resolver"),
    _column("events", "labels", TEXT, "Version of the label catalogue"),
]
