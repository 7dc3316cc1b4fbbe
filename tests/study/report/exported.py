"""A study of 36 people, from events in a store to the folder of its export."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.study.report.made_up import planned, study
from tests.study.taking_part import T, frozen_file

from colophon.store.database import Store, open_store
from colophon.store.participants import Newcomer
from colophon.store.studies import StudyState
from colophon.study.export.export import export
from colophon.study.spec.frozen import identity

STUDY = study(
    tests=[planned("answer"), planned("opened_card", "proportions"), planned("comprehension", "proportions")],
    exclude={"failed_attention": None, "min_exposures": 1, "min_sessions": 0},
)
PEOPLE = 36


def about(seq: int, kind: str, data: dict[str, Any], item: str | None = "1" * 16) -> dict[str, Any]:
    return {"seq": seq, "kind": kind, "t": T + seq, "item": item, "place": item and 1, "data": data}


def point(n: int) -> int:
    return 1 + n % 5 + (n % 3 == 2)


def told(seq: int, question: str, value: Any, item: str | None = None) -> dict[str, Any]:
    survey, name = question.split(".")
    return about(
        seq, "survey_answered", {"survey": survey, "question": name, "answer": value, "rt_ms": 9}, item
    )


def events(n: int, level: str) -> list[dict[str, Any]]:
    """Everybody sees one image that would have a label; every fourth of `source` opens it, the last sees
    none.
    """
    drawn = {
        "platform": "mastodon",
        "phase": "treatment",
        "levels": {"detail": level},
        "would_label": "ai_generated.detector",
        "would_process": "ai_generated",
        "would_source": "detector",
    }
    opens = [about(4, "opened", {"level": 2})] if level == "source" and n % 4 == 0 else []
    return [
        about(1, "eligible", drawn),
        *([about(2, "exposed", {"visible_ms": 1000, "longest_ms": 1000})] if n < PEOPLE - 1 else []),
        *opens,
        told(5, "probe.happened", point(n), "1" * 16),
        told(6, "end.meaning", "nothing" if n % 2 else "camera"),
        *([told(7, "end.remarks", "words " * 80)] if not n else []),
    ]


async def fill(store: Store) -> None:
    for n in range(PEOPLE):
        level = ("control", "words", "source")[n % 3]
        new = Newcomer(
            STUDY.id, f"{n:016x}", f"{n:064x}", "code", "c" * 64, "en", "mastodon", "1.0", False, "locale=en"
        )
        await store.participants.enrol(new, lambda _, level=level: {"detail": level})  # type: ignore[misc]
        done = events(n, level)
        assert await store.events.add(f"{n:064x}", "session1", "1.0 12 30", done) == len(done)


async def write(place: Path) -> None:
    async with open_store(place / "colophon.sqlite3") as store:
        kept = await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
        await store.studies.add_code("code", STUDY.id, 100, 9999)
        await fill(store)
        kept = await store.studies.advance(STUDY.id, StudyState.CLOSED)
        files = {"study.frozen.json": kept.frozen.encode()}
        await export(store, kept, STUDY, files, place / "out", lambda *_: None)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("exported")
    asyncio.run(write(place))
    return place / "out"


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of its own: some tests change it."""
    return shutil.copytree(written, tmp_path / "out")
