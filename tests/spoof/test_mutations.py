"""Changed signed files: nothing crashes, nothing hangs, and whatever is still trusted still says the same.

What a signature leaves open (found by flipping every byte of a record, and by this corpus): in the record,
the framing of its container (JPEG's packet numbers, PNG's checksum), names and flags of the standard's own
boxes, the length of an outermost box, and the padding in the unprotected header of the signature; outside it,
only the type box of AVIF and HEIC. None of these is shown to anybody or read by another check. So a file that
still passes as intact must give the same evidence as the original and hold the same bytes outside its record.

``pytest tests/spoof -m slow -s`` runs the large corpus within the server's limits and prints what it met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.checks.c2pa.signing import Authority
from tests.spoof.files import signed_files
from tests.spoof.mutations import MUTATIONS, corpus, record_of
from tests.spoof.parts import split
from tests.spoof.reader import Reader, reader

from colophon.checks.base import Report
from colophon.checks.metadata.containers import WALKERS
from colophon.config import Limits
from colophon.errors import NotAnImage
from colophon.evidence import Evidence, Integrity, Rank, Why
from colophon.images import sniff
from colophon.images.picture import Picture
from colophon.trust import TrustLists, load

RECOGNISED = {"official", "interim", "local"}
LOST = {Why.TIMED_OUT, Why.READER_STOPPED, Why.READER_NOT_STARTED, Why.ANSWER_NOT_UNDERSTOOD}
FRAME_BEFORE, FRAME_BEHIND = 20, 8  # bytes of a container around a record: segment and packet, checksum
OFFICIAL_CASES = ("554070b837_conformant-a.jpg", "7543a33fc5_conformant-b.jpg")


def intact(report: Report) -> Evidence | None:
    """The record, where it is said to fit its file."""
    return next((e for e in report.evidence if e.details["integrity"] == Integrity.OK), None)


def trusted(report: Report) -> Evidence | None:
    """The record, where its signer is recognised too."""
    record = intact(report)
    return record if record and record.details["trust"] in RECOGNISED else None


def same_claim(original: Report, changed: Report) -> bool:
    """Whether the changed record says what the original says, and from a signer who is not recognised."""
    first, second = intact(original), intact(changed)
    assert first
    assert second
    return not trusted(changed) and (first.process, second.rank) == (second.process, Rank.UNSIGNED)


def same_content(original: bytes, changed: bytes) -> bool:
    """Whether two files hold the same bytes, apart from the record and the type box of AVIF."""
    if sniff.media_type_of(original) == sniff.AVIF:
        return _typeless(original) == _typeless(changed) or _around(original, changed)
    return _around(original, changed)


def _around(original: bytes, changed: bytes) -> bool:
    start, end = record_of(original)
    before, behind = slice(0, start - FRAME_BEFORE), slice(end + FRAME_BEHIND, None)
    return len(original) == len(changed) and (
        (original[before], original[behind]) == (changed[before], changed[behind])
    )


def _typeless(data: bytes) -> list[bytes]:
    return [box for box in split(data) if box[4:8] != b"ftyp"]


def met(read: Reader, files: Sequence[bytes], count: int, seed: int, tally: Counter[str]) -> list[str]:
    """Read a corpus. Returns what must not be: lost answers, and changed files that pass as intact."""
    whole = {file: read.reports(Picture.of(file, 1 << 26)) for file in files}
    assert all(trusted(c2pa) for c2pa, _ in whole.values())
    wrong = []
    for name, original, changed in corpus(files, count, seed):
        if changed in whole:
            tally["not changed"] += 1
            continue
        try:
            reports = read.reports(Picture.of(changed, 1 << 26))
        except NotAnImage:
            tally["no image"] += 1
            continue
        tally[_outcome(reports[0])] += 1
        if lost := LOST & {reason.key for report in reports for reason in report.outcome.reasons}:
            wrong.append(f"{name}: {lost}")
        if intact(reports[0]) and not (
            same_content(original, changed)
            and (reports == whole[original] or same_claim(whole[original][0], reports[0]))
        ):
            wrong.append(f"{name}: {reports}")
    return wrong


def _outcome(report: Report) -> str:
    if trusted(report):
        return "ok, signer recognised"
    integrity = [str(e.details["integrity"]) for e in report.evidence]
    return integrity[0] if integrity else f"no record ({report.outcome.state})"


def test_every_mutation_of_every_format(read: Reader, camera_maker: Authority) -> None:
    files = signed_files(camera_maker)
    tally: Counter[str] = Counter()
    assert met(read, files, len(MUTATIONS) * len(files) * 2, 1, tally) == []
    assert {"tampered", "malformed", "ok, signer recognised"} <= set(tally)


def test_another_media_type(read: Reader, camera_maker: Authority) -> None:
    """Bytes are sniffed, so this cannot happen; if it did, nothing would be lost or say something else."""
    for file in signed_files(camera_maker):
        right, _ = read.reports(Picture.of(file, 1 << 26))
        for media_type in set(WALKERS) - {sniff.media_type_of(file)}:
            reports = read.reports(Picture(file, media_type, "", 1 << 26))
            assert reports[0] == right or not intact(reports[0])
            assert not LOST & {reason.key for report in reports for reason in report.outcome.reasons}


def test_the_measure_can_fail(camera_maker: Authority) -> None:
    original = signed_files(camera_maker)[0]
    assert same_content(original, original)
    assert not same_content(original, original[:-3] + b"x" + original[-2:])
    assert not same_content(original, original + b"x")


@pytest.mark.slow
def test_a_large_corpus_within_the_limits(camera_maker: Authority) -> None:
    with reader(TrustLists(official_anchors=camera_maker.root_pem), Limits()) as read:
        _report(read, signed_files(camera_maker), 10_000, 2)


@pytest.mark.slow
def test_a_corpus_of_officially_trusted_files(cases: Path) -> None:
    with reader(load(cases / "c2pa" / "trust"), Limits()) as read:
        _report(read, [(cases / "c2pa" / name).read_bytes() for name in OFFICIAL_CASES], 720, 3)


def _report(read: Reader, files: Sequence[bytes], count: int, seed: int) -> None:
    tally: Counter[str] = Counter()
    wrong = met(read, files, count, seed, tally)
    print(f"\n{count} files: {dict(tally.most_common())}")
    assert wrong == []
