"""Outcomes of checks, written shortly."""

from __future__ import annotations

from colophon.evidence import Outcome, Reason, State, Why


def skipped(why: Why, **values: str) -> Outcome:
    return Outcome(State.SKIPPED, (Reason(why, values),))


def error(why: Why, **values: str) -> Outcome:
    return Outcome(State.ERROR, (Reason(why, values),))
