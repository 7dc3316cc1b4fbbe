"""The summary of an audit for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from colophon.audit.prevalence import Share
from colophon.audit.rows import Audit
from colophon.audit.summary import Summary

_PASSED_OVER = {
    "no_image": "without an image",
    "video": "videos",
    "no_bytes": "images that the source does not hold",
    "elsewhere": "images at an address only (nothing is fetched)",
    "private": "private, not read",
    "too_large": "too large",
    "damaged": "damaged",
    "outside": "leading out of the source",
    "limit": "beyond what is read of one source",
    "unknown": "of a shape that is not known",
}


def as_text(audit: Audit, sums: Summary, out: Path) -> str:
    """What was found, as lines."""
    return "\n".join(_lines(audit, sums, out))


def _lines(audit: Audit, sums: Summary, out: Path) -> Iterator[str]:
    drawn = ""
    if audit.sampling:
        over = f", spread over {audit.sampling['stratify']}s" if audit.sampling["stratify"] else ""
        drawn = f", {audit.sampled:,} drawn{over} (seed {audit.sampling['seed']})"
    yield f"{audit.source['path']} ({audit.source['name']}): {audit.found:,} images{drawn}"
    for why, count in audit.skipped.items():
        yield f"  passed over  {count:>8,}  {_PASSED_OVER.get(why, why)}"
    for status, words in (("unreadable", "could not be read"), ("not_checked", "pixels could not be read")):
        if count := sums.statuses.get(status, 0):
            yield f"  not counted  {count:>8,}  {words}"
    if count := sums.statuses.get("protected", 0):
        yield f"  protected    {count:>8,}  on a list of intimate images: nothing else is kept of them"
    if not sums.looked_at:
        return
    yield f"of {sums.looked_at:,} images looked at:"
    for label in sums.labels:
        yield _row(label.short, label.share)
    labelled = sums.statuses.get("labelled", 0)
    yield f"  {sums.looked_at - labelled:>8,}  no label; that is not a finding"
    if sums.conflicts:
        yield f"  {sums.conflicts:>8,}  where sources disagree"
    if errors := sums.statuses.get("error", 0):
        yield f"  {errors:>8,}  where a check could not be carried out"
    if sums.sampled:
        yield "shares are of the sample, with the interval of 95 % for the whole (Wilson 1927)"
    yield f"{out} written; next: colophon audit report {out}"


def _row(what: str, share: Share) -> str:
    if share.low is None or share.high is None:
        return f"  {share.count:>8,}  {what} ({share.value:.1%})"
    return f"  {share.count:>8,}  {what} ({share.value:.1%}; {share.low:.1%} to {share.high:.1%})"
