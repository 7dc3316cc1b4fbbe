"""Logs say what was done, never what was sent nor by whom."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from aiohttp import web
from tests.http.real import running
from tests.pictures import picture, sha256
from tests.processes.running import connection

from colophon import log
from colophon.http.services import SERVICES

CANARY = "canary-7c1e"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, at the finest level, in the form of `colophon serve --log json`."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.level, list(root.handlers)
    log.set_up("json", every_request=True, process=3)
    [handler] = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]


async def test_a_request_is_one_object_with_what_was_done(tmp_path: Path, lines: io.StringIO) -> None:
    data = picture()
    async with running(tmp_path) as (_, port, headers, _app), connection(port) as line:
        await line.ask("PUT", f"/v1/images/{sha256(data)}?locale=es", data, headers)
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    [request] = [each for each in found if each.get("method") == "PUT"]
    assert request["time"].endswith("Z")
    assert request.pop("ms") >= 0
    del request["time"], request["message"]
    assert request == {
        "level": "INFO", "logger": "colophon.access", "process": 3,
        "method": "PUT", "route": "/v1/images/{sha256}", "status": 200, "role": "reader",
    }  # fmt: skip


async def test_nothing_that_was_sent_is_logged_whatever_it_is(tmp_path: Path, lines: io.StringIO) -> None:
    data = picture()
    known = sha256(data)
    async with running(tmp_path) as (_, port, headers, app):

        async def ask(method: str, path: str, body: bytes = b"", more: Mapping[str, str] = {}) -> int:
            async with connection(port) as line:
                return (await line.ask(method, path, body, headers | dict(more))).status

        assert await ask("PUT", f"/v1/images/{known}", data) == 200
        for odd in _odd(known):
            assert 400 <= await ask(*odd) < 500
        _fall(app)
        assert await ask("GET", f"/v1/images/{known}") == 500
    text = lines.getvalue().lower()
    assert '"trace"' in text, "the fault was not logged, so this shows nothing"
    for secret in (CANARY, headers["Authorization"].split()[1].lower(), known, "127.0.0.1"):
        assert secret not in text
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def _odd(known: str) -> list[tuple[str, str, bytes, dict[str, str]]]:
    json_type = {"Content-Type": "application/json"}
    return [
        ("GET", f"/{CANARY}", b"", {}),
        ("GET", f"/v1/images/{CANARY}", b"", {}),
        ("GET", f"/v1/images/{known}?{CANARY}={CANARY}", b"", {}),
        ("PUT", f"/v1/images/{'0' * 64}", CANARY.encode(), {}),
        ("PUT", f"/v1/images/{known}", CANARY.encode(), {"Content-Encoding": CANARY}),
        ("PUT", f"/v1/images/{known}", b"x", {"Colophon-Statements": CANARY}),
        ("POST", "/v1/lookup", CANARY.encode(), json_type),
        ("POST", "/v1/lookup", json.dumps({CANARY: CANARY}).encode(), json_type),
        ("POST", "/v1/lookup", json.dumps({"items": [{"sha256": CANARY}]}).encode(), json_type),
        ("POST", "/v1/pair", json.dumps({"code": CANARY}).encode(), json_type),
        ("POST", "/v1/disclosures", CANARY.encode(), {"Colophon-Disclosure": CANARY}),
        ("POST", "/v1/contests", json.dumps({"sha256": known, "reason": CANARY}).encode(), json_type),
        ("GET", "/v1/changes?since=0", b"", {"Authorization": f"Bearer {CANARY}"}),
        ("GET", "/healthz", b"", {"Origin": f"https://{CANARY}.example"}),
        ("GET", f"/{CANARY}", b"", {f"X{CANARY}": f"{CANARY}\xff"}),
        ("GET", "/healthz", b"", {"Host": f"{CANARY}.example"}),
        (CANARY.upper(), "/v1/lookup", b"", {}),
    ]


def _fall(app: web.Application) -> None:
    async def fall(_: object) -> dict[str, object]:
        raise RuntimeError("something inside is wrong")

    app[SERVICES].pipeline.known = fall  # type: ignore[method-assign,assignment]


def test_lines_for_a_person_carry_the_number_of_the_process() -> None:
    record = logging.LogRecord("colophon.x", logging.WARNING, "", 0, "it is %s", ("so",), None)
    assert log.Text(2).format(record).endswith(" WARNING [2] colophon.x: it is so")
    assert log.Text().format(record).endswith(" WARNING colophon.x: it is so")


def test_only_known_fields_are_told() -> None:
    record = logging.LogRecord("colophon.x", logging.INFO, "", 0, "done", (), None)
    record.address, record.status = "192.0.2.1", 200
    line = json.loads(log.Json().format(record))
    assert line.pop("time")
    assert line == {"level": "INFO", "logger": "colophon.x", "message": "done", "status": 200}


def test_what_a_server_says_is_in_the_form_of_its_log(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.say("Stopping.")
    log.complain("it failed")
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(line["level"], line["message"]) for line in said] == [
        ("INFO", "Stopping."),
        ("ERROR", "it failed"),
    ]
    assert capsys.readouterr() == ("", "")
    log.set_up("text")
    log.say("Stopping.")
    log.complain("it failed")
    assert capsys.readouterr() == ("Stopping.\n", "it failed\n")
