"""Taking what was measured into a model's manifest: calibration and operating points, or why not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from colophon_model.evaluation import REPORT
from colophon_model.evaluation.calibration import Fitted, LeftOut, NotCalibrated, fit, left_out
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.operating import Point, point
from colophon_model.evaluation.pack import Pack
from colophon_model.evaluation.thresholds import LABEL, RESEARCH
from colophon_model.manifest import MANIFEST, Calibration, Evaluation, Manifest

PROTOCOL = 1
FEWEST = 100  # judged pictures of each class in a condition: with fewer, figures are mostly chance
FEWEST_GROUPS = 3  # of each class, so that constants fitted without one still rest on two


class NotAdopted(Exception):
    """The measurement does not support what would be written. ``str(error)`` says why."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a measurement supports: constants, how they do on a delivery they had no part in, and points."""

    calibration: Fitted
    left_out: dict[str, LeftOut]
    points: list[Point]
    measured_on: str
    date: str


def support(manifest: Manifest, measured: Measured, pack: Pack, date: str, unread: int = 0) -> Adoption:
    """What ``measured`` on pictures of ``pack`` supports for the model of ``manifest``.

    ``unread`` of them could not be read; ``date`` is ISO 8601. Raises NotAdopted where nothing may be taken
    from it: pictures of the training, fewer than `FEWEST` or `FEWEST_GROUPS`, logits that rank the wrong way.
    """
    if pack.sha256 in manifest.scope.packs:
        raise NotAdopted(
            f"{manifest.id} was trained on {pack.name}: what it does there says nothing of unseen pictures; "
            "measure it on another pack"
        )
    if few := too_few(measured):
        raise NotAdopted(few)
    how = manifest.preprocess.aggregate
    try:
        points = [point(measured, how, bar) for bar in (RESEARCH, LABEL)]
        fitted, crossed = fit(measured, how), left_out(measured, how)
    except NotCalibrated as error:
        raise NotAdopted(str(error)) from error
    seen = f"{measured.ai.size - unread} of {len(pack.items)} pictures"
    return Adoption(fitted, crossed, points, f"{pack.name}, {seen}, manifest sha256 {pack.sha256}", date)


def too_few(measured: Measured) -> str | None:
    """What ``measured`` lacks to set constants from, in one sentence with the way out, or None."""
    named = {True: ("AI pictures", "generators"), False: ("other pictures", "sources")}
    lacking = [
        f"{name}: {count} {named[ai][0]}"
        for name, counts in _judged(measured).items()
        for ai, count in counts.items()
        if all(counts.values()) and count < FEWEST
    ]
    for ai, (_, word) in named.items():
        if (count := _groups(measured, ai)) < FEWEST_GROUPS:
            lacking.append(f"{count} {word}")
    if not lacking:
        return None
    return (
        f"too few were judged ({'; '.join(lacking)}); each class needs {FEWEST} judged pictures under every "
        f"delivery and {FEWEST_GROUPS} generators or sources: add pictures to the pack and measure again"
    )


def _judged(measured: Measured) -> dict[str, dict[bool, int]]:
    table = {}
    for name, cell in measured.cells.items():
        ai = measured.ai[cell.index[~np.isnan(cell.logits).any(1)]]
        table[name] = {True: int(ai.sum()), False: int((~ai).sum())}
    return table


def _groups(measured: Measured, ai: bool) -> int:
    judged = [cell.index[~np.isnan(cell.logits).any(1)] for cell in measured.cells.values()]
    seen = np.unique(np.concatenate(judged))
    return int(np.unique(measured.group[seen[measured.ai[seen] == ai]]).size)


def adopted(manifest: Manifest, adoption: Adoption, conditions: Sequence[str], report: bytes) -> Manifest:
    """``manifest`` with the calibration and the points of ``adoption``, checked as any manifest is."""
    changes = {
        "calibration": Calibration(
            type="platt",
            a=adoption.calibration.a,
            b=adoption.calibration.b,
            views=[view.kind for view in manifest.preprocess.views],
            fit_set=adoption.measured_on,
            conditions=list(conditions),
        ),
        "operating_points": [one.stated(adoption.measured_on, adoption.date) for one in adoption.points],
        "evaluation": Evaluation(protocol=PROTOCOL, report_sha256=hashlib.sha256(report).hexdigest()),
    }
    changed = manifest.model_copy(update=changes)
    return Manifest.model_validate_json(changed.model_dump_json(by_alias=True))


def write(folder: Path, manifest: Manifest, report: bytes) -> None:
    """Put ``manifest`` and the report it names into the model's ``folder``, each file whole or not at all."""
    _replace(folder / REPORT, report)
    data = manifest.model_dump(mode="json", by_alias=True)
    _replace(folder / MANIFEST, orjson.dumps(data, option=orjson.OPT_INDENT_2))


def said(adoption: Adoption, why_no_label: str | None) -> list[str]:
    """Sentences on what was taken over and what is missing, ``why_no_label`` of the manifest with it."""
    one = adoption.calibration
    worst = max(one.loss, key=lambda name: one.loss[name])
    lines = [f"Calibration: slope {one.a:.4f}, offset {one.b:.4f}; worst delivery {worst}."]
    for found in adoption.points:
        name = found.bar.name.capitalize()
        if found.threshold is not None:
            wrong = f"{found.pooled.wrong} of {found.pooled.n} other pictures cross it"
            lines.append(f"{name} point: score {found.threshold:.4f}; {wrong}.")
        else:
            lines.append(f"{name} point: none.")
            lines += [f"{name} point: {reason}." for reason in found.missing]
    lines.append(
        f"It cannot label pictures: {why_no_label}." if why_no_label else "A label may rest on it alone."
    )
    return lines


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
