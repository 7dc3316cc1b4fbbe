"""A running server follows the model in use: a bad one changes nothing, a good one needs no restart."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from PIL import Image
from tests import toy_model
from tests.pairing_codes import new_code

from colophon.config import DATABASE_NAME

LOOK_SECONDS = 0.05


def picture(level: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(toy_model.noise(level)).save(stream, "PNG")
    return stream.getvalue()


PICTURE = picture(210)
SHA256 = hashlib.sha256(PICTURE).hexdigest()


@dataclass
class Server:
    """A server process over the data folder ``data``; what it prints goes into a file."""

    data: Path
    log: Path
    process: subprocess.Popen[bytes]
    url: str = ""
    token: str = ""

    def said(self) -> str:
        assert self.process.poll() is None, self.log.read_text()
        return self.log.read_text()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until the server prints it."""
        found: re.Match[str] = until(lambda: re.search(pattern, self.said()))
        return found

    def pair(self) -> None:
        self.url = self.wait_for(r"listens on (http://\S+)")[1]
        code = asyncio.run(new_code(self.data / DATABASE_NAME))
        self.token = self._ask("POST", "/v1/pair", orjson.dumps({"code": code}))["token"]

    def look(self) -> Any:
        """The assessment of the picture, sent again if it has to be looked at again."""
        found = self.known()
        return found or self._ask("PUT", f"/v1/images/{SHA256}", PICTURE)

    def known(self) -> Any:
        """What is cached of the picture."""
        items = {"locale": "en", "items": [{"sha256": SHA256, "statements": []}]}
        (result,) = self._ask("POST", "/v1/lookup", orjson.dumps(items))["results"]
        return result.get("assessment")

    def ready(self) -> Any:
        return self._ask("GET", "/readyz")

    def use(self, name: str) -> None:
        """Name a model by hand, without the look at it that the command takes."""
        temporary = self.data / "models" / ".next"
        temporary.write_text(f"{name}\n")
        temporary.replace(self.data / "models" / "current")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return orjson.loads(answer.read())


def until(condition: Callable[[], Any]) -> Any:
    """Wait for another process; the test's own timeout is the limit."""
    while not (result := condition()):
        time.sleep(0.01)
    return result


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    data, log = folder / "data", folder / "log.txt"
    (folder / "settings.toml").write_text(f"[limits]\nmodel_look_seconds = {LOOK_SECONDS}\n")
    places = {
        "COLOPHON_DATA": str(data),
        "COLOPHON_TRUST": str(folder / "trust"),
        "COLOPHON_CONFIG": str(folder / "settings.toml"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-W", "error", "-m", "colophon.cli", "serve", "--port", "0", "--workers", "1"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | places, stdout=out, stderr=out)
    try:
        server = Server(data, log, process)
        server.pair()
        yield server
    finally:
        process.kill()
        process.wait()


def model_of(assessment: Any) -> str:
    """Id and version of the model that the answer names, and of the one whose evidence it holds."""
    (evidence,) = [e["details"] for e in assessment["evidence"] if e["source"] == "detector"]
    named = " ".join(assessment["versions"]["detector"].split()[:2])
    assert named == f"{evidence['model']} {evidence['version']}"
    return named


def test_a_running_server_keeps_its_model_while_bad_ones_come_and_takes_a_good_one(tmp_path: Path) -> None:
    models = tmp_path / "data" / "models"
    toy_model.write(models / "toy")
    toy_model.write(models / "wrong-hash", id="wrong-hash", sha256="0" * 64)
    toy_model.write(models / "wrong-shape", toy_model.graph(side=16), id="wrong-shape")
    toy_model.write(models / "page", b"<!DOCTYPE html>", id="page")
    (models / "current").write_text("toy\n")
    with serving(tmp_path) as server:
        assert model_of(server.look()) == "toy 1"
        refusals = ("wrong-hash was refused: ", "wrong-shape was refused: ", "page was refused: ", "absent")
        for refusal in refusals:
            server.use(refusal.split()[0])
            server.wait_for(f"the model toy stays in use: .*{refusal}")
            assert model_of(server.known()) == "toy 1"
            assert server.ready()["status"] == "ready"
        toy_model.write(models / "newer", id="newer", version="2")
        server.use("newer")
        server.wait_for("INFO colophon.models.watch: the model in use is now newer")
        until(lambda: server.known() is None)  # what the old model found no longer counts
        assert model_of(server.look()) == "newer 2"
        assert model_of(server.known()) == "newer 2"
        toy_model.write(models / "newer", id="newer", version="3")  # the same name, another model
        until(lambda: server.known() is None)
        assert model_of(server.look()) == "newer 3"
        server.use("none")
        until(lambda: not server.ready()["model"])
        assert server.look()["checks"]["detector"].startswith("skipped")


def test_a_server_whose_model_is_refused_starts_without_one_and_takes_the_next(tmp_path: Path) -> None:
    models = tmp_path / "data" / "models"
    toy_model.write(models / "toy", sha256="0" * 64)
    (models / "current").write_text("toy\n")
    with serving(tmp_path) as server:
        assert "no model is in use: the model toy was refused" in server.said()
        assert server.ready() == server.ready() | {"status": "ready", "model": False}
        assert server.look()["checks"]["detector"] == "skipped: the model that was chosen was refused"
        toy_model.write(models / "toy")
        until(lambda: server.ready()["model"])
        assert model_of(server.look()) == "toy 1"


def test_the_command_changes_the_model_of_a_running_server(tmp_path: Path) -> None:
    source = toy_model.write(tmp_path / "source")
    with serving(tmp_path) as server:
        before = server.look()["versions"]["detector"]
        command = [sys.executable, "-m", "colophon.cli", "model", "install", str(source), "--use"]
        subprocess.run(command, env=os.environ | {"COLOPHON_DATA": str(server.data)}, check=True)
        until(lambda: server.known() is None)
        assert model_of(server.look()) == "toy 1"
    assert not before.startswith("toy")
