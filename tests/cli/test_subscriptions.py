"""``colophon registry subscribe`` and what belongs to it, with a publisher on this computer."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tests.follow.streams import OTHER, SIGNER, answer, record
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Process
from colophon.store.database import open_store
from colophon.store.subscriptions import Subscription

LINES = answer([record(1), record(2)])
GROUPED = " ".join(SIGNER.fingerprint[n : n + 8] for n in range(0, 64, 8))


class Publisher(BaseHTTPRequestHandler):
    lines = LINES
    signer = SIGNER

    def do_GET(self) -> None:
        key = {"key": base64.b64encode(self.signer.public).decode()}
        bodies = {"/v1/published/key": json.dumps(key).encode(), "/v1/published": b"".join(self.lines)}
        body = bodies.get(self.path.partition("?")[0])
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def command(*words: str, **more: Any) -> Result:
        return CliRunner().invoke(app, ["registry", *words, "--data", str(tmp_path)], **more)

    return command


def kept(folder: Path) -> list[Subscription]:
    async def ask() -> list[Subscription]:
        async with open_store(folder / "colophon.sqlite3") as store:
            return await store.subscriptions.all()

    return asyncio.run(ask())


def test_the_key_is_shown_and_agreed_to(run: Any, publisher: str, tmp_path: Path) -> None:
    refused = run("subscribe", publisher, input="n\n")
    assert (refused.exit_code, kept(tmp_path)) == (1, [])
    assert GROUPED in refused.stdout
    agreed = run("subscribe", publisher, input="y\n")
    assert agreed.exit_code == 0, agreed.output
    assert "A newsroom: 2 records" in agreed.stdout
    [one] = kept(tmp_path)
    assert (one.url, one.name, one.key, one.trust, one.seq) == (
        publisher, "A newsroom", SIGNER.public.hex(), Basis.RECORDED, 0,
    )  # fmt: skip
    shown = run("subscriptions").stdout
    assert all(words in shown for words in (one.id, "A newsroom", publisher, GROUPED, "not asked yet"))
    again = run("subscribe", publisher, "--yes")
    assert again.exit_code == 1
    assert "followed already; give another name (--name)" in again.stderr


@pytest.mark.parametrize("told", [SIGNER.fingerprint, GROUPED.upper(), GROUPED.replace(" ", ":")])
def test_a_key_that_was_told_asks_nothing(run: Any, publisher: str, tmp_path: Path, told: str) -> None:
    assert run("subscribe", publisher, "--key", told, "--name", "theirs", "--basis", "stated").exit_code == 0
    assert [(one.name, one.trust) for one in kept(tmp_path)] == [("theirs", Basis.STATED)]


def test_another_key_than_was_told(run: Any, publisher: str, tmp_path: Path) -> None:
    refused = run("subscribe", publisher, "--key", OTHER.fingerprint)
    assert refused.exit_code == 1
    assert "another key than you were told" in refused.stderr
    assert GROUPED in refused.stderr


def test_a_stream_that_another_key_signed(run: Any, publisher: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Publisher, "signer", OTHER)
    refused = run("subscribe", publisher, "--yes")
    assert refused.exit_code == 1
    assert "signed with another key" in refused.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("http://example.org",), "must begin with https"),
        (("https://10.0.0.1",), "within a network"),
        (("https://me@example.org",), "leave the name"),
        (("https://example.org/list.csv", "--key", "0" * 64), "a list is signed by nobody"),
        (("https://example.org", "--kind", "protected"), "are for lists"),
        (("https://example.org/" + "x" * 80, "--unsigned"), "give one: --name NAME"),
    ],
)
def test_what_is_not_followed(run: Any, words: tuple[str, ...], why: str) -> None:
    refused = run("subscribe", *words)
    assert refused.exit_code == 1
    assert why in refused.stderr


def test_a_server_that_publishes_nothing(run: Any, publisher: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Publisher, "do_GET", lambda self: self.send_error(404))
    refused = run("subscribe", publisher, "--yes")
    assert "publishes no decisions" in refused.stderr


def test_a_list_is_followed_where_it_is_said_to_be_unsigned(run: Any, tmp_path: Path) -> None:
    words = ("https://example.org/list.csv", "--unsigned", "--name", "a list", "--as", "ai_generated")
    assert run("subscribe", *words).exit_code == 0
    [one] = kept(tmp_path)
    assert (one.kind, one.trust, one.process, one.key) == ("list", Basis.STATED, "ai_generated", None)
    assert "unsigned" in run("subscriptions").stdout


def test_unsubscribing_withdraws_what_came_with_it(run: Any, publisher: str, tmp_path: Path) -> None:
    run("subscribe", publisher, "--yes")
    [one] = kept(tmp_path)

    async def entries(add: bool) -> list[Entry]:
        async with open_store(tmp_path / "colophon.sqlite3") as store:
            if add:
                said = {"kind": Kind.STATEMENT, "basis": Basis.RECORDED, "process": Process.AI_GENERATED}
                new = [
                    Entry(f"{n}" * 32, sha256=f"{n}" * 64, origin=origin, **said)  # type: ignore[arg-type]
                    for n, origin in ((1, one.origin), (2, "somebody else's"))
                ]
                await store.entries.add(new, ())
            return [e async for batch in store.entries.since(0) for e in batch]

    assert len(asyncio.run(entries(add=True))) == 2
    ended = run("unsubscribe", "A newsroom")
    assert "entries withdrawn: 1" in ended.stdout
    assert [e.origin for e in asyncio.run(entries(add=False))] == ["somebody else's"]
    assert kept(tmp_path) == []
    assert "Nothing is followed." in run("subscriptions").stdout
    assert "colophon registry subscriptions" in run("unsubscribe", one.id).stderr


def test_a_server_that_has_the_name_of_ours_is_called_by_its_host(
    run: Any, publisher: str, tmp_path: Path
) -> None:
    assert run("subscribe", publisher, "--yes", env={"COLOPHON_TEAM": "A newsroom"}).exit_code == 0
    assert [one.name for one in kept(tmp_path)] == [publisher.removeprefix("http://")]
