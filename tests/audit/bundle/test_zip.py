"""A bundle as one zip: other programs read it, the same audit gives the same bytes, no byte may change."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.audit.bundle.test_bundle import KEY, changed, silent
from tests.audit.here import audited, plan
from tests.audit.made import finished
from tests.audit.readers.archives import zipped
from tests.audit.readers.test_recording import FOX, HILL, recording, row
from tests.audit.sources import many, timeline
from tests.pictures import picture

from colophon.audit.bundle import container
from colophon.audit.bundle.check import check
from colophon.audit.bundle.container import Entry, Form, entry_of, write_zip
from colophon.audit.bundle.make import Made, Wanted, make
from colophon.audit.bundle.manifest import MANIFEST
from colophon.audit.bundle.pictures import Pictures, pictures_of
from colophon.audit.bundle.place import Zip
from colophon.audit.plan import READERS
from colophon.audit.rows import rows
from colophon.errors import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("zipped")
    return make(finished(folder / "audit", 40), KEY, silent, Wanted(folder / "bundle.zip"))


def test_other_programs_read_it_and_it_is_as_it_was_signed(made: Made) -> None:
    found = check(made.place)
    assert (found.problems, found.fingerprint) == ([], made.fingerprint)
    assert made.place.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(made.place) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert names == sorted(names)
        assert len(names) == made.files
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"Pictures are not in it." in opened.read("README.txt")


def test_the_same_audit_gives_the_same_bytes_and_nothing_is_left_beside(made: Made) -> None:
    before = made.place.read_bytes()
    audit = made.place.parent / "audit"
    make(audit, KEY, silent, Wanted(made.place))
    assert made.place.read_bytes() == before
    assert not list(audit.parent.rglob(".*"))
    assert not (audit / "bundle").exists()


def owners(path: Path) -> list[tuple[int, int, str]]:
    """From which byte to which a file of the zip, or the zip's own end, is spoken of."""
    with zipfile.ZipFile(path) as opened:
        infos = opened.infolist()
        start, size = opened.start_dir, path.stat().st_size
    ends = [*(info.header_offset for info in infos[1:]), start]
    parts = [(info.header_offset, end, info.filename) for info, end in zip(infos, ends, strict=True)]
    records = [(start, start := start + 46 + len(info.filename), info.filename) for info in infos]
    return [*parts, *records, (start, size, path.name)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(["changed", "added", "removed"]),
    st.integers(0, 255),
)
def test_one_byte_anywhere_is_found_and_its_file_named(
    made: Made, which: int, where: int, how: str, byte: int
) -> None:
    """Of data, of headers, of the directory. A byte between two files may belong to either, or to the zip."""
    parts = owners(made.place)
    start, end, name = parts[which % len(parts)]
    at = start + where % (end - start)
    good = made.place.read_bytes()
    bad = changed(good, at, how, byte)
    assume(bad != good)
    made.place.write_bytes(bad)
    try:
        named = {problem.file for problem in check(made.place).problems}
    finally:
        made.place.write_bytes(good)
    if how == "changed":
        assert named == {name}
    else:
        beside = {part[2] for part in parts if part[0] - 1 <= at <= part[1]}
        assert len(named) == 1
        assert named <= beside | {made.place.name}


def test_a_zip_without_its_end_or_of_something_else(made: Made, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(made.place.read_bytes()[:-1000])
    assert check(cut).problems
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("a.txt", "a")
    with pytest.raises(InputError, match="holds no bundle"):
        check(other)
    with pytest.raises(InputError, match="is no bundle: move it away first"):
        make(made.place.parent / "audit", KEY, silent, Wanted(other))


def test_beyond_what_a_short_zip_can_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longer way of writing sizes, which other programs read too, and so does the look at headers."""
    monkeypatch.setattr(container, "MOST_FILES", 3)
    path, files = tmp_path / "long.zip", {f"{n}.bin": bytes([n]) * (n + 1) for n in range(5)}
    openers = [(name, partial(io.BytesIO, data)) for name, data in files.items()]
    with path.open("wb") as out:
        write_zip(out, [(entry_of(name, opener), opener) for name, opener in openers])
    with zipfile.ZipFile(path) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == files
        assert opened.infolist()[0].extract_version == 45
    for found in (Zip(path).find("4.bin"), Zip(path).find("0.bin")):
        assert [one.open().read() for one in found] == [bytes([found[0].size - 1]) * found[0].size]
    assert path.read_bytes()[-18:] == bytes(4) + b"\xff" * 12 + bytes(2)  # its numbers stand before its end
    good = {name: zlib.crc32(data) for name, data in files.items()}
    for at in (None, 5, len(path.read_bytes()) - 70, len(path.read_bytes()) - 30):
        data = bytearray(path.read_bytes())
        if at is not None:
            data[at] ^= 1
        (tmp_path / "again.zip").write_bytes(data)
        place = Zip(tmp_path / "again.zip")
        place.settle({name: len(data) for name, data in files.items()})
        named = {None: [], 5: ["0.bin"]}.get(at, ["again.zip"])
        assert [name for name, _ in place.between(good)] == named
    assert Form([Entry("a", 1)]).starts == [0, 32]


def audit_with_pictures(folder: Path) -> tuple[Path, Pictures]:
    timeline(folder / "source", many(9))
    wanted = plan(folder)
    audited(wanted)
    source = wanted.opened()
    return wanted.out, Pictures(source, 15 << 20, 80_000_000, lambda _: False)


def test_pictures_are_in_it_by_their_hash_each_once(tmp_path: Path) -> None:
    out, pictures = audit_with_pictures(tmp_path)
    made = make(out, KEY, silent, Wanted(tmp_path / "b.zip", pictures=pictures))
    hashes = {row["sha256"] for row in rows(out) if "sha256" in row}
    assert made.pictures == len(hashes) > 3
    with zipfile.ZipFile(made.place) as opened:
        media = [name for name in opened.namelist() if name.startswith("media/")]
        assert {hashlib.sha256(opened.read(name)).hexdigest() for name in media} == hashes
        assert {name[6:70] for name in media} == hashes
    found = check(made.place)
    assert found.problems == []
    assert found.manifest
    assert {file.sha256 for file in found.manifest.files if file.name in media} == hashes
    data = bytearray(made.place.read_bytes())
    with zipfile.ZipFile(made.place) as opened:
        start = opened.getinfo(media[2]).header_offset
    data[start + 30 + len(media[2]) + 5] ^= 1
    made.place.write_bytes(data)
    assert {problem.file for problem in check(made.place).problems} == {media[2]}


def test_a_picture_that_became_protected_is_left_out(tmp_path: Path) -> None:
    out, pictures = audit_with_pictures(tmp_path)
    hashes = sorted({row["sha256"] for row in rows(out) if "sha256" in row})
    pictures.protects = lambda picture: picture.sha256 == hashes[0]
    made = make(out, KEY, silent, Wanted(tmp_path / "b.zip", pictures=pictures))
    assert (made.pictures, pictures.left_out) == (len(hashes) - 1, 1)
    with zipfile.ZipFile(made.place) as opened:
        assert not [name for name in opened.namelist() if hashes[0] in name]


def test_a_recorded_timeline_keeps_its_pictures(tmp_path: Path) -> None:
    source = zipped(tmp_path / "source", recording(row("1", FOX), row("2", HILL), row("3", FOX)))
    wanted = dataclasses.replace(plan(tmp_path), opener=READERS)
    audited(wanted)
    with pictures_of(wanted.out, wanted.config, None) as pictures:
        made = make(wanted.out, KEY, silent, Wanted(tmp_path / "b.zip", pictures=pictures))
    source.unlink()
    assert check(made.place).problems == []
    with zipfile.ZipFile(made.place) as opened:
        media = {opened.read(name) for name in opened.namelist() if name.startswith("media/")}
    assert media == {FOX, HILL}


def test_the_source_must_be_there_and_as_it_was(tmp_path: Path) -> None:
    out, pictures = audit_with_pictures(tmp_path)
    config, source = dataclasses.replace(plan(tmp_path).config), tmp_path / "source"
    source.rename(tmp_path / "moved")
    with pytest.raises(InputError, match=r"is not at .* --source"), pictures_of(out, config, None):
        pass
    with pictures_of(out, config, tmp_path / "moved") as again:
        assert again.limit == config.limits.body_bytes
    (tmp_path / "moved").rename(source)
    (source / "00000").write_bytes(picture(77))
    with pytest.raises(InputError, match="is not what was audited"), pictures_of(out, config, None):
        pass
    with pytest.raises(InputError, match="has changed since it was audited"):
        make(out, KEY, silent, Wanted(tmp_path / "b.zip", pictures=pictures))
    assert not (tmp_path / "b.zip").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert MANIFEST not in {path.name for path in out.iterdir()}
