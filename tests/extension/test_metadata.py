"""The extension's metadata reader says what the server's check says."""

from __future__ import annotations

import csv
import json
import random
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.checks.metadata.bombs import BOMBS
from tests.checks.metadata.files import (
    EXAMPLES,
    SILENT,
    app1_xmp,
    avif,
    box,
    chunk,
    gif,
    jpeg,
    look,
    png,
    segment,
    webp,
    xmp,
)

from colophon.checks.metadata.generators import AI_SYSTEMS
from colophon.checks.metadata.source_type import PROCESSES
from colophon.errors import NotAnImage

ROOT = Path(__file__).parent.parent.parent
# The alpha channel is left to the server: reading it means decoding the picture.
SERVER_ONLY = {"89740fb4e1_automatic1111_stealth.png"}


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    run = subprocess.run(
        [ROOT / ".venv" / "bin" / "node", ROOT / "tests" / "extension" / "metadata.mjs"],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers


def read_bytes(folder: Path, files: Sequence[bytes]) -> list[dict[str, Any]]:
    paths = [folder / f"{number}.bin" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return read(paths)


def server_evidence(data: bytes) -> list[dict[str, Any]]:
    try:
        evidence = look(data).evidence
    except NotAnImage:
        return []
    return [
        {
            "source": e.source.value,
            "process": e.process.value,
            "confidence": e.confidence.value,
            "rank": e.rank,
            "source_name": e.source_name,
            "date": e.date,
            "details": dict(e.details),
        }
        for e in evidence
    ]


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "cases.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("collection", ["meta", "c2pa"])
def test_same_evidence_for_real_files(cases: Path, collection: str) -> None:
    files = [row["file"] for row in rows(cases / collection)]
    for name, answer in zip(files, read(cases / collection / name for name in files), strict=True):
        expected = [] if name in SERVER_ONLY else server_evidence((cases / collection / name).read_bytes())
        assert answer["evidence"] == expected, name


def test_same_evidence_for_every_way_of_saying_it(tmp_path: Path) -> None:
    files = [data for data, _ in EXAMPLES.values()] + list(SILENT.values())
    for name, data, answer in zip([*EXAMPLES, *SILENT], files, read_bytes(tmp_path, files), strict=True):
        assert answer["evidence"] == server_evidence(data), name


def test_same_tables(tmp_path: Path) -> None:
    """Every IPTC term and every name of an AI system means the same in both languages."""
    packets = [f'Iptc4xmpExt:DigitalSourceType="digsrctype:{term}"' for term in PROCESSES]
    packets += [f'Iptc4xmpExt:AISystemUsed="{name} 4"' for name in AI_SYSTEMS]
    files = [jpeg(app1_xmp(xmp(packet))) for packet in packets]
    for packet, data, answer in zip(packets, files, read_bytes(tmp_path, files), strict=True):
        assert answer["evidence"] == server_evidence(data), packet
        assert len(answer["evidence"]) == 1, packet


def test_signed_records_are_seen_in_real_files(cases: Path) -> None:
    """A record that is elsewhere (``not_fetched``) is not in the file, so the file has none."""
    known = [r for r in rows(cases / "c2pa") if not r["file"].endswith(".heic")]
    answers = read(cases / "c2pa" / row["file"] for row in known)
    for row, answer in zip(known, answers, strict=True):
        expected = row["expected_integrity"] not in ("none", "not_fetched")
        assert answer["hasSignedRecord"] == expected, (row["file"], row["expected_integrity"])
    assert sum(answer["hasSignedRecord"] for answer in answers) > 60


JUMBF = b"\0\0\1\0jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\3c2pa\0"
UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
SIGNED = {
    "jpeg": jpeg(segment(0xEB, b"JP\0\1\0\0\0\1" + JUMBF)),
    "png": png(chunk(b"caBX", JUMBF)),
    "webp": webp((b"VP8 ", b"1234"), (b"C2PA", JUMBF)),
    "avif": avif(extra=box(b"uuid", UUID + bytes(4) + b"manifest\0" + JUMBF)),
    "gif": gif(b"\x21\xff\x0bC2PA_GIF\1\0\0\x04abcd\0"),
}
UNSIGNED = {
    "jpeg, behind the end": jpeg(behind=segment(0xEB, b"JP\0\1\0\0\0\1" + JUMBF)),
    "jpeg, in a comment": jpeg(segment(0xFE, JUMBF)),
    "png, behind the end": png(behind=chunk(b"caBX", JUMBF)),
    "png, in a text": png(chunk(b"tEXt", b"caBX\0" + JUMBF)),
    "webp, behind the end": webp((b"VP8 ", b"1234"), behind=b"C2PA\4\0\0\0abcd"),
    "avif, in a free box": avif(extra=box(b"free", box(b"uuid", UUID))),
    "gif, in a comment": gif(b"\x21\xfe\x08C2PA_GIF\0"),
}


def test_signed_records_only_count_in_their_place(tmp_path: Path) -> None:
    answers = read_bytes(tmp_path, [*SIGNED.values(), *UNSIGNED.values()])
    found = {name for name, a in zip([*SIGNED, *UNSIGNED], answers, strict=True) if a["hasSignedRecord"]}
    assert found == set(SIGNED)


def test_damaged_files_never_fail_and_never_gain_a_claim(tmp_path: Path) -> None:
    """Truncated and changed files: an answer for each, and nothing said that the whole file did not say."""
    chance = random.Random(20260731)
    seeds = [data for data, _ in EXAMPLES.values()]
    files: list[bytes] = []
    origins: list[bytes] = []
    for number in range(600):
        data = bytearray(seeds[number % len(seeds)])
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        files.append(bytes(data[: chance.randrange(len(data))] if number % 3 == 0 else data))
        origins.append(seeds[number % len(seeds)])
    files += [chance.randbytes(chance.randrange(400)) for _ in range(200)]
    origins += [png()] * 200
    for damaged, origin, answer in zip(files, origins, read_bytes(tmp_path, files), strict=True):
        known = {e["process"] for e in server_evidence(origin)}
        said = {e["process"] for e in answer["evidence"]}
        assert said <= known | {"unknown", "ai_involved"}, damaged


def test_bombs_are_bounded(tmp_path: Path) -> None:
    answers = read_bytes(tmp_path, [data for data, _ in BOMBS.values()])
    assert [name for name, a in zip(BOMBS, answers, strict=True) if a["evidence"]] == []
