"""Everything that a report is made from: an export read, compared, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from colophon.study.report.cells import shown
from colophon.study.report.contrasts import Contrasts, contrasts
from colophon.study.report.data import Data
from colophon.study.report.looks import Look, looks
from colophon.study.report.more import Adjustment, Missing, adjustments, missing
from colophon.study.report.source import from_folder, manifest_of, put_in
from colophon.study.spec.frozen import Frozen

FORMAT = 1  # of report.json
RUNNING = "enrolling"  # of a manifest: `colophon.store.studies.StudyState`
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Whole:
    """A report as data. ``manifest`` is the export's; ``put_in`` says what made-up people were made of."""

    frozen: Frozen
    manifest: Mapping[str, Any]
    people: int | None
    found: Contrasts
    looks: dict[str, list[Look]]
    adjustments: list[Adjustment]
    missing: list[Missing]
    put_in: Mapping[str, Any] | None

    @property
    def running(self) -> bool:
        """Whether the study was not closed when it was exported."""
        return bool(self.manifest.get("state") == RUNNING)


def whole(folder: Path, progress: Progress) -> Whole:
    """Read and compute. Raises InputError for a folder that is no export, or was changed."""
    steps = 4
    progress("reading", 0, steps)
    manifest = manifest_of(folder)
    frozen, data = from_folder(folder)
    progress("comparing", 1, steps)
    study = frozen.study
    found = contrasts(study, data, early=manifest.get("state") == RUNNING)
    progress("looks", 2, steps)
    narrowed = looks(study, data, found.comparisons)
    progress("what is missing", 3, steps)
    done = Whole(
        frozen,
        manifest,
        _people(data),
        found,
        narrowed,
        adjustments(study, data, found.comparisons),
        missing(study, data, found.comparisons),
        put_in(folder),
    )
    progress("what is missing", steps, steps)
    return done


def _people(data: Data) -> int | None:
    """Everybody; without a holdout that is too small to be told, since the others are counted by level."""
    out = int(np.count_nonzero(data.people.holdout))
    return shown(int(np.size(data.people.ids)) - (out if shown(out) is None else 0))


def plain(found: Contrasts) -> dict[str, Any]:
    """The comparisons as plain data, tests as the study file has them."""
    data = asdict(found)
    for one, comparison in zip(data["comparisons"], found.comparisons, strict=True):
        one["test"] = comparison.test.model_dump(mode="json")
    return data


def as_data(report: Whole) -> dict[str, Any]:
    """Everything as plain data: what `report.json` holds."""
    frozen = report.frozen
    withdrew = report.manifest.get("withdrew")
    dates = {name: report.manifest.get(name) for name in ("opened", "closed", "exported", "program")}
    return {
        "format": FORMAT,
        "study": frozen.study.id,
        "version": frozen.study.version,
        "freeze": frozen.sha256,
        "frozen": frozen.frozen.isoformat(),
        "made_with": frozen.versions,
        "state": report.manifest.get("state"),
        **dates,
        "withdrew": None if withdrew is None else shown(withdrew),
        "participants": report.people,
        "put_in": report.put_in,
        **plain(report.found),
        "looks": {name: [asdict(look) for look in some] for name, some in report.looks.items()},
        "adjustments": [asdict(one) for one in report.adjustments],
        "missing": [asdict(one) for one in report.missing],
    }
