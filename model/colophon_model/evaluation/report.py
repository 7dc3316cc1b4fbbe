"""The report of one evaluation: everything that was found, as data for the JSON file and the page."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import PIL
import scipy

from colophon_model.detector import Band
from colophon_model.evaluation.adopt import FEWEST, PROTOCOL, Adoption
from colophon_model.evaluation.audited import Statistics, audited
from colophon_model.evaluation.bootstrap import ROUNDS
from colophon_model.evaluation.calibration import NotCalibrated
from colophon_model.evaluation.compare import Difference, compare
from colophon_model.evaluation.conditions import Condition
from colophon_model.evaluation.figures import Figures, figures
from colophon_model.evaluation.matching import Matched
from colophon_model.evaluation.measure import Run
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Floats
from colophon_model.evaluation.operating import crossed_scores
from colophon_model.evaluation.pack import Pack
from colophon_model.evaluation.rates import CANDIDATE, Crossing, crossings, one_percent
from colophon_model.evaluation.shortcuts import Audit
from colophon_model.manifest import Manifest
from colophon_model.runtime import onnxruntime

Bands = Mapping[str, Sequence[Band | None]]

_RANK = {Band.LOW: 0.0, Band.MID: 1.0, Band.HIGH: 2.0}
_OPENS = {"research": Band.MID, "label": Band.HIGH}


@dataclass(frozen=True, slots=True)
class Part:
    """One way to look at the pack: figures, what simple statistics give, and figures where they give nothing.

    ``shown`` counts, by operating point, what the slot would say of the pictures after its flip test.
    ``void`` says that a statistic tells the classes apart in some condition (`shortcuts.Audit`).
    """

    figures: Figures
    shown: dict[str, dict[str, Crossing]]
    audit: dict[str, Audit]
    matched: dict[str, Matched]
    void: bool


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pack: how many pictures of each class and group were looked at, and which could not be read."""

    name: str
    sha256: str
    ai: int
    other: int
    groups: dict[str, int]
    unread: dict[str, str]
    in_all: int


@dataclass(frozen=True, slots=True)
class Judge:
    """The model as it was measured; ``calibrated`` is False where its score is a raw sigmoid."""

    id: str
    version: str
    license: str
    sha256: str
    fingerprint: str
    calibrated: bool
    thresholds: dict[str, float | None]
    trained_on: str


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation. ``warnings`` are what must be read before any figure."""

    protocol: int
    made: str
    rounds: int
    versions: dict[str, str]
    model: Judge
    against: Judge | None
    pack: Pictures
    warnings: list[str]
    void: bool
    whole: Part | None
    equal: Part | None
    compared: dict[str, dict[str, Difference]]
    adopted: Adoption | None = None
    adopted_said: tuple[str, ...] = ()

    def json(self) -> bytes:
        """The report as JSON; what could not be told is null."""
        return orjson.dumps(self, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY)


def report(
    manifest: Manifest,
    pack: Pack,
    run: Run,
    made: str,
    other: tuple[Manifest, Run] | None = None,
    rounds: int = ROUNDS,
) -> Report:
    """The report of ``manifest``'s model on the pictures of ``run``, against that of ``other`` on the same.

    ``made`` is the day (ISO 8601).
    """
    whole = _part(manifest, pack, run.whole, run.whole_statistics, rounds, run.bands)
    equal = _part(manifest, pack, run.equal, run.equal_statistics, rounds)
    return Report(
        protocol=PROTOCOL,
        made=made,
        rounds=rounds,
        versions=versions(),
        model=_judge(manifest),
        against=_judge(other[0]) if other else None,
        pack=_pictures(pack, run),
        warnings=_warnings(manifest, other[0] if other else None, pack, run),
        void=any(part.void for part in (whole, equal) if part is not None),
        whole=whole,
        equal=equal,
        compared=_compared(manifest, run, other, rounds) if other else {},
    )


def found_at_1(one: Condition) -> float | None:
    """Share of AI pictures over the score that 1 % of the others exceed; None below 100 others."""
    return one.hits_at_1 if one.other >= FEWEST else None


def served(manifest: Manifest, measured: Measured) -> dict[str, Floats]:
    """Scores by condition as the slot gives them: calibrated where the manifest has a calibration."""
    how = manifest.calibration
    return measured.scores(manifest.preprocess.aggregate, how.a if how else 1.0, how.b if how else 0.0)


def versions() -> dict[str, str]:
    """What the figures depend on."""
    return {
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "SciPy": scipy.__version__,
        "Pillow": PIL.__version__,
        "ONNX Runtime": onnxruntime.__version__,
        "machine": platform.machine(),
    }


def _part(
    manifest: Manifest,
    pack: Pack,
    measured: Measured,
    plain: Statistics,
    rounds: int,
    bands: Bands | None = None,
) -> Part | None:
    score = served(manifest, measured)
    crossed = _crossed(manifest, measured) if _fitted_on(manifest, pack) else None
    thresholds = {name: value for name, value in manifest.thresholds.items() if value is not None}
    found = figures(measured, score, thresholds or {CANDIDATE: one_percent(measured, score)}, crossed, rounds)
    if not found.conditions:
        return None
    table = audited(measured, score, found, plain, rounds)
    shown = _shown(measured, thresholds, bands or {})
    return Part(table.figures, shown, table.audit, table.matched, table.void)


def _crossed(manifest: Manifest, measured: Measured) -> dict[str, Floats] | None:
    try:
        return crossed_scores(measured, manifest.preprocess.aggregate)
    except NotCalibrated:  # too few groups to leave any out
        return None


def _shown(
    measured: Measured, thresholds: Mapping[str, float], bands: Bands
) -> dict[str, dict[str, Crossing]]:
    if not bands:
        return {}
    rank = {
        name: np.array([np.nan if band is None else _RANK[band] for band in values])
        for name, values in bands.items()
    }
    return {point: crossings(measured, rank, _RANK[_OPENS[point]]) for point in thresholds}


def _compared(
    manifest: Manifest, run: Run, other: tuple[Manifest, Run], rounds: int
) -> dict[str, dict[str, Difference]]:
    return {
        name: compare(first, served(manifest, first), served(other[0], second), rounds)
        for name, first, second in (
            ("whole", run.whole, other[1].whole),
            ("equal", run.equal, other[1].equal),
        )
    }


def _pictures(pack: Pack, run: Run) -> Pictures:
    ai, group = run.whole.ai, run.whole.group
    counts = {name: int((group == number).sum()) for number, name in enumerate(run.whole.names)}
    return Pictures(
        pack.name, pack.sha256, int(ai.sum()), int((~ai).sum()), counts, run.unread, len(pack.items)
    )


def _judge(manifest: Manifest) -> Judge:
    return Judge(
        manifest.id,
        manifest.version,
        manifest.license,
        manifest.sha256,
        manifest.fingerprint,
        manifest.calibration is not None,
        dict(manifest.thresholds),
        manifest.scope.trained_on,
    )


def _fitted_on(manifest: Manifest, pack: Pack) -> bool:
    return manifest.calibration is not None and pack.sha256 in manifest.calibration.fit_set


def _warnings(manifest: Manifest, other: Manifest | None, pack: Pack, run: Run) -> list[str]:
    said = [
        f"{one.id} was trained on this pack. These are not figures of unseen pictures: they say how well it "
        "remembers, and nothing about pictures to come."
        for one in (manifest, other)
        if one is not None and pack.sha256 in one.scope.packs
    ]
    said += _few(run)
    if run.whole.ai.size < len(pack.items):
        said.append(
            f"{run.whole.ai.size} of the {len(pack.items)} pictures of the pack were looked at, as asked for."
        )
    if run.unread:
        said.append(f"{len(run.unread)} pictures could not be read; they are in no figure.")
    if _fitted_on(manifest, pack):
        said.append(
            f"The calibration of {manifest.id} was fitted on this pack. Its errors are told from constants "
            "fitted without a picture's own source or generator, where there are enough; its thresholds "
            "are measured on the pictures that set them."
        )
    if manifest.calibration is None:
        said.append(
            f"{manifest.id} has no calibration: its score is a plain sigmoid of its output, so calibration "
            "figures say how far that is from a probability."
        )
    return said


def _few(run: Run) -> list[str]:
    """A warning where a class has too few pictures that were judged under some delivery."""
    seen = np.zeros(run.whole.ai.size, dtype=bool)
    for cell in run.whole.cells.values():
        seen[cell.index[~np.isnan(cell.logits).any(1)]] = True
    ai, other = int((seen & run.whole.ai).sum()), int((seen & ~run.whole.ai).sum())
    if min(ai, other) >= FEWEST:
        return []
    return [
        f"{ai} AI pictures and {other} others were judged. Figures of so few can be chance, high ones too: "
        f"{FEWEST} of each class are the least that says anything."
    ]
