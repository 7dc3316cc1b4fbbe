"""What is written is read again, and everything else stays as it was."""

from __future__ import annotations

import io
from pathlib import Path

import c2pa
import numpy as np
import pytest
from PIL import Image
from tests.checks.c2pa.signing import Authority
from tests.disclose.files import (
    CREDIT,
    KINDS,
    LIMITS,
    PROFILE,
    full_of_metadata,
    opened,
    photo,
    pixels,
    said,
    saved,
)

from colophon.checks.c2pa.prefilter import may_hold_record
from colophon.checks.metadata.reading import read
from colophon.disclose import disclose
from colophon.disclose.note import Corner, Note
from colophon.disclose.source_type import Claim
from colophon.errors import InputError, NotAnImage, Unreadable
from colophon.evidence import Process
from colophon.images.sniff import media_type_of

NOTE = Note("Image generated with AI")


@pytest.mark.parametrize("claim", Claim)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
def test_the_check_reads_what_is_written_and_pixels_stay(kind: str, claim: Claim, full: bool) -> None:
    data = full_of_metadata(kind) if full else saved(photo(), kind)
    copy = disclose(data, claim, limits=LIMITS)
    assert said(copy.data) == [claim.process]
    assert (pixels(copy.data) == pixels(data)).all()
    assert (copy.note, copy.record_dropped) == (None, False)


@pytest.mark.parametrize("note", [None, NOTE], ids=["plain", "note"])
@pytest.mark.parametrize("kind", KINDS)
def test_other_metadata_stays(kind: str, note: Note | None) -> None:
    copy = disclose(full_of_metadata(kind), Claim.AI_GENERATED, note, limits=LIMITS).data
    image = opened(copy)
    assert image.info["icc_profile"] == PROFILE
    assert image.getexif()[0x010E] == "a description"
    assert b"A lake" in (image.info["xmp"] if kind != "PNG" else image.info["XML:com.adobe.xmp"].encode())
    if kind == "PNG":
        assert image.info["Comment"] == "a comment"
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert said(copy) == [Claim.AI_GENERATED.process]


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_statement_takes_the_place_of_the_first(kind: str) -> None:
    first = disclose(full_of_metadata(kind), Claim.AI_GENERATED, limits=LIMITS).data
    second = disclose(first, Claim.AI_EDITED, limits=LIMITS).data
    assert said(second) == [Claim.AI_EDITED.process]
    assert disclose(second, Claim.AI_EDITED, limits=LIMITS).data == second


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("corner", Corner)
def test_a_note_changes_its_corner_only(kind: str, corner: Corner) -> None:
    plain = photo(480, 320)
    data = saved(plain, kind, **({"lossless": True} if kind == "WEBP" else {"quality": 90}))
    copy = disclose(data, Claim.AI_GENERATED, Note(NOTE.text, corner), limits=LIMITS)
    assert copy.note is not None
    changed = np.abs(pixels(copy.data).astype(int) - pixels(data)).max(axis=2)
    left, top, right, bottom = copy.note.box
    inside = np.zeros(changed.shape, bool)
    # A JPEG is coded in blocks of 8 or 16 pixels, each of which changes as a whole.
    edge = 16 if kind == "JPEG" else 0
    inside[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = True
    assert changed[inside].max() > 100
    assert changed[~inside].max(initial=0) <= (6 if kind == "JPEG" else 0)
    assert (left < 240, top < 160) == (corner.endswith("left"), corner.startswith("top"))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_a_note_stands_upright_in_its_corner_as_the_picture_is_seen(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(Image.new("RGB", (480, 320), "white"), kind, exif=exif)
    copy = disclose(data, Claim.AI_GENERATED, Note(NOTE.text, Corner.TOP_RIGHT), limits=LIMITS)
    assert copy.note is not None
    seen = pixels(copy.data)
    assert seen.shape == pixels(data).shape
    left, top, right, bottom = copy.note.box
    dark = np.argwhere(seen[..., 1] < 100)
    assert len(dark) > 50
    assert dark.min(axis=0).tolist() >= [top, left]
    assert (dark.max(axis=0) <= [bottom, right]).all()
    assert left > seen.shape[1] / 4 or right > seen.shape[1] - 30
    assert opened(copy.data).getexif()[0x0112] == orientation


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_note_is_drawn_on_every_kind_of_png(mode: str) -> None:
    data = saved(photo().convert(mode), "PNG")
    copy = disclose(data, Claim.AI_EDITED, NOTE, limits=LIMITS)
    assert said(copy.data) == [Claim.AI_EDITED.process]
    assert copy.note is not None
    left, top, right, bottom = copy.note.box
    before, after = pixels(data), pixels(copy.data)
    assert (before != after).any(axis=2)[top:bottom, left:right].any()
    after[top:bottom, left:right] = before[top:bottom, left:right]
    assert (before == after).all()


def test_a_transparent_picture_stays_so_under_a_note_with_a_bar() -> None:
    clear = Image.new("RGBA", (320, 240), (0, 0, 0, 0))
    copy = disclose(saved(clear, "PNG"), Claim.AI_GENERATED, NOTE, limits=LIMITS)
    assert copy.note is not None
    assert copy.note.look.bar
    alpha = np.asarray(opened(copy.data).getchannel("A"))
    assert (alpha[0, 0], alpha[copy.note.box[1], copy.note.box[0]]) == (0, 255)


def test_a_colour_that_is_transparent_stays_so() -> None:
    data = saved(Image.new("RGB", (320, 240), "lime"), "PNG", transparency=(0, 255, 0))
    copy = disclose(data, Claim.AI_GENERATED, NOTE, limits=LIMITS)
    assert opened(copy.data).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    "options", [{"subsampling": 0}, {"subsampling": 2, "progressive": True}, {"quality": 60}]
)
def test_a_jpeg_with_a_note_is_coded_as_it_was(options: dict[str, int]) -> None:
    data = saved(photo(), "JPEG", **options)
    before, after = opened(data), opened(disclose(data, Claim.AI_GENERATED, NOTE, limits=LIMITS).data)
    assert before.quantization == after.quantization  # type: ignore[attr-defined]
    assert before.layer == after.layer  # type: ignore[attr-defined]
    assert before.info.get("progressive") == after.info.get("progressive")


@pytest.mark.parametrize(("lossless", "coding"), [(True, b"VP8L"), (False, b"VP8 ")])
def test_a_webp_with_a_note_is_coded_as_it_was(lossless: bool, coding: bytes) -> None:
    data = saved(photo(), "WEBP", lossless=lossless)
    assert coding in disclose(data, Claim.AI_GENERATED, NOTE, limits=LIMITS).data


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("note", [None, NOTE], ids=["plain", "note"])
def test_a_signed_record_is_never_left_behind_broken(kind: str, note: Note | None) -> None:
    media_type = f"image/{kind.lower()}"
    data = Authority().sign(saved(photo(), kind), {"action": "c2pa.created"}, media_type=media_type)
    with pytest.raises(InputError, match=r"signed record .* --drop-record"):
        disclose(data, Claim.AI_GENERATED, note, limits=LIMITS)
    copy = disclose(data, Claim.AI_GENERATED, note, drop_record=True, limits=LIMITS)
    assert copy.record_dropped
    assert said(copy.data) == [Claim.AI_GENERATED.process]
    assert not may_hold_record(copy.data.replace(b"iTXt", b""), media_type)  # our own XMP is in an iTXt


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_lies_elsewhere_would_be_broken_too(kind: str) -> None:
    named = (
        b'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="https://example.org/record" xmlns:dc='
    )
    data = full_of_metadata(kind, xmp=CREDIT.replace(b"xmlns:dc=", named))
    with pytest.raises(InputError, match="signed record"):
        disclose(data, Claim.AI_GENERATED, limits=LIMITS)
    copy = disclose(data, Claim.AI_GENERATED, drop_record=True, limits=LIMITS)
    assert b"example.org" not in copy.data
    assert copy.record_dropped


@pytest.mark.parametrize("kind", ["GIF", "AVIF", "TIFF"])
def test_other_types_are_refused_with_a_way_out(kind: str) -> None:
    with pytest.raises(InputError, match="only JPEG, PNG and WebP; save a copy"):
        disclose(saved(photo(), kind), Claim.AI_GENERATED, limits=LIMITS)


def test_what_is_no_picture_or_damaged_is_refused() -> None:
    with pytest.raises(NotAnImage):
        disclose(b"words", Claim.AI_GENERATED, limits=LIMITS)
    with pytest.raises(Unreadable, match="truncated or damaged"):
        disclose(saved(photo(), "PNG")[:3000], Claim.AI_GENERATED, limits=LIMITS)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_takes_a_statement_but_no_note(kind: str) -> None:
    frames = [photo(seed=n) for n in range(3)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    copy = disclose(data, Claim.AI_GENERATED, limits=LIMITS).data
    with Image.open(io.BytesIO(copy)) as image:
        assert getattr(image, "n_frames", 1) == 3
    assert said(copy) == [Claim.AI_GENERATED.process]
    with pytest.raises(InputError, match="animation"):
        disclose(data, Claim.AI_GENERATED, NOTE, limits=LIMITS)


def test_a_note_that_would_cost_more_than_its_corner_is_refused() -> None:
    deep = saved(Image.fromarray(np.zeros((240, 320), np.uint16)), "PNG")
    with pytest.raises(InputError, match="16 bits"):
        disclose(deep, Claim.AI_GENERATED, NOTE, limits=LIMITS)
    with pytest.raises(InputError, match="CMYK"):
        disclose(saved(photo().convert("CMYK"), "JPEG"), Claim.AI_GENERATED, NOTE, limits=LIMITS)
    with pytest.raises(InputError, match="more behind the picture"):
        disclose(saved(photo(), "JPEG") + b"a video", Claim.AI_GENERATED, NOTE, limits=LIMITS)


def test_what_lies_behind_a_picture_stays() -> None:
    data = saved(photo(), "JPEG") + b"a video"
    copy = disclose(data, Claim.AI_GENERATED, limits=LIMITS).data
    assert copy.endswith(b"a video")
    assert said(copy) == [Claim.AI_GENERATED.process]


def test_case_files_take_a_statement_and_keep_their_pixels(cases: Path) -> None:
    """Real files with whatever their cameras, editors and generators left in them."""
    written = 0
    for path in sorted((cases / "meta").iterdir()):
        data = path.read_bytes()
        try:
            copy = disclose(data, Claim.AI_EDITED, drop_record=True, limits=LIMITS).data
        except InputError:
            continue
        written += 1
        assert media_type_of(copy) == media_type_of(data)
        findings = read(copy, str(media_type_of(copy)), LIMITS).findings
        assert {f.process for f in findings if f.digital_source_type} == {Process.AI_EDITED}, path.name
        assert (pixels(copy) == pixels(data)).all()
    assert written >= 40


def test_no_record_of_a_case_file_is_left_in_its_copy(cases: Path) -> None:
    """Signed by OpenAI, Google, Adobe, cameras and test signers; the library itself looks for a record."""
    offline = c2pa.Context.from_dict({"verify": {"remote_manifest_fetch": False}})
    dropped = 0
    for path in sorted((cases / "c2pa").iterdir()):
        data = path.read_bytes() if path.is_file() else b""
        if media_type_of(data) not in {"image/jpeg", "image/png", "image/webp"}:
            continue
        copy = disclose(data, Claim.AI_EDITED, drop_record=True, limits=LIMITS)
        dropped += copy.record_dropped
        left = c2pa.Reader.try_create(copy.media_type, io.BytesIO(copy.data), context=offline)
        assert left is None, path.name
    assert dropped >= 70
