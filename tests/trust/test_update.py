"""Updating a trust folder from a server and from a folder of files."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.trust.certificates import pem

from colophon.download import fetch
from colophon.errors import DownloadError, TrustError
from colophon.trust.known import OFFICIAL, KnownList
from colophon.trust.update import State, update

FIRST = pem("First")
SECOND = pem("Second")
NEXT = json.dumps({"LoTE": {"ListAndSchemeInformation": {"NextUpdate": "2027-08-05T00:11:39Z"}}})
plain_http = partial(fetch, schemes=("http",))


class Publisher(ThreadingHTTPServer):
    """Serves ``contents`` by path; ``/moved`` redirects."""

    contents: dict[str, bytes]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.contents = {}

    def known(self, name: str, text: str, pinned: str | None = None) -> KnownList:
        """Publish ``text`` and say where; ``pinned`` is the contents that were looked at."""
        self.contents[f"/{name}"] = text.encode()
        digest = hashlib.sha256((text if pinned is None else pinned).encode()).hexdigest()
        return KnownList(name, self.address(name), digest)

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"


class _Handler(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        data = self.server.contents.get(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/list.pem")
        else:
            self.send_response(200 if data is not None else 404)
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_known_contents_are_stored(publisher: Publisher, tmp_path: Path) -> None:
    lists = [publisher.known(OFFICIAL, FIRST), publisher.known("list.json", NEXT)]
    folder = tmp_path / "new" / "trust"
    changes = update(folder, lists=lists, get=plain_http)
    assert [(c.state, c.known) for c in changes] == [(State.STORED, True)] * 2
    assert changes[0].added == ("CN=First",)
    assert changes[1].next_update == "2027-08-05T00:11:39Z"
    assert (folder / OFFICIAL).read_text() == FIRST
    assert sorted(p.name for p in folder.iterdir()) == sorted([OFFICIAL, "list.json"])
    again = update(folder, lists=lists, get=plain_http)
    assert [c.state for c in again] == [State.CURRENT] * 2


def test_new_contents_are_shown_and_need_acceptance(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / OFFICIAL).write_text(FIRST)
    lists = [publisher.known(OFFICIAL, SECOND, pinned=FIRST)]
    (change,) = update(tmp_path, lists=lists, get=plain_http)
    assert change.state is State.NEEDS_ACCEPTANCE
    assert (change.added, change.removed) == (("CN=Second",), ("CN=First",))
    assert (tmp_path / OFFICIAL).read_text() == FIRST
    (change,) = update(tmp_path, lists=lists, get=plain_http, accept_new=True)
    assert (change.state, change.known) == (State.STORED, False)
    assert (tmp_path / OFFICIAL).read_text() == SECOND


def test_one_failure_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    lists = [publisher.known(OFFICIAL, FIRST), KnownList("b.pem", publisher.address("absent"), "")]
    with pytest.raises(DownloadError, match=r"/absent cannot be reached: Not Found"):
        update(tmp_path, lists=lists, get=plain_http)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["<html>log in first</html>", ""])
def test_what_is_not_a_list_is_refused_even_when_accepted(
    publisher: Publisher, tmp_path: Path, text: str
) -> None:
    with pytest.raises(TrustError, match="no certificates"):
        update(tmp_path, lists=[publisher.known(OFFICIAL, text)], get=plain_http, accept_new=True)
    assert not list(tmp_path.iterdir())


def test_offline_is_a_clear_error(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port  # closed below: nobody listens there any more
    address = f"http://127.0.0.1:{port}/list.pem"
    with pytest.raises(DownloadError, match=r"cannot be reached: .*refused"):
        update(tmp_path, lists=[KnownList(OFFICIAL, address, "")], get=plain_http)


def test_only_https_by_default(publisher: Publisher) -> None:
    publisher.contents["/list.pem"] = FIRST.encode()
    with pytest.raises(DownloadError, match="over https only"):
        fetch(publisher.address("list.pem"))
    with pytest.raises(DownloadError, match="https"):
        fetch("file:///etc/hostname")


def test_redirects_keep_the_scheme(publisher: Publisher) -> None:
    with pytest.raises(DownloadError, match=r"ftp://\S+: lists and models are fetched over http only"):
        plain_http(publisher.address("moved"))


def test_size_is_bounded(publisher: Publisher) -> None:
    publisher.contents["/big"] = b"x" * 101
    assert plain_http(publisher.address("big"), limit=101) == b"x" * 101
    with pytest.raises(DownloadError, match="larger than the limit of 100 bytes"):
        plain_http(publisher.address("big"), limit=100)


def test_files_of_an_operator(tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "trust"
    files.mkdir()
    (files / OFFICIAL).write_text(FIRST)
    lists = [
        KnownList(OFFICIAL, "https://example.org/a", hashlib.sha256(FIRST.encode()).hexdigest()),
        KnownList("other.pem", "https://example.org/b", ""),
    ]
    (change,) = update(folder, files=files, lists=lists)
    assert change.state is State.STORED
    assert (folder / OFFICIAL).read_text() == FIRST


def test_folder_without_lists(tmp_path: Path) -> None:
    with pytest.raises(TrustError, match="no trust lists in"):
        update(tmp_path / "trust", files=tmp_path)


def test_folder_that_cannot_be_written(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(TrustError, match="file"):
        update(tmp_path / "file", lists=[publisher.known(OFFICIAL, FIRST)], get=plain_http)
