"""The pre-filter may only skip files in which the library finds nothing."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import c2pa
import pytest
from tests.checks.c2pa.signing import Authority

from colophon.checks.c2pa.prefilter import holds_box, may_hold_record
from colophon.images.sniff import media_type_of


def test_plain_picture_is_skipped_and_a_signed_one_is_not(authority: Authority, plain_jpeg: bytes) -> None:
    assert not may_hold_record(plain_jpeg, "image/jpeg")
    assert holds_box(authority.sign(plain_jpeg, {"action": "c2pa.created"}))


def test_compressed_text_in_a_png_is_not_skipped() -> None:
    hidden = b"iTXt" + zlib.compress(b"dcterms:provenance")
    assert may_hold_record(hidden, "image/png")
    assert not may_hold_record(hidden, "image/jpeg")


@pytest.mark.parametrize("folder", ["c2pa", "meta"])
def test_nothing_is_lost_on_the_case_files(cases: Path, folder: str) -> None:
    skipped = 0
    for path in sorted((cases / folder).iterdir()):
        data = path.read_bytes() if path.is_file() else b""
        media_type = media_type_of(data)
        if media_type and not may_hold_record(data, media_type):
            skipped += 1
            assert c2pa.Reader.try_create(media_type, io.BytesIO(data)) is None, path.name
    assert skipped
