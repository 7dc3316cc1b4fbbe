"""A bundle with a timestamp: when, and by whom; what is of something else, or was changed, is refused."""

from __future__ import annotations

import shutil
import socket
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.x509 import Certificate, load_pem_x509_certificates
from tests.audit.bundle.test_bundle import KEY, OTHER, silent
from tests.audit.bundle.tsa import Service, prepare, service
from tests.audit.made import finished
from tests.audit.rows import audit_of_rows, post

from colophon.audit.bundle.check import check
from colophon.audit.bundle.make import Made, Wanted, make
from colophon.audit.bundle.manifest import SIGNATURE, canonical
from colophon.audit.bundle.timestamp import STAMPED, TOKEN, stamped
from colophon.errors import InputError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the timestamps")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("tsa")) as one:
        yield one


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tsa: Service) -> Made:
    folder = tmp_path_factory.mktemp("stamped")
    return make(finished(folder / "audit", 20), KEY, silent, Wanted(folder / "b.zip", service=tsa.address))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tsa: Service) -> Path:
    out = finished(tmp_path_factory.mktemp("folder") / "audit", 20)
    return make(out, KEY, silent, Wanted(service=tsa.address)).place


def roots(tsa: Service) -> list[Certificate]:
    return load_pem_x509_certificates(tsa.root.read_bytes())


def test_it_says_when_and_by_whom_and_whether_that_is_known(made: Made, tsa: Service, tmp_path: Path) -> None:
    known = check(made.place, roots=roots(tsa))
    assert known.problems == []
    assert known.stamp
    assert (known.stamp.by, known.stamp.known, known.stamp.service) == ("CN=A service", True, tsa.address)
    assert known.stamp.time.endswith("+00:00")
    assert known.manifest
    assert known.manifest.timestamp == tsa.address
    for others in ([], load_pem_x509_certificates(prepare(tmp_path).read_bytes())):
        found = check(made.place, roots=others)
        assert found.problems == []
        assert found.stamp
        assert not found.stamp.known


def test_every_byte_of_it_counts(folder: Path, tsa: Service) -> None:
    """Also those that no service signs."""
    for name in (TOKEN, STAMPED):
        path = folder / name
        good = path.read_bytes()
        try:
            for at in range(0, len(good), 7):
                path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
                assert {problem.file for problem in check(folder, roots=roots(tsa)).problems} == {name}, at
            path.unlink()
            assert {problem.file for problem in check(folder, roots=roots(tsa)).problems} == {name}
        finally:
            path.write_bytes(good)
    assert check(folder, roots=roots(tsa)).problems == []


def test_in_a_zip_the_changed_file_is_named_too(made: Made) -> None:
    good = made.place.read_bytes()
    for name in (TOKEN, STAMPED):
        with zipfile.ZipFile(made.place) as opened:
            at = opened.getinfo(name).header_offset + 30 + len(name) + 40
        made.place.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        try:
            assert {problem.file for problem in check(made.place).problems} == {name}
        finally:
            made.place.write_bytes(good)


def test_a_timestamp_of_another_bundle_is_refused_even_from_the_holder_of_the_key(
    folder: Path, tsa: Service, tmp_path: Path
) -> None:
    other = make(
        audit_of_rows(tmp_path / "a", [post(0, None, None, "a")]), OTHER, silent, Wanted(service=tsa.address)
    )
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    token = (other.place / TOKEN).read_bytes()
    (copy / TOKEN).write_bytes(token)
    (copy / STAMPED).write_bytes(canonical(stamped(tsa.address, token, KEY)))
    (problem,) = check(copy, roots=roots(tsa)).problems
    assert (problem.file, "of something else" in problem.what) == (TOKEN, True)
    for name in (TOKEN, STAMPED):  # nor may a bundle without one be given one
        shutil.copy(other.place / name, copy / name)
    assert {problem.file for problem in check(copy, roots=roots(tsa)).problems} == {STAMPED}


def test_where_none_is_to_be_had_nothing_is_written_and_the_way_out_is_said(
    tsa: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = audit_of_rows(tmp_path / "a", [post(0, None, None, "a")])
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/"
    for address, why in ((nobody, "cannot be reached"), (tsa.address, "no timestamp from")):
        tsa.answers["instead"] = b"no answer"
        with pytest.raises(InputError, match=why) as told:
            make(out, KEY, silent, Wanted(service=address))
        assert "--no-timestamp" in str(told.value)
    tsa.answers["instead"] = (tsa.root.parent / "reply").read_bytes()  # the answer to an earlier question
    with pytest.raises(InputError, match="to another question"):
        make(out, KEY, silent, Wanted(tmp_path / "b.zip", service=tsa.address))
    tsa.answers.clear()
    with pytest.raises(InputError, match="holds no password"):
        make(out, KEY, silent, Wanted(service="https://me:secret@example.org"))
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(InputError, match=r"colophon\[audit\]"):
        make(out, KEY, silent, Wanted(service=tsa.address))
    assert not (out / "bundle").exists()
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
    assert not (tmp_path / "b.zip").exists()


def test_without_the_extra_it_is_as_it_was_and_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    found = check(folder)
    assert (found.problems, found.stamp) == ([], None)
    assert "colophon[audit]" in str(found.silent)
    assert (folder / SIGNATURE).is_file()
