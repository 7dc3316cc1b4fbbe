"""One shard, from its lines in the index to its rows: the same wherever it is done."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from colophon.assess import Asking, assessment
from colophon.audit.index import Index, occurrence_of, reduced
from colophon.audit.parts import Parts, parts
from colophon.audit.plan import Plan, patient
from colophon.audit.shards import write_shard
from colophon.audit.timeline import Source
from colophon.checks.all import ImageChecks, image_checks
from colophon.checks.disclosure import statements_of
from colophon.config import Config
from colophon.errors import InputError, NotAnImage, TooLarge
from colophon.evidence import Findings, Occurrence, Post, Reason, Status, Why
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.labels import LABELS_VERSION, catalogue
from colophon.registry.local import local_registry
from colophon.registry.memory import Registry
from colophon.resolve import RESOLVER_VERSION

log = logging.getLogger(__name__)

REMEMBERED = 1000  # findings of images seen before, 1 to 5 KB each; copies are posted close to each other
_NOT_KEPT = {"versions", "help"}  # the same in every row: `audit.json` has the one, the report the other
_MIB = 1024 * 1024

Row = dict[str, Any]


@dataclass(slots=True)
class Desk:
    """The checks and the source, opened once and used for any number of shards. Not thread-safe."""

    plan: Plan
    config: Config
    source: Source
    index: Index
    image: ImageChecks
    registry: Registry
    seen: OrderedDict[str, Findings] = field(default_factory=OrderedDict)

    @property
    def versions(self) -> dict[str, str | int]:
        """What the rows rest on, as an assessment names it."""
        return {
            "resolver": RESOLVER_VERSION,
            "labels": LABELS_VERSION,
            **self.image.versions,
            "generation": self.registry.generation,
        }

    @property
    def parts(self) -> Parts:
        """What there is of what an audit can do without."""
        return parts(self.config, self.image)

    @property
    def remarks(self) -> list[str]:
        """What is absent, and changes what can be found."""
        told = []
        if self.image.trust and not any(self.image.trust.values()):
            told.append("no trust lists, so no signer is recognised; `colophon trust update` fetches them")
        if self.config.detector_chip and (why := self.image.detector.why_silent(allowed=True)):
            told.append(f"detector_chip is on, and yet the detector makes no label: {why}")
        return told


@contextmanager
def desk(plan: Plan) -> Iterator[Desk]:
    """Open what a plan needs. Raises InputError, TrustError and others of Colophon's errors, OSError."""
    config = replace(plan.config, limits=patient(plan.config.limits), workers=1)
    registry = local_registry(config)
    with image_checks(config, registry) as image:
        yield Desk(plan, config, plan.opened(), Index(plan.out, plan.shard), image, registry)


def work_shard(
    at: Desk,
    number: int,
    given_up: Mapping[int, str] | None = None,
    looking: Callable[[int], None] = lambda _: None,
) -> None:
    """Look at the images of one shard and write its rows.

    ``given_up`` are images that are not to be looked at again, each with the reason. ``looking`` hears the
    number of each image before it is looked at. Raises OSError where the rows cannot be written.
    """
    rows = []
    for line in at.index.lines(number):
        if reason := (given_up or {}).get(line["n"]):
            rows.append(line | _unreadable(reason))
            continue
        looking(line["n"])
        rows.append(_row(at, line))
    write_shard(at.plan.out, number, rows)


def _row(at: Desk, line: Row) -> Row:
    if "locator" not in line:  # a shard that is done again after the end: this one was protected
        return line | {"status": str(Status.PROTECTED)}
    try:
        picture = _picture(at, line["locator"])
    except TooLarge:
        limit = f"{at.config.limits.body_bytes / _MIB:g}"
        return line | _unreadable(_words(Reason(Why.TOO_LARGE, {"limit": limit})))
    except InputError as error:
        return line | _unreadable(str(error))
    except OSError as error:
        return line | _unreadable(error.strerror or "the source could not be read")
    if isinstance(picture, Reason):
        return line | _unreadable(_words(picture))
    findings = _findings(at, picture)
    if findings.protected:
        return reduced(line) | {"status": str(Status.PROTECTED)}
    result = assessment(findings, _asking(occurrence_of(line)), {}, at.config.detector_chip)
    return line | result.model_dump(mode="json", exclude=_NOT_KEPT)


def _picture(at: Desk, locator: str) -> Picture | Reason:
    """The picture, or why these bytes are none. Raises InputError, TooLarge where they cannot be had."""
    limits = at.config.limits
    data = at.source.read(locator, limits.body_bytes)
    try:
        return Picture.of(data, limits.pixels)
    except NotAnImage:
        return Reason(Why.NOT_AN_IMAGE if data else Why.EMPTY)


def _findings(at: Desk, picture: Picture) -> Findings:
    if (known := at.seen.get(picture.sha256)) is not None:
        at.seen.move_to_end(picture.sha256)
        return known
    examination = Examination(
        picture,
        at.image.checks,
        at.config.limits.deadline_seconds,
        slow=at.image.slow,
        protects=at.registry.protects,
        generation=at.registry.generation,
    )
    findings = examination.finish() if examination.run().pending else examination.snapshot()
    at.seen[picture.sha256] = findings
    if len(at.seen) > REMEMBERED:
        at.seen.popitem(last=False)
    return findings


def _asking(occurrence: Occurrence) -> Asking:
    """Words in a picture speak for an account only where it is known whose post it is (section 14, 13)."""
    own = None if occurrence.author is None else Post.OWN
    return Asking(statements_of(occurrence), Post.RESHARE if occurrence.reshare else own, scores=True)


def _unreadable(why: str) -> Row:
    return {"status": "unreadable", "why": why}


def _words(reason: Reason) -> str:
    return catalogue("en").reason(reason.key, **reason.values)
