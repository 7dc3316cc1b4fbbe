"""The command is killed again and again, and its rows are those of one that nobody disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.audit import sources
from tests.audit.here import audited
from tests.audit.sources import gate, timeline

from colophon.audit.folder import AUDIT, INDEX, SHARDS, SKIPPED
from colophon.audit.plan import Plan
from colophon.audit.rows import rows
from colophon.config import load

IMAGES, SHARD = 60, 3
GATES = {8: "wait in the index", 21: "wait", 45: "wait", 66: "wait"}  # by post: where it is stopped
PATIENCE = 120.0  # seconds, for a machine that does other things

# The command, over the timeline of these tests, in small shards.
COMMAND = f"""
from functools import partial
import colophon.cli.audit as audit
from colophon.cli import main
audit.Plan = partial(audit.Plan, opener={sources.OPENER!r}, shard={SHARD})
main()
"""


def command(source: Path, out: Path) -> subprocess.Popen[str]:
    settings = {"COLOPHON_CHECKS": "registry", "COLOPHON_DATA": str(source / ".." / "data")}
    return subprocess.Popen(
        (sys.executable, "-c", COMMAND, "audit", str(source), "--out", str(out), "--workers", "2"),
        env=os.environ | sources.with_our_modules() | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[str, str]:
    said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def stopped(process: subprocess.Popen[str], at: Path, how: signal.Signals) -> str:
    """Send a signal once it has come to the gate; gives what it said on standard error."""
    end = time.monotonic() + PATIENCE
    try:
        while not at.with_suffix(".here").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end, f"{at} is not come to"
            time.sleep(0.01)
        process.send_signal(how)
        return process.communicate(timeout=PATIENCE)[1]
    finally:
        process.kill()


def contents(out: Path) -> dict[str, bytes]:
    kept = [out / name for name in (AUDIT, INDEX, SKIPPED)]
    return {path.name: path.read_bytes() for path in (*kept, *(out / SHARDS).iterdir())}


def test_rows_are_those_of_an_audit_that_nobody_stopped(tmp_path: Path) -> None:
    posts = sources.many(IMAGES)
    for number, act in GATES.items():
        assert "skip" not in posts[number]
        posts[number]["act"] = act
    source = timeline(tmp_path / "source", posts)
    config = load({}, checks=("registry",), data=tmp_path / "data")
    audited(Plan(source, tmp_path / "whole", config, opener=sources.OPENER, shard=SHARD))
    out, done, said = tmp_path / "stopped", list[int](), ""
    for number in GATES:
        gate(source, number).touch()
    for number in GATES:
        how = signal.SIGINT if number == max(GATES) else signal.SIGKILL
        process = command(source, out)
        said = stopped(process, gate(source, number), how)
        assert process.returncode == (130 if how == signal.SIGINT else -how), said
        done.append(len([*out.glob(f"{SHARDS}/*.json")]))
        gate(source, number).unlink()
    assert f"stopped; {done[-1]} of 20 shards are finished, and the same command goes on" in said
    assert done[0] == 0
    assert done == sorted(done)
    assert 0 < done[-1] < 20
    said = finished(command(source, out))[1]
    assert f"{done[-1]} of 20 shards were finished before" in said
    assert len([*rows(out)]) == IMAGES
    assert contents(out) == contents(tmp_path / "whole")
