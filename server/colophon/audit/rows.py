"""The rows of a finished audit: one for each appearance of an image, in the order of the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

import orjson

from colophon.audit import shards
from colophon.audit.folder import AUDIT, Audit, audit_of, how_to_go_on, read_object
from colophon.errors import InputError

__all__ = ["Audit", "Row", "audit_of", "rows"]

RowStatus = Literal["labelled", "none", "not_checked", "error", "protected", "unreadable"]


class Row(TypedDict):
    """One appearance of an image and what is known about it.

    ``n`` counts the rows from 0, ``id`` names the appearance in its source, ``posted_at`` is ISO 8601 in UTC.
    A row whose status is ``protected`` holds nothing else: no hash, no text, no author, no place. One whose
    status is ``unreadable`` says ``why``, and nothing of the assessment. All others hold everything but
    ``why``, as in `colophon.wire.AssessmentOut`, in English, with the detector's scores.
    """

    n: int
    id: str
    posted_at: str | None
    status: RowStatus
    locator: NotRequired[str]
    caption: NotRequired[str | None]
    alt: NotRequired[str | None]
    platform_label: NotRequired[str | None]
    site: NotRequired[str | None]
    permalink: NotRequired[str | None]
    author: NotRequired[str | None]
    reshare: NotRequired[bool]
    why: NotRequired[str]
    sha256: NotRequired[str]
    pdq: NotRequired[str | None]
    pdq_quality: NotRequired[int | None]
    label: NotRequired[dict[str, Any] | None]
    conflict: NotRequired[bool]
    evidence: NotRequired[list[dict[str, Any]]]
    checks: NotRequired[dict[str, str]]
    reason: NotRequired[str | None]


def rows(out: Path) -> Iterator[Row]:
    """Every row of the audit in the folder ``out``, one in memory at a time.

    Raises InputError, before the first row, where there is no audit or it is not finished; and where a shard
    is not what its manifest says.
    """
    audit = audit_of(out)
    missing = sum(not shards.manifest_path(out, number).is_file() for number in range(audit.shards))
    if missing:
        about = read_object(out / AUDIT) or {}
        raise InputError(
            f"the audit in {out} is not finished: {missing} of {audit.shards} shards are to be done; "
            f"{how_to_go_on(about, out)}"
        )
    for number in range(audit.shards):
        if not shards.is_finished(out, number):
            raise InputError(
                f"{shards.rows_path(out, number)} is not what its manifest says; remove "
                f"{shards.manifest_path(out, number)}, and the audit does these images again"
            )
        for line in shards.lines(out, number):
            row: Row = orjson.loads(line)
            yield row
