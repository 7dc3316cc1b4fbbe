"""The model's folder from a run: everything in it is written here, nothing by hand."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import orjson

from colophon_model.evaluation.pack import read_manifest
from colophon_model.evaluation.shortcuts import audit
from colophon_model.load import BUILTIN, load
from colophon_model.manifest import MANIFEST, Manifest
from colophon_model.preprocess import view
from training.card import card
from training.evaluate import (
    AGGREGATE,
    Held,
    calibration,
    condition_figures,
    control_figures,
    cross_scores,
    group_figures,
    research_point,
    served_scores,
    slopes_but_for,
)
from training.golden import save_golden
from training.views import INPUT, OPSET, OUTPUT, PACK, SIDE, VIEWS

MODEL, GOLDEN, REPORT, CARD = "model.onnx", "golden.png", "report.json", "card.md"
LABEL_REALS = 3000  # specification, section 9: what a label point needs, in every group


def release(images: Path, run: Path, out: Path) -> None:
    """Write the model's folder ``out`` from the run in ``run`` and load it by the load rule."""
    out.mkdir(parents=True, exist_ok=True)
    items = read_manifest(images)
    held = Held.read(run, items)
    report = _report(images, run, held)
    shutil.copyfile(run / MODEL, out / MODEL)
    (out / REPORT).write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
    manifest = _manifest(images, out, held, report)
    (out / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    (out / CARD).write_text(card(Manifest.model_validate(manifest), report), encoding="utf-8")
    load(out)


def _report(images: Path, run: Path, held: Held) -> dict[str, Any]:
    score, crossed = served_scores(held), cross_scores(held)
    conditions = {
        name: condition_figures(held, cell, score[name], crossed[name]) for name, cell in held.cells.items()
    }
    return {
        "recipe": orjson.loads((run / "recipe.json").read_bytes()),
        "pictures": {"ai": int(held.ai.sum()), "other": int((~held.ai).sum())},
        "conditions": dict(sorted(conditions.items(), key=lambda pair: pair[1]["auc"])),
        "groups": group_figures(held, score[PACK]),
        "folds": {name: int(held.fold[held.group == n][0]) for n, name in enumerate(held.names)},
        "controls": control_figures(held, score[PACK]),
        "shortcuts": audit(images, read_manifest(images), held.fold),
        "calibration": {"a_b": calibration(held), "slope_without_fold": slopes_but_for(held)},
        "research_point": research_point(held, score),
    }


def _manifest(images: Path, out: Path, held: Held, report: dict[str, Any]) -> dict[str, Any]:
    a, b = calibration(held)
    point, pictures = report["research_point"], report["pictures"]["other"]
    data = (out / MODEL).read_bytes()
    return {
        "schema": 1,
        "id": BUILTIN,
        "version": date.today().isoformat(),
        "license": "Apache-2.0",
        "experimental": True,
        "file": MODEL,
        "sha256": _digest(out / MODEL),
        "bytes": len(data),
        "opset": OPSET,
        "min_ort": "1.24",
        "external_data": False,
        "input": {
            "name": INPUT,
            "dtype": "uint8",
            "layout": "NHWC",
            "shape": ["b", SIDE, SIDE, 3],
            "range": [0, 255],
            "channel_order": "RGB",
        },
        "preprocess": {
            "exif_transpose": True,
            "icc": "to_srgb",
            "alpha": "composite_white",
            "views": [spec.model_dump() for spec in VIEWS],
            "aggregate": AGGREGATE,
            "min_side": SIDE,
        },
        "output": {"name": OUTPUT, "kind": "logit", "ai_index": 0, "higher_is_ai": True},
        "calibration": {
            "type": "platt",
            "a": a,
            "b": b,
            "views": [spec.kind for spec in VIEWS],
            "fit_set": f"held-out logits, manifest.csv sha256 {_digest(images / 'manifest.csv')}",
            "conditions": list(held.cells),
        },
        "operating_points": [
            {
                "name": "research",
                "threshold": point["threshold"],
                "fpr": point["fpr"],
                "fpr_upper95": point["fpr_upper95"],
                "n_real": point["n_real"],
                "tpr_by_condition": point["tpr_by_condition"],
            },
            _no_label_point(pictures),
        ],
        "scope": {
            "content": ["photo"],
            "abstain_on": ["small", "long", "few colours", "flat areas", "palette image"],
            "trained_on": "468 AI and 596 other pictures of public repositories; see card.md",
            "trained_until": "2026",
        },
        "evaluation": {"protocol": 1, "report_sha256": _digest(out / REPORT)},
        "selftest": [_selftest(out)],
    }


def _no_label_point(pictures: int) -> dict[str, Any]:
    """With fewer pictures than the bar asks for, no threshold can meet it, so no band ``high``."""
    if pictures >= LABEL_REALS:
        raise ValueError(f"{pictures} pictures could support a label point: measure it, group by group")
    return {"name": "label", "threshold": None, "fpr": None, "fpr_upper95": None, "n_real": pictures}


def _selftest(out: Path) -> dict[str, Any]:
    pixels = save_golden(out / GOLDEN)
    session = onnxruntime.InferenceSession(out / MODEL, providers=["CPUExecutionProvider"])
    crops = np.stack([view(spec, pixels) for spec in VIEWS])
    logit = float(session.run([OUTPUT], {INPUT: crops})[0].mean())
    return {"image": GOLDEN, "sha256": _digest(out / GOLDEN), "logit": round(logit, 4), "atol": 0.01}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
