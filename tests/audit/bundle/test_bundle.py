"""A bundle: whatever changes after it was signed is found, and its file and line are named."""

from __future__ import annotations

import random
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.audit.made import finished
from tests.audit.rows import audit_of_rows, post, protected

from colophon.audit.bundle.check import check
from colophon.audit.bundle.decisions import DECISIONS
from colophon.audit.bundle.key import KEY_NAME, signing_key
from colophon.audit.bundle.lines import SHOWN, differences, write_lines
from colophon.audit.bundle.make import Made, Wanted, make
from colophon.audit.bundle.manifest import MANIFEST, SIGNATURE
from colophon.audit.bundle.problem import Problem
from colophon.errors import ConfigError, InputError
from colophon.keyfile import fingerprint, public_bytes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    out = finished(tmp_path_factory.mktemp("audit"), 40)
    return make(out, KEY, silent, WANTED)


WANTED = Wanted(decisions=[orjson.dumps({"number": n}) + b"\n" for n in range(4)])


def names(made: Made) -> list[str]:
    return sorted(path.name for path in made.place.iterdir())


def test_as_it_was_signed(made: Made) -> None:
    found = check(made.place)
    assert found.problems == []
    assert found.fingerprint == made.fingerprint == fingerprint(public_bytes(KEY.public_key()))
    assert found.manifest is not None
    assert found.manifest.timestamp is None
    assert found.manifest.images == 40
    assert made.files == len(names(made))
    assert {"report.html", "rows.jsonl", "skipped.json", "audit.json", DECISIONS} < set(names(made))
    readme = (made.place / "README.txt").read_text()
    assert made.fingerprint in readme
    assert "no timestamp" in readme


def test_the_same_audit_and_key_give_the_same_bytes(made: Made) -> None:
    before = {name: (made.place / name).read_bytes() for name in names(made)}
    assert make(made.place.parent, KEY, silent, WANTED) == made
    assert {name: (made.place / name).read_bytes() for name in names(made)} == before


def test_nobodys_folders_and_no_protected_image(tmp_path: Path) -> None:
    out = audit_of_rows(tmp_path / "a", [protected(0), post(1, None, None, "a")])
    folder = make(out, KEY, silent).place
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"/home/somebody" not in everything
    assert b"secret" not in everything
    found = check(folder).manifest
    assert found is not None
    assert (found.images, found.protected) == (2, 1)


def changed(good: bytes, at: int, how: str, byte: int) -> bytes:
    """One byte changed, added or removed, or two in the other order."""
    head, tail = good[:at], good[at:]
    return {
        "changed": head + bytes([byte]) + tail[1:],
        "added": head + bytes([byte]) + tail,
        "removed": head + tail[1:],
        "swapped": head + tail[1:2] + tail[:1] + tail[2:],
    }[how]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(["changed", "added", "removed", "swapped"]),
    st.integers(0, 255) | st.just(ord("\n")),
)
def test_one_byte_anywhere_is_found_and_its_place_named(
    made: Made, which: int, where: int, how: str, byte: int
) -> None:
    name = names(made)[which % len(names(made))]
    path = made.place / name
    good = path.read_bytes()
    bad = changed(good, where % len(good), how, byte)
    assume(bad != good)
    path.write_bytes(bad)
    try:
        problems = check(made.place).problems
    finally:
        path.write_bytes(good)
    assert {problem.file for problem in problems} == {name}
    if name.endswith(".jsonl"):
        first = next((n for n, (a, b) in enumerate(zip(good, bad, strict=False)) if a != b), len(bad))
        assert problems[0].line == good[:first].count(b"\n") + 1


@pytest.mark.parametrize(("name", "step"), [(MANIFEST, 4), (SIGNATURE, 1)])
def test_every_byte_of_what_is_signed(made: Made, name: str, step: int) -> None:
    """Also those that JSON or Base64 would forgive."""
    path = made.place / name
    good = path.read_bytes()
    try:
        for at in range(0, len(good), step):
            for by in (1, 32):
                path.write_bytes(good[:at] + bytes([good[at] ^ by]) + good[at + 1 :])
                assert {problem.file for problem in check(made.place).problems} == {name}, (at, by)
    finally:
        path.write_bytes(good)


Change = Callable[[list[bytes]], list[bytes]]
LINES: dict[str, tuple[Change, Problem]] = {
    "one added": (lambda x: [*x[:2], b"{}\n", *x[2:]], Problem("rows.jsonl", "1 line added here", 3)),
    "two removed": (lambda x: [*x[:4], *x[6:]], Problem("rows.jsonl", "2 lines removed here", 5)),
    "two in another order": (
        lambda x: [*x[:4], x[5], x[4], *x[6:]],
        Problem("rows.jsonl", "lines 5 to 6 are in another order", 5),
    ),
    "the last without its end": (lambda x: [*x[:-1], x[-1][:-1]], Problem("rows.jsonl", "changed", 0)),
    "all gone": (lambda _: [], Problem("rows.jsonl", "", 1)),
}


@pytest.mark.parametrize("change", LINES)
def test_the_line_is_named(made: Made, change: str) -> None:
    path = made.place / "rows.jsonl"
    good = path.read_bytes()
    lines = good.splitlines(keepends=True)
    apply, expected = LINES[change]
    path.write_bytes(b"".join(apply(lines)))
    try:
        (problem,) = check(made.place).problems
    finally:
        path.write_bytes(good)
    assert problem.file == "rows.jsonl"
    assert problem.line == (expected.line or len(lines))
    assert expected.what in problem.what
    assert f"line {problem.line}" in str(problem)


def test_files_that_came_or_went(made: Made, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(made.place, folder)
    (folder / "accounts.csv").unlink()
    (folder / "extra.txt").write_text("")
    (folder / "sites.csv").rename(tmp_path / "sites.csv")
    (folder / "sites.csv").symlink_to(tmp_path / "sites.csv")
    (folder / "inside").mkdir()
    found = [(problem.file, problem.what.split(":")[0].split(",")[0]) for problem in check(folder).problems]
    assert found == [
        *(("accounts.csv", "removed"), ("sites.csv", "removed")),
        *(("extra.txt", "added"), ("inside", "added")),
    ]
    (folder / MANIFEST).unlink()
    assert [problem.file for problem in check(folder).problems] == [MANIFEST]
    with pytest.raises(InputError, match="holds no bundle"):
        check(tmp_path)


def test_signed_anew_by_somebody_else(made: Made, tmp_path: Path) -> None:
    """Nothing inside a bundle can show that: only the fingerprint that its maker told."""
    out = tmp_path / "audit"
    shutil.copytree(made.place.parent, out)
    again = make(out, OTHER, silent)
    assert check(again.place).problems == []
    (problem,) = check(again.place, made.fingerprint).problems
    assert problem.file == SIGNATURE
    assert again.fingerprint in problem.what


def test_what_is_no_bundle_is_not_replaced(made: Made, tmp_path: Path) -> None:
    out = audit_of_rows(tmp_path / "a", [post(0, None, None, "a")])
    (out / "bundle").mkdir()
    (out / "bundle" / "mine.txt").write_text("kept")
    with pytest.raises(InputError, match="is no bundle"):
        make(out, KEY, silent)
    assert (out / "bundle" / "mine.txt").read_text() == "kept"
    assert not list(out.glob(".bundle-*"))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = signing_key(data)
    path = data / KEY_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in data.iterdir()] == [KEY_NAME]
    assert public_bytes(signing_key(data).public_key()) == public_bytes(key.public_key())
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="can be read by others"):
        signing_key(data)
    path.chmod(0o600)
    path.write_text("nothing")
    with pytest.raises(ConfigError, match="cannot be used"):
        signing_key(data)
    rsa = generate_private_key(65537, 1024)
    path.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ConfigError, match="another kind of key"):
        signing_key(data)


def test_of_many_changed_lines_some_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [f"{n}\n" for n in range(100)]
    path.write_text("".join(lines))
    assert write_lines(path) == 100
    kept = tmp_path / "a.jsonl.lines"
    assert where(path, kept) == []
    draw = random.Random(1)
    changed = sorted(draw.sample(range(100), 9))
    path.write_text("".join("x\n" if n in changed else line for n, line in enumerate(lines)))
    found = where(path, kept)
    assert [line for line, _ in found] == [*(n + 1 for n in changed[:SHOWN]), None]
    assert found[-1][1] == "4 more lines changed"
    path.write_text("".join([*lines[:10], "x\ny\nz\n", *lines[12:]]))
    assert where(path, kept) == [(11, "lines 11 to 12 are not as they were: 3 stand where 2 stood")]


def where(path: Path, kept: Path) -> list[tuple[int | None, str]]:
    with path.open("rb") as file, kept.open("rb") as before:
        return differences(file, before)
