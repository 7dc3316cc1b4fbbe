"""Assessments as JSON, kept as long as making them again would give the same bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from colophon.assess import Asking, assessment
from colophon.evidence import Findings, Statement, Status
from colophon.labels import catalogue

OVERHEAD = 700  # bytes that an entry takes besides its JSON (measured)
_PLACE = b'"versions":{}'
_PREFIX = b'{"sha256":"%b","known":true,"assessment":'
_PREFIX_LENGTH = len(_PREFIX % (b"0" * 64))
_VERSIONS: TypeAdapter[Mapping[str, str | int]] = TypeAdapter(dict[str, str | int])

Kind = tuple[str, bool, bool, str | None, bool]  # language, scores, may speak, post, avatar
Key = tuple[str, Kind, tuple[Statement, ...]]


class Versions:
    """What assessments are made with, as a value and as JSON."""

    __slots__ = ("json", "value")

    def __init__(self, value: Mapping[str, str | int]) -> None:
        self.value = value
        self.json = _VERSIONS.dump_json(value)


@dataclass(slots=True)
class Rendering:
    """One assessment. Its JSON is ``before``, the versions, ``after``; as one answer of a lookup.

    ``findings`` are what it was made from; ``used`` says that somebody asked for it since it was kept.
    """

    findings: Findings
    before: bytes
    after: bytes
    status: Status
    used: bool = False

    def answer(self, versions: Versions) -> bytes:
        """The JSON of the assessment alone."""
        return b"".join((self.before[_PREFIX_LENGTH:], versions.json, self.after[:-1]))


class Renderings:
    """Renderings of at most ``size`` bytes together. For use in one thread (the event loop's).

    The oldest goes first, but what was used since it was kept gets a second chance: an order of use would
    take as long as everything else that a lookup does with an image. What holds something for one reader only
    (evidence with an ``owner``) is never kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._kept: OrderedDict[Key, Rendering] = OrderedDict()
        self._plain: dict[Kind, dict[str, Rendering]] = {}  # of these, those without statements by SHA-256
        self._versions = Versions({})

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def held(self) -> int:
        """Bytes that they take."""
        return self._held

    def versions(self, value: Mapping[str, str | int]) -> Versions:
        """``value`` with its JSON, which is made again only when it is another object than the last time."""
        if value is not self._versions.value:
            self._versions = Versions(value)
        return self._versions

    def of(self, findings: Findings, asking: Asking, may_speak: bool) -> Rendering:
        """The assessment of ``findings``, rendered now or before; `colophon.assess.assessment` says which."""
        language, post = catalogue(asking.locale).locale, asking.post
        kind = language, asking.scores, may_speak, post, asking.avatar
        key = findings.sha256, kind, tuple(asking.statements)
        kept = self._kept.get(key)
        if kept is not None and _same(kept.findings, findings):
            kept.findings, kept.used = findings, True
            return kept
        made = _rendered(findings, asking, may_speak)
        if not any("owner" in piece.details for piece in findings.evidence):
            self._keep(key, made)
        return made

    def quick(
        self, language: str, scores: bool, may_speak: bool, post: str | None, avatar: bool
    ) -> Mapping[str, Rendering]:
        """What is kept for an occurrence of this kind that makes no statements, by the image's SHA-256.

        A rendering holds where its ``findings`` are the very ones; whoever takes it sets ``used``.
        """
        return self._plain.get((language, scores, may_speak, post, avatar), {})

    def _keep(self, key: Key, made: Rendering) -> None:
        if key in self._kept:
            self._forget(key)
        sha256, kind, statements = key
        self._kept[key] = made
        self._held += _size(made)
        if not statements:
            self._plain.setdefault(kind, {})[sha256] = made
        while self._held > self._size:
            oldest, kept = next(iter(self._kept.items()))
            if kept.used:
                kept.used = False
                self._kept.move_to_end(oldest)
            else:
                self._forget(oldest)

    def _forget(self, key: Key) -> None:
        sha256, kind, statements = key
        self._held -= _size(self._kept.pop(key))
        if not statements:
            del self._plain[kind][sha256]


def _same(kept: Findings, found: Findings) -> bool:
    """Whether nothing differs but when they were found to hold."""
    if kept is found:
        return True
    return replace(kept, generation=found.generation, looked_with=found.looked_with) == found


def _rendered(findings: Findings, asking: Asking, may_speak: bool) -> Rendering:
    assessed = assessment(findings, asking, {}, may_speak)
    # the last place that reads like it: what follows it is text, in which quotation marks are escaped
    before, _, after = assessed.model_dump_json().encode().rpartition(_PLACE)
    return Rendering(
        findings,
        _PREFIX % findings.sha256.encode() + before + _PLACE[:-2],
        after + b"}",
        assessed.status,
    )


def _size(made: Rendering) -> int:
    return len(made.before) + len(made.after) + OVERHEAD
