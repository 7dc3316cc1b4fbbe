"""What reviewers did about its images is in a bundle, and nothing about others or protected ones."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from pathlib import Path

from tests.audit.rows import audit_of_rows, digest, post
from tests.store.test_entries import ENTRY

from colophon.audit.bundle.decisions import decisions_about
from colophon.config import Config
from colophon.entry import Kind
from colophon.store.chain import Act
from colophon.store.database import open_store
from colophon.store.review_log import append


def test_acts_about_its_images_and_no_others(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data")
    out = audit_of_rows(tmp_path / "audit", [post(n, None, None, n) for n in range(3)])
    assert decisions_about(out, config) == []
    images = [digest(0), digest("elsewhere"), digest(2), None, digest(0)]
    listed = dataclasses.replace(ENTRY, kind=Kind.PROTECTED, sha256=digest(2))

    async def fill() -> None:
        async with open_store(config.store) as store:
            acts = [Act("someone", "verdict", image=image, data={"n": n}) for n, image in enumerate(images)]
            async with store.engine.begin() as connection:
                await append(connection, acts, 1000)
            await store.entries.add([listed], [])

    config.data.mkdir()
    asyncio.run(fill())
    found = [json.loads(line) for line in decisions_about(out, config)]
    assert [(row["number"], row["image"], row["who"]) for row in found] == [
        (1, digest(0), "someone"),
        (5, digest(0), "someone"),
    ]
    assert found[1]["prev_sha256"] != found[0]["sha256"]  # of rows that are not here
