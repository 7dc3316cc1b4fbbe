"""What the registry learns of somebody else's decisions and lists. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from colophon.entry import REMEMBERED, Basis, Entry, Kind
from colophon.evidence import Process
from colophon.images.sketch import Sketch
from colophon.registry.formats import Row
from colophon.registry.intake import plain
from colophon.registry.lines import Problem
from colophon.registry.lists import Collection, entry_of_row
from colophon.registry.remember import new_id
from colophon.store.published import Published
from colophon.store.subscriptions import Subscription

# What somebody else's reviewers found counts here where it is about AI. That they found a camera's picture is
# no trusted capture (specification, section 7, rule 5); that they could not tell takes no label off here.
_TOLD = REMEMBERED - {Process.CAPTURED_EARLIER}


def last_words(records: Sequence[Published]) -> dict[str, Published]:
    """Of each image what was said of it last, in that order."""
    last: dict[str, Published] = {}
    for record in records:
        last.pop(record.sha256, None)
        last[record.sha256] = record
    return last


def entry_of_record(record: Published, subscription: Subscription, now: float) -> Entry | None:
    """The entry that a decision gives here; None for a negation, and where there is nothing to say.

    It is a record of somebody else's, never a decision of this server's reviewers, whatever it says.
    """
    if record.process not in _TOLD or not record.counts_at(now):
        return None
    link = f"{subscription.url}/decisions/{record.decision}"  # the public page there
    return Entry(
        id=new_id(),
        kind=Kind.STATEMENT,
        basis=Basis.STATED if subscription.trust is Basis.STATED else Basis.RECORDED,
        process=Process(record.process),
        sha256=record.sha256,
        sketch=record.sketch if record.near and _is_sketch(record.sketch) else None,
        said_by=subscription.name,
        words=plain(record.reason),
        date=dt.datetime.fromtimestamp(record.created, dt.UTC).date().isoformat(),
        permalink=link if link.startswith("https://") else None,
        origin=subscription.origin,
        expires=record.expires,
    )


def entries_of_list(rows: Iterator[Row | Problem], subscription: Subscription) -> Iterator[Entry | Problem]:
    """The entries that a list gives here, all in the list's name; what is not taken is a `Problem`.

    No list of protected images is followed: who can name any picture could keep it from being looked at.
    """
    collection = Collection(subscription.origin, subscription.trust)
    for row in rows:
        if isinstance(row, Problem):
            yield row
        elif row.kind is not Kind.STATEMENT:
            yield Problem(0, "a followed list may not name protected images")
        else:
            entry = entry_of_row(row, collection)
            if entry.process is Process.CAPTURED_EARLIER and entry.basis is Basis.STATED:
                yield Problem(0, "that a camera took a picture is believed of records only")
            else:
                yield _in_its_name(entry, subscription)


def _in_its_name(entry: Entry, subscription: Subscription) -> Entry:
    return replace(entry, said_by=subscription.name, words=plain(entry.words))


def _is_sketch(data: bytes | None) -> bool:
    """Of a version that is read here; without one the same file is known all the same."""
    try:
        return data is not None and Sketch.load(data) is not None
    except ValueError:
        return False
