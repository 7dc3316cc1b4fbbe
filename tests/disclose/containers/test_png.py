"""PNG: chunks in their order, checksums, and XMP in every chunk that writers put it in."""

from __future__ import annotations

import zlib

import pytest
from tests.disclose.files import CREDIT, LIMITS, full_of_metadata, photo, said, saved

from colophon.disclose import disclose
from colophon.disclose.containers.png import Png
from colophon.disclose.source_type import Claim
from colophon.errors import InputError

KEY = b"XML:com.adobe.xmp\0"
GENERATED = disclose(saved(photo(), "PNG"), Claim.AI_GENERATED, limits=LIMITS).data


def holding(*chunks: tuple[bytes, bytes]) -> bytes:
    plain = Png.parse(saved(photo(), "PNG"))
    return Png((*plain.chunks[:-1], *chunks, plain.chunks[-1]), plain.tail).to_bytes()


def test_a_file_is_put_together_as_it_was() -> None:
    data = full_of_metadata("PNG") + b"behind"
    assert Png.parse(data).to_bytes() == data


@pytest.mark.parametrize(
    "chunk",
    [
        (b"iTXt", KEY + b"\0\0\0\0" + CREDIT),
        (b"iTXt", KEY + b"\1\0en\0Titel\0" + zlib.compress(CREDIT)),
        (b"zTXt", KEY + b"\0" + zlib.compress(CREDIT)),
        (b"tEXt", KEY + CREDIT),
    ],
    ids=["plain", "compressed", "zTXt", "tEXt"],
)
def test_xmp_is_found_and_replaced_wherever_it_lies(chunk: tuple[bytes, bytes]) -> None:
    data = holding(chunk)
    assert Png.parse(data).xmp() == (CREDIT,)
    copy = disclose(data, Claim.AI_EDITED, limits=LIMITS).data
    [packet] = Png.parse(copy).xmp()
    assert b"A lake" in packet
    assert said(copy) == [Claim.AI_EDITED.process]


def test_a_second_packet_loses_its_statement() -> None:
    [packet] = Png.parse(GENERATED).xmp()
    data = holding((b"iTXt", KEY + b"\0\0\0\0" + CREDIT), (b"iTXt", KEY + b"\0\0\0\0" + packet))
    assert said(data) == [Claim.AI_GENERATED.process]
    copy = disclose(data, Claim.AI_EDITED, limits=LIMITS).data
    assert said(copy) == [Claim.AI_EDITED.process]


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [(b"no stream", "damaged"), (zlib.compress(b" " * (2 << 20)), "larger than 1,048,576 bytes")],
)
def test_compressed_xmp_that_cannot_be_read_is_refused(text: bytes, said_of_it: str) -> None:
    with pytest.raises(InputError, match=said_of_it):
        Png.parse(holding((b"iTXt", KEY + b"\1\0\0\0" + text))).xmp()


@pytest.mark.parametrize("cut", [8, 20, 40, -1])
def test_a_file_that_ends_early_is_refused(cut: int) -> None:
    with pytest.raises(InputError, match="damaged"):
        Png.parse(GENERATED[:cut])
