"""What changed between two audits of the same source: images that came or went, labels and evidence."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from colophon.audit.report.outcome import Outcome, kind_of, outcome_of
from colophon.audit.rows import Audit, Row, audit_of, rows
from colophon.errors import InputError

SHOWN = 50  # changes of each sort that are kept to be shown
_SAID = ("source", "process", "confidence", "rank", "source_name", "date")  # of evidence: not its wording
_DETAILS = ("band", "match", "integrity", "trust", "content_claim")  # not scores


class Sort(StrEnum):
    """What happened to an image; of several the first that holds."""

    APPEARED = "appeared"
    GONE = "gone"
    REPLACED = "replaced"  # the appearance has another image now
    LABEL = "label"  # another label, or another reason for none
    EVIDENCE = "evidence"  # the same label, other evidence


@dataclass(frozen=True, slots=True)
class Change:
    """One image. ``n_before`` and ``n`` are its rows, ``before`` and ``now`` what `kind_of` says of them."""

    sort: Sort
    id: str
    n_before: int | None
    n: int | None
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class _State:
    n: int
    kind: str
    image: bytes
    evidence: bytes

    @classmethod
    def of(cls, row: Row) -> _State:
        said = sorted(_piece(one) for one in row.get("evidence") or [])
        evidence = hashlib.blake2b(orjson.dumps(said), digest_size=8).digest()
        return cls(row["n"], kind_of(row), bytes.fromhex(row.get("sha256") or "")[:16], evidence)


@dataclass(slots=True)
class Difference:
    """``counts`` by sort, ``moves`` of labels by (before, now), the first changes of each sort in ``shown``.

    ``versions`` are (part, before, now) where they differ: other checks may give other labels. ``protected``
    images of either audit are counted, and nothing is said of them.
    """

    before: Audit
    now: Audit
    counts: Counter[Sort] = field(default_factory=Counter)
    unchanged: int = 0
    protected: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[Sort, list[Change]] = field(default_factory=dict)

    @property
    def versions(self) -> list[tuple[str, str, str]]:
        """Parts of the program whose version is another."""
        one, other = (
            {"colophon": audit.colophon} | {name: str(value) for name, value in audit.versions.items()}
            for audit in (self.before, self.now)
        )
        names = sorted(one.keys() | other.keys())
        return [(n, one.get(n, "none"), other.get(n, "none")) for n in names if one.get(n) != other.get(n)]

    @property
    def sampled(self) -> bool:
        """Whether one of them looked at a part only: then what came or went may just not have been drawn."""
        return self.before.sampling is not None or self.now.sampling is not None


def _ignore(_: Change) -> None:
    pass


def difference(before: Path, now: Path, each: Callable[[Change], None] = _ignore) -> Difference:
    """Compare two finished audits; ``each`` is told of every change, those that went last.

    About 0.4 KB for each image of the earlier one. Raises InputError where one is not finished, and where
    they are of other formats.
    """
    found = Difference(audit_of(before), audit_of(now))
    names = (found.before.source["name"], found.now.source["name"])
    if names[0] != names[1]:
        raise InputError(
            f"{before} is an audit of a source of the format {names[0]}, {now} of {names[1]}: only audits of "
            "the same source can be compared"
        )
    for change in _changes(before, now, found):
        found.counts[change.sort] += 1
        if change.sort is Sort.LABEL and change.before and change.now:
            found.moves[change.before, change.now] += 1
        kept = found.shown.setdefault(change.sort, [])
        if len(kept) < SHOWN:
            kept.append(change)
        each(change)
    return found


def as_data(found: Difference) -> dict[str, Any]:
    """For programs. Under ``changes`` are the first of each sort."""
    return {
        "before": _about(found.before),
        "now": _about(found.now),
        "counts": {str(sort): found.counts[sort] for sort in Sort},
        "unchanged": found.unchanged,
        "protected": found.protected,
        "moves": [
            {"before": before, "now": now, "images": number} for (before, now), number in moves_of(found)
        ],
        "versions": [{"part": part, "before": old, "now": new} for part, old, new in found.versions],
        "changes": {str(sort): [asdict(one) for one in found.shown.get(sort, [])] for sort in Sort},
    }


def moves_of(found: Difference) -> list[tuple[tuple[str, str], int]]:
    """The most frequent first."""
    return sorted(found.moves.items(), key=lambda pair: (-pair[1], pair[0]))


def _changes(before: Path, now: Path, found: Difference) -> Iterator[Change]:
    old, secret = dict[str, _State](), set[str]()
    for row in rows(before):
        if outcome_of(row) is Outcome.PROTECTED:
            secret.add(row["id"])
        else:
            old[row["id"]] = _State.of(row)
    for row in rows(now):
        id = row["id"]
        if id in secret or outcome_of(row) is Outcome.PROTECTED:
            secret.add(id)
            old.pop(id, None)
            continue
        state, earlier = _State.of(row), old.pop(id, None)
        if earlier is None:
            yield Change(Sort.APPEARED, id, None, state.n, None, state.kind)
        elif sort := _sort(earlier, state):
            yield Change(sort, id, earlier.n, state.n, earlier.kind, state.kind)
        else:
            found.unchanged += 1
    found.protected = len(secret)
    for id, state in old.items():
        yield Change(Sort.GONE, id, state.n, None, state.kind, None)


def _sort(before: _State, now: _State) -> Sort | None:
    if before.image and now.image and before.image != now.image:
        return Sort.REPLACED
    if before.kind != now.kind:
        return Sort.LABEL
    return Sort.EVIDENCE if before.evidence != now.evidence else None


def _piece(one: dict[str, Any]) -> list[str]:
    details = one.get("details") or {}
    return [*(str(one.get(name)) for name in _SAID), *(str(details.get(name)) for name in _DETAILS)]


def _about(audit: Audit) -> dict[str, Any]:
    fingerprint = audit.source.get("sha256") or audit.source.get("fingerprint")
    return {"date": audit.date, "source": fingerprint, "images": audit.sampled, "found": audit.found}
