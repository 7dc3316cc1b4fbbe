"""Ways to change a signed file. Each takes the file, another signed file, and a source of chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from tests.spoof.parts import split

Mutation = Callable[[bytes, bytes, Random], bytes]

_BOX = re.compile(rb"jumb|jumd|cbor|json|bfdb|bidb|uuid|c2sh|meta|iloc|C2PA|caBX|eXIf|ftyp|mdat")
_RECORD = re.compile(rb"jumb")
_CBOR_HEADS = (0x00, 0x18, 0x1B, 0x3B, 0x5B, 0x5F, 0x7B, 0x7F, 0x9B, 0x9F, 0xBB, 0xBF, 0xD8, 0xF7, 0xF9, 0xFF)
_SIZES = (0, 1, 7, 8, 9, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def bit_flip(data: bytes, other: bytes, chance: Random) -> bytes:
    """One bit anywhere."""
    return _flipped(data, chance.randrange(len(data)), chance)


def bit_flip_in_record(data: bytes, other: bytes, chance: Random) -> bytes:
    """One bit of the record."""
    start, end = record_of(data)
    return _flipped(data, chance.randrange(start, end), chance)


def bytes_in_record(data: bytes, other: bytes, chance: Random) -> bytes:
    """A few bytes of the record get other values."""
    changed = bytearray(data)
    start, end = record_of(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(start, end)] = chance.randrange(256)
    return bytes(changed)


def cbor_head(data: bytes, other: bytes, chance: Random) -> bytes:
    """A byte of a CBOR box becomes a head that announces something large, endless or of another kind."""
    boxes = [match.end() for match in re.finditer(rb"cbor", data)]
    at = chance.choice(boxes) + chance.randrange(200)
    return _replaced(data, min(at, len(data) - 1), bytes([chance.choice(_CBOR_HEADS)]))


def box_length(data: bytes, other: bytes, chance: Random) -> bytes:
    """The length of a box becomes another."""
    at = chance.choice([match.start() - 4 for match in _BOX.finditer(data)])
    size = int.from_bytes(data[at : at + 4])
    return _replaced(
        data, at, (chance.choice((*_SIZES, size - 1, size + 1, 2 * size)) & 0xFFFFFFFF).to_bytes(4)
    )


def box_type(data: bytes, other: bytes, chance: Random) -> bytes:
    """A box takes the type of another."""
    places = [match.start() for match in _BOX.finditer(data)]
    at, like = chance.choice(places), chance.choice(places)
    return _replaced(data, at, data[like : like + 4])


def truncated(data: bytes, other: bytes, chance: Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(16, len(data))]


def cut_out(data: bytes, other: bytes, chance: Random) -> bytes:
    """A stretch is missing."""
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def inserted(data: bytes, other: bytes, chance: Random) -> bytes:
    """A stretch of the other file is put in."""
    start, end = _stretch(other, chance)
    at = chance.randrange(16, len(data))
    return data[:at] + other[start:end] + data[at:]


def overwritten(data: bytes, other: bytes, chance: Random) -> bytes:
    """A stretch is overwritten with one of the other file."""
    start, end = _stretch(other, chance)
    at = chance.randrange(16, len(data))
    return _replaced(data, at, other[start:end][: len(data) - at])


def zeroed(data: bytes, other: bytes, chance: Random) -> bytes:
    """A stretch becomes zeros."""
    start, end = _stretch(data, chance)
    return _replaced(data, start, bytes(end - start))


def part_left_out(data: bytes, other: bytes, chance: Random) -> bytes:
    """A segment, chunk or box is missing."""
    parts = split(data)
    del parts[chance.randrange(len(parts) > 1, len(parts))]
    return b"".join(parts)


def part_doubled(data: bytes, other: bytes, chance: Random) -> bytes:
    """A segment, chunk or box is there twice."""
    parts = split(data)
    parts.insert(chance.randrange(1, len(parts) + 1), chance.choice(parts))
    return b"".join(parts)


def part_moved(data: bytes, other: bytes, chance: Random) -> bytes:
    """A segment, chunk or box is at another place."""
    parts = split(data)
    part = parts.pop(chance.randrange(len(parts) > 1, len(parts)))
    parts.insert(chance.randrange(1, len(parts) + 2), part)
    return b"".join(parts)


def part_of_another(data: bytes, other: bytes, chance: Random) -> bytes:
    """A segment, chunk or box of another file takes the place of one, or is put beside it."""
    parts = split(data)
    at = chance.randrange(len(parts) > 1, len(parts))
    parts[at : at + chance.randint(0, 1)] = [chance.choice(split(other))]
    return b"".join(parts)


def record_of_another(data: bytes, other: bytes, chance: Random | None = None) -> bytes:
    """The bytes of the other file's record where this one's were."""
    (start, end), (from_, to) = record_of(data), record_of(other)
    return data[:start] + other[from_:to] + data[end:]


def appended(data: bytes, other: bytes, chance: Random) -> bytes:
    """Something behind the end: noise, or the other file."""
    return data + (other if chance.random() < 0.5 else chance.randbytes(chance.randrange(1, 200)))


def label_changed(data: bytes, other: bytes, chance: Random) -> bytes:
    """A word of the record becomes another of the same length: what an author would want to change."""
    words = (
        b"trainedAlgorithmicMedia",
        b"c2pa.created",
        b"Test Press",
        b"sha256",
        b"c2pa.hash.data",
        b"ES256",
    )
    present = [match for word in words for match in re.finditer(re.escape(word), data)]
    match = chance.choice(present)
    word = bytearray(match.group())
    word[chance.randrange(len(word))] ^= 1 << chance.randrange(5)
    return _replaced(data, match.start(), bytes(word))


MUTATIONS: tuple[Mutation, ...] = (
    bit_flip, bit_flip_in_record, bytes_in_record, cbor_head, box_length, box_type, truncated, cut_out,
    inserted, overwritten, zeroed, part_left_out, part_doubled, part_moved, part_of_another,
    record_of_another, appended, label_changed,
)  # fmt: skip


def corpus(files: Sequence[bytes], count: int, seed: int) -> Iterator[tuple[str, bytes, bytes]]:
    """``count`` times a mutation's name, the original and what became of it; every mutation of every file."""
    chance = Random(seed)
    for number in range(count):
        original = files[number // len(MUTATIONS) % len(files)]
        mutation = MUTATIONS[number % len(MUTATIONS)]
        changed = mutation(original, chance.choice(files), chance)
        yield mutation.__name__, original, changed


def record_of(data: bytes) -> tuple[int, int]:
    """Where the record lies: from its first box to behind its last."""
    boxes = [match.start() for match in _RECORD.finditer(data)]
    start = boxes[0] - 4
    return start, min(start + int.from_bytes(data[start : start + 4]), len(data))


def _stretch(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(16, len(data))
    return start, min(len(data), start + 1 + int(chance.paretovariate(0.5)))


def _flipped(data: bytes, at: int, chance: Random) -> bytes:
    return _replaced(data, at, bytes([data[at] ^ 1 << chance.randrange(8)]))


def _replaced(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]
