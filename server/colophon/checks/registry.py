"""The check of known copies: what was remembered about the same picture comes back with it."""

from __future__ import annotations

from collections.abc import Iterator

from colophon.checks.base import Report
from colophon.checks.statements import known
from colophon.entry import ABOUT_A_PART, Basis, Entry, EntryState
from colophon.evidence import Confidence, Evidence, JSONValue, Match, Rank, Source
from colophon.images.picture import Picture
from colophon.registry.memory import Hit, Registry

# Evidence source, rank and confidence by what the entry rests on (specification, section 5).
_WEIGHT = {
    Basis.REVIEWED: (Source.MODERATOR, Rank.MODERATOR, Confidence.REVIEWED),
    Basis.RECORDED: (Source.REGISTRY, Rank.REGISTRY, Confidence.MATCHED),
    Basis.STATED: (Source.REGISTRY_CREATOR, Rank.STATED, Confidence.MATCHED),
}


class RegistryCheck:
    """Looks for the picture among the entries. A `Check` of pictures.

    Its findings are cached like all others; `Registry.outdated` says when they no longer hold.
    """

    name = "registry"
    version = "1"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def look(self, subject: Picture) -> Report:
        """One piece of evidence per copy found, exact and earlier ones first."""
        hits = self._registry.matches(subject)
        return Report(tuple(_evidence(hit) for hit in _telling(hits, subject.sha256)))


def _telling(hits: list[Hit], sha256: str) -> Iterator[Hit]:
    """Without what a record in this very file says: the file says so itself."""
    for hit in hits:
        entry = hit.entry
        if not (entry.basis is Basis.RECORDED and entry.origin is None and entry.sha256 == sha256):
            yield hit


def _weight(entry: Entry) -> tuple[Source, Rank, Confidence]:
    """A platform's own label is its record of the post; it is still a statement, and weighs as one.

    So is an entry of a list that this server follows: nobody posted it.
    """
    said = known().get(entry.pattern or "")
    by_platform = said is not None and said.source is Source.PLATFORM
    if entry.basis is Basis.STATED and (by_platform or entry.followed):
        return Source.REGISTRY, Rank.STATED, Confidence.MATCHED
    return _WEIGHT[entry.basis]


def _evidence(hit: Hit) -> Evidence:
    entry = hit.entry
    source, rank, confidence = _weight(entry)
    quote = "reason" if entry.basis is Basis.REVIEWED else "quote"
    told: dict[str, JSONValue] = {
        "match": _match(hit),
        "entry": entry.id,
        quote: entry.words,
        "permalink": entry.permalink,
        "owner": entry.owner if entry.state is EntryState.WAITING else None,
    }
    return Evidence(
        source,
        entry.process,
        confidence,
        rank,
        source_name=entry.said_by,
        date=entry.date,
        details={key: value for key, value in told.items() if value is not None},
    )


def _match(hit: Hit) -> Match:
    lost_a_part = not hit.whole and hit.entry.process in ABOUT_A_PART
    return Match.SIMILAR if lost_a_part else hit.match
