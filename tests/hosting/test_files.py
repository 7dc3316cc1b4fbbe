"""The documented files are what the program understands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.hosting.proxies import DOCUMENTED

from colophon.cli.serve import check_host
from colophon.config import load
from colophon.http.openapi import document
from colophon.http.routes import API


def test_the_settings_file_is_understood() -> None:
    config = load({"COLOPHON_CONFIG": str(DOCUMENTED / "colophon.toml")})
    assert config.hosted
    assert config.processes > 1  # else a reload would stop it


def test_what_it_says_on_several_machines_is_understood(tmp_path: Path) -> None:
    text = (DOCUMENTED / "colophon.toml").read_text(encoding="utf-8")
    settings = "".join(
        line.removeprefix("# ") + "\n"
        for line in text.splitlines()
        if line.startswith(("# database", "# redis", "# host", "public_url"))
    )
    assert len(tomllib.loads(settings)) == 4
    (tmp_path / "several.toml").write_text(settings)
    config = load({"COLOPHON_CONFIG": str(tmp_path / "several.toml")})
    check_host(config)
    assert config.redis


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: the unit is not verified")
    text = (DOCUMENTED / "colophon.service").read_text(encoding="utf-8")
    unit = tmp_path / "colophon.service"
    unit.write_text(text.replace("/opt/colophon/.venv/bin/colophon", sys.executable))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    said = [line for line in verified.stderr.splitlines() if "colophon.service" in line]
    assert (verified.returncode, said) == (0, [])


def test_every_operation_for_readers_documents_that_it_may_be_too_much() -> None:
    paths = json.loads(document(API))["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            if {"token": []} in operation["security"]:
                assert "Retry-After" in operation["responses"]["429"]["headers"], (method, path)
