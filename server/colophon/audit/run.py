"""An audit from beginning to end, and from wherever it was stopped."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol

from colophon.audit import folder, shards
from colophon.audit.begin import apart, begin, held, settle_versions
from colophon.audit.engine import Engine, Event, Ready
from colophon.audit.fingerprint import fingerprint
from colophon.audit.index import forget_protected, write_index
from colophon.audit.plan import Plan
from colophon.audit.rows import Audit, audit_of, rows
from colophon.errors import InputError


class Listener(Protocol):
    """Hears how far it is."""

    def found(self, images: int) -> None:
        """So many images were found in the source, and there may be more."""

    def begins(self, audit: Audit, finished: int) -> None:
        """The images are known; so many of the shards are finished already."""

    def happens(self, event: Event) -> None:
        """Something happened to a shard."""

    def remark(self, words: str) -> None:
        """Something that whoever audits should know."""


def run(plan: Plan, engine: Engine, listener: Listener) -> Audit:
    """Do what is left of an audit: all of it, some shards, or nothing.

    May be killed at any moment; the next call goes on. Raises InputError where the folder is of something
    else, the source cannot be read or the folder not be written; Conflict where another is at work in it.
    """
    source = fingerprint(plan.source)
    apart(plan)
    with held(plan.out):
        try:
            return _run(plan, source, engine, listener)
        except OSError as error:
            raise InputError(
                f"{error.filename or plan.out}: {error.strerror or error}; the same command goes on with "
                "this audit once that is mended"
            ) from error


def _run(plan: Plan, fingerprint: Mapping[str, str], engine: Engine, listener: Listener) -> Audit:
    opened = cache(plan.opened)
    plan = begin(plan, fingerprint, opened)
    if folder.read_object(plan.out / folder.SKIPPED) is None:
        write_index(opened(), plan.out, plan.sampling, listener.found)
    audit = audit_of(plan.out)
    todo = [number for number in range(audit.shards) if not shards.is_finished(plan.out, number)]
    listener.begins(audit, audit.shards - len(todo))
    if todo:
        opened()  # what is unpacked is there before several workers look for it
        with engine.run(plan, todo) as events:
            _follow(plan, events, listener)
    _finish(plan)
    return audit_of(plan.out)


def _follow(plan: Plan, events: Iterable[Event], listener: Listener) -> None:
    said: set[str] = set()
    for event in events:
        if isinstance(event, Ready):
            remark = settle_versions(plan.out, event.versions, event.parts)
            for words in (*event.remarks, *([remark] if remark else [])):
                if words not in said:
                    said.add(words)
                    listener.remark(words)
        listener.happens(event)


def _finish(plan: Plan) -> None:
    """Take away what only the work needed. Done again after a kill in the middle of it."""
    protected = {row["n"] for row in rows(plan.out) if row["status"] == "protected"}
    if protected:
        forget_protected(plan.out, protected)
    shutil.rmtree(plan.out / folder.WORK, ignore_errors=True)
