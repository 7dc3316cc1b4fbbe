from __future__ import annotations

import gzip
import io
import json
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.checks.metadata.files import PARAMETERS, chunk, look, said

from colophon.checks.metadata.stealth import has_signature
from colophon.config import Limits


def hidden(
    payload: bytes, size: tuple[int, int] = (128, 96), *, packed: bool = False, mode: str = "RGBA"
) -> bytes:
    """A PNG of noise with the payload in the lowest bits of its alpha channel, down the columns."""
    content = gzip.compress(payload) if packed else payload
    signature = b"stealth_pngcomp" if packed else b"stealth_pnginfo"
    bits = np.unpackbits(np.frombuffer(signature + (8 * len(content)).to_bytes(4) + content, np.uint8))
    width, height = size
    alpha = np.full(width * height, 254, np.uint8)
    alpha[: len(bits)] |= bits
    noise = np.random.default_rng(3).integers(0, 255, (height, width, len(mode) - 1), dtype=np.uint8)
    layers = np.dstack([noise, alpha.reshape(width, height).T])
    return encoded(
        Image.fromarray(layers, mode="RGBA") if mode == "RGBA" else Image.fromarray(layers, mode="LA")
    )


def encoded(image: Image.Image, **options: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("size", [(128, 96), (30, 200), (900, 7)])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_parameters_in_the_alpha_channel(packed: bool, size: tuple[int, int], mode: str) -> None:
    data = hidden(PARAMETERS.encode(), size, packed=packed, mode=mode)
    assert said(data) == [("ai_generated", "AUTOMATIC1111", "png:alpha")]


@pytest.mark.parametrize("filtered", range(5))
def test_every_filter_of_png(filtered: int) -> None:
    """The signature is found however the rows are filtered."""
    image = np.asarray(Image.open(io.BytesIO(hidden(PARAMETERS.encode()))))
    height, width, samples = image.shape
    rows = image.reshape(height, -1).astype(int)
    left = np.pad(rows, ((0, 0), (samples, 0)))[:, :-samples]
    up = np.pad(rows, ((1, 0), (0, 0)))[:-1]
    corner = np.pad(left, ((1, 0), (0, 0)))[:-1]
    estimate = left + up - corner
    near = np.stack([abs(estimate - left), abs(estimate - up), abs(estimate - corner)])
    paeth = np.choose(near.argmin(axis=0), [left, up, corner])
    predicted = [0 * rows, left, up, (left + up) // 2, paeth][filtered]
    raw = np.pad(((rows - predicted) & 255).astype(np.uint8), ((0, 0), (1, 0)), constant_values=filtered)
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 6, 0, 0, 0])
    pixels = zlib.compress(raw.tobytes())
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(chunk(b"IDAT", pixels[i : i + 1000]) for i in range(0, len(pixels), 1000))
        + chunk(b"IEND", b"")
    )
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), image)
    assert said(data) == [("ai_generated", "AUTOMATIC1111", "png:alpha")]


def test_a_program_that_hides_its_fields_as_json() -> None:
    fields = {"Software": "NovelAI", "Comment": "{}", "Description": "a person's name"}
    assert said(hidden(json.dumps(fields).encode(), packed=True)) == [
        ("ai_generated", "NovelAI", "png:alpha")
    ]


@pytest.mark.parametrize("payload", [b"", b"not known", b"[" * 9000, b'{"Software": 3}'])
def test_the_signature_alone_says_enough(payload: bytes) -> None:
    assert said(hidden(payload, (400, 300))) == [("ai_generated", None, "png:alpha")]


def test_a_packed_bomb_is_cut() -> None:
    data = hidden(bytes(50_000_000), (800, 600), packed=True)
    assert said(data) == [("ai_generated", None, "png:alpha")]


def test_too_many_pixels_leave_the_signature() -> None:
    report = look(hidden(PARAMETERS.encode()), Limits(pixels=100))
    assert [(e.process.value, e.source_name) for e in report.evidence] == [("ai_generated", None)]


def test_ordinary_transparency_is_silent() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (64, 64, 4), dtype=np.uint8)
    assert said(encoded(Image.fromarray(noise, mode="RGBA"))) == []
    assert said(encoded(Image.new("RGBA", (3, 3)))) == []
    assert said(encoded(Image.new("RGBA", (300, 300), (1, 2, 3, 255)))) == []


SEED = hidden(PARAMETERS.encode(), (40, 40))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SEED)), st.integers(0, 255), st.integers(30, len(SEED)))
def test_damage_never_raises(place: int, value: int, cut: int) -> None:
    data = bytearray(SEED)
    data[place % (len(data) - 8) + 8] = value
    has_signature(bytes(data[:cut]))
    look(bytes(data[:cut]))
