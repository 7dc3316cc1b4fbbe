"""What `scripts/start --smoke` does, in both browsers."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_smoke_run(browser: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    Image.effect_noise((400, 300), 50).save(own / "mine.png")
    sheet = tmp_path / "sheet.png"
    lists = tmp_path / "lists"  # given and empty: nothing is downloaded
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from colophon.cli import main; main()", "demo", "--smoke"),
        *("--browser", browser, "--images", str(own), "--screenshot", str(sheet)),
        env=os.environ | {"COLOPHON_TRUST": str(lists)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, (out, err)
    summary = json.loads(out.splitlines()[-1])
    assert summary["problems"] == []
    assert summary["labels"] == {"expected": 7, "found": 7}
    assert summary["posts"] == 9
    assert summary["browser"] == browser
    assert b"not recognised" in err  # what follows from absent lists is said
    with Image.open(sheet) as picture:
        assert min(picture.size) > 1000
