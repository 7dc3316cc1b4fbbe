"""A finished audit of made-up rows, for what reads audits: no image is looked at.

Everything the report must bear is in it: labels of several kinds, conflicts, near copies and equal files with
another caption, what could not be read, what was not checked to its end, protected images, images without a
day, several sites and accounts over a year, words that try to break out of a page.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from colophon.assess import Asking, assessment
from colophon.audit import folder, shards
from colophon.checks.disclosure import statements_of
from colophon.evidence import (
    DONE,
    Confidence,
    Evidence,
    Findings,
    Integrity,
    Match,
    Occurrence,
    Outcome,
    Process,
    Rank,
    Reason,
    Source,
    State,
    Trust,
    Why,
)
from colophon.whole import write_whole
from colophon.wire import AssessmentOut

BEGIN = dt.datetime(2025, 11, 3, 8, tzinfo=dt.UTC)
DAYS = 364
SITES = ("instagram", "x.com", "example.social", None)
AUTHORS = tuple(f"account{number:02}" for number in range(12))
CAPTIONS = (
    "A lake in the morning",
    "Breaking: the bridge, seen just now",
    "<script>alert(1)</script> & \"quotes\" 'too'",
    "=SUM(A1:A9), a cell that counts",
    "صورة من الحديقة",
    "Two\nlines\twith tabs",
    None,
)
VERSIONS: dict[str, str | int] = {"resolver": "1", "labels": "1", "detector": "made-up-1", "generation": 7}
CHECKS = {"c2pa": DONE, "metadata": DONE, "registry": DONE, "detector": DONE}
_PROTECTED = 0.004
_UNREADABLE = 0.02
_COPY = 0.12  # of the images: one that was there before, half of them as the very file


def finished(out: Path, count: int, seed: int = 1, shard: int = shards.SIZE) -> Path:
    """Write the folder of a finished audit of ``count`` appearances; the same seed gives the same bytes."""
    items = list(_lines(count, random.Random(seed)))
    skipped = {"elsewhere": count // 5, "video": count // 10, "private": 3}
    examples = {why: [f"data/{why}/{n}" for n in range(min(number, 20))] for why, number in skipped.items()}
    about = {
        "colophon": "0.1.0",
        "source": {"name": "folder", "path": "timeline", "sha256": hashlib.sha256(b"made").hexdigest()},
        "options": {"sample": None, "stratify": None, "seed": None, "shard": shard},
        "versions": VERSIONS,
        "date": "2026-11-29",
    }
    chosen = {
        "counts": skipped,
        "examples": examples,
        "found": count,
        "sampled": count,
        "sampling": None,
    }
    write_whole(out / folder.AUDIT, folder.written(about))
    write_whole(out / folder.SKIPPED, folder.written(chosen))
    for number, start in enumerate(range(0, count, shard)):
        shards.write_shard(out, number, items[start : start + shard])
    return out


def statuses(count: int, seed: int = 1) -> Counter[str]:
    """How many rows of each status `finished` writes."""
    return Counter(row["status"] for row in _lines(count, random.Random(seed)))


def _lines(count: int, draw: random.Random) -> Iterator[dict[str, Any]]:
    known = _assessments()
    before: list[tuple[AssessmentOut, str, int]] = []  # what copies are copies of
    for n in range(count):
        when = BEGIN + dt.timedelta(days=draw.random() ** 0.5 * DAYS)
        posted = None if draw.random() < 0.05 else when.replace(microsecond=0).isoformat()
        reduced: dict[str, Any] = {"n": n, "id": f"post-{n:06}", "posted_at": posted}
        if draw.random() < _PROTECTED:
            yield reduced | {"status": "protected"}
            continue
        line = reduced | _said(n, draw)
        if draw.random() < _UNREADABLE:
            yield line | {"status": "unreadable", "why": "the file is not an image we read"}
            continue
        if before and draw.random() < _COPY:
            found, sha256, pdq = draw.choice(before)
            if draw.random() < 0.5:
                sha256, pdq = _sha256(n), pdq ^ (1 << draw.randrange(256)) ^ (1 << draw.randrange(256))
        else:
            found, sha256, pdq = draw.choice(known), _sha256(n), draw.getrandbits(256)
            before.append((found, sha256, pdq))
        same = found.model_dump(mode="json", exclude={"versions", "help"})
        hashes = {"pdq": f"{pdq:064x}", "pdq_quality": 100} if found.pdq else {}
        yield line | same | {"sha256": sha256} | hashes


def _said(n: int, draw: random.Random) -> dict[str, Any]:
    site = draw.choice(SITES)
    return {
        "locator": f"media/{n:06}.jpg",
        "caption": draw.choice(CAPTIONS),
        "alt": draw.choice((None, "A photo of a lake")),
        "platform_label": None,
        "site": site,
        "permalink": f"https://{site}/p/{n}" if site else None,
        "author": draw.choice(AUTHORS) if site else None,
        "reshare": draw.random() < 0.2,
    }


def _assessments() -> list[AssessmentOut]:
    """One of each kind, nothing found most often, as in a timeline."""
    bare = Findings("0" * 64, "image/jpeg", checks=CHECKS, pdq="0" * 64, pdq_quality=100)
    generated = Evidence(
        Source.METADATA,
        Process.AI_GENERATED,
        Confidence.STATED,
        Rank.UNSIGNED,
        source_name="Stable Diffusion",
        details={"generator": "Stable Diffusion", "field": "parameters"},
    )
    slow = {**CHECKS, "c2pa": Outcome(State.ERROR, (Reason(Why.TIMED_OUT, {"seconds": "10"}),))}
    damaged = Reason(Why.DAMAGED)
    found = {
        "metadata": replace(bare, evidence=(generated,)),
        "signed": replace(bare, evidence=(_signed(Process.AI_GENERATED),)),
        "camera": replace(bare, evidence=(_signed(Process.CAPTURED),)),
        "earlier": replace(bare, evidence=(_earlier(),)),
        "estimated": replace(bare, evidence=(_estimate(),)),
        "error": replace(bare, checks=slow),
        "damaged": replace(bare, unreadable=damaged, pdq=None, pdq_quality=None),
    }
    plain = [assessment(one, Asking(scores=True), VERSIONS) for one in found.values()]
    said = statements_of(Occurrence("Illustration made with AI", None, "AI info", "instagram"))
    told = [assessment(bare, Asking(said), VERSIONS), assessment(found["camera"], Asking(said), VERSIONS)]
    nothing = assessment(bare, Asking(), VERSIONS)
    return [*plain, *told, *[nothing] * 16]


def _signed(process: Process) -> Evidence:
    claim = "captured" if process is Process.CAPTURED else "ai_generated"
    return Evidence(
        Source.SIGNED,
        process,
        Confidence.RECORDED,
        Rank.SIGNED_OFFICIAL,
        source_name="Example Studio",
        date="2026-01-05",
        details={
            "integrity": Integrity.OK,
            "trust": Trust.OFFICIAL,
            "signer": "Example Studio",
            "content_claim": claim,
        },
    )


def _earlier() -> Evidence:
    return Evidence(
        Source.REGISTRY_CREATOR,
        Process.AI_GENERATED,
        Confidence.MATCHED,
        Rank.STATED,
        source_name="An illustrator",
        date="2025-10-01",
        details={"match": Match.SAME, "entry": "ab" * 16, "permalink": "https://example.org/p/1"},
    )


def _estimate() -> Evidence:
    return Evidence(
        Source.DETECTOR,
        Process.AI_GENERATED,
        Confidence.ESTIMATED,
        Rank.DETECTOR,
        source_name="made-up",
        details={
            "band": "mid",
            "state": "signals_found",
            "model": "made-up",
            "version": "1",
            "experimental": True,
            "score": 0.83,
            "may_label": False,
        },
    )


def _sha256(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()
