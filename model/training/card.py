# ruff: noqa: E501
"""The model card: what it was made from, what was measured, what it cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from colophon_model.manifest import Manifest

Report = Mapping[str, Any]


def card(manifest: Manifest, report: Report) -> str:
    """The card as Markdown, from the manifest and the report of the same folder."""
    point = report["research_point"]
    reached = "`mid`" if point["threshold"] is not None else "`low` only"
    return "\n".join(
        [
            f"# Model card: {manifest.id}, {manifest.version} (experimental)",
            "",
            f"{manifest.bytes:,} bytes of ONNX, opset {manifest.opset}, {manifest.license}. For researchers and "
            "moderators. It never labels a picture for a reader: there is no label point, so band `high` cannot be "
            f"reached; bands reached: {reached}. A low score is *inconclusive*, never a finding.",
            "",
            _verdict(report),
            "",
            *_made(report),
            *_measured(report),
            *_calibration(report["calibration"]),
            *_operating(point),
            *_audit(report),
            *_LIMITS,
        ]
    )


def _made(report: Report) -> list[str]:
    recipe, pictures = report["recipe"], report["pictures"]
    return [
        "## How it was made",
        "",
        f"{pictures['ai']} AI and {pictures['other']} other pictures, {len(report['folds'])} generators and sources "
        "(below). Both classes go through one chain: random crop, resize by 0.56 to 1.15 with one of three kernels, "
        "flip, JPEG (3 in 4) or WebP at quality 30 to 95, sometimes twice. Plain convolutional net, 0.2 million "
        "parameters, colours and three clipped residuals in; from scratch, no pretrained weights.",
        "",
        "```",
        f"PYTHONPATH=model python -m training fit IMAGES RUN --steps {recipe['steps']} "
        f"--variants {recipe['variants']} --seed {recipe['seed']}",
        "PYTHONPATH=model python -m training release IMAGES RUN",
        "```",
        "",
        "Nothing was tuned on these figures: one recipe, fixed beforehand, run once. It was not "
        "repeated with another seed.",
        "",
    ]


def _measured(report: Report) -> list[str]:
    rows = (
        [
            name,
            f"{c['ai']} / {c['other']}",
            f"{c['auc']:.3f} [{c['auc_95'][0]:.2f}, {c['auc_95'][1]:.2f}]",
            " ".join("-" if a is None else f"{a:.2f}" for a in c["auc_by_fold"].values()),
            " / ".join(f"{a:.2f}" for a in c["auc_by_view"]),
            f"{c['tpr_at_fpr_1']:.2f}",
            f"{c['tpr_at_fpr_5']:.2f}",
            f"{c['ece']:.2f}",
            f"{c['brier']:.2f}",
        ]
        for name, c in report["conditions"].items()
    )
    head = [
        "condition",
        "AI / other",
        "AUC [95 %]",
        "by fold",
        "crop / frame",
        "TPR@1%",
        "TPR@5%",
        "ECE",
        "Brier",
    ]
    groups = ([name, str(report["folds"][name]), f"{a:.2f}"] for name, a in report["groups"].items())
    return [
        "## Measured on unseen generators and unseen sources",
        "",
        "Four folds; no generator family and no source is in two. Each picture is judged by a net that has seen "
        "neither. The shipped net is a fifth one, of the same recipe on everything: the figures are of the recipe. "
        "AUC compares within folds; intervals by bootstrap over generators and sources. Worst first.",
        "",
        *_table(head, rows),
        "",
        "By generator or source, against the other class of its fold (all pictures), worst first:",
        "",
        *_table(["generator or source", "fold", "AUC"], groups),
        "",
    ]


def _verdict(report: Report) -> str:
    conditions = report["conditions"].values()
    if all(c["auc_95"][0] > 0.5 for c in conditions):
        return "On unseen generators and sources it ranks better than chance in every condition; see how little below."
    return (
        "**On unseen generators and unseen sources it cannot be told from chance**: an interval below contains .5. It is "
        "here so that the slot, the load rule and the measuring have a model to work on. Do not decide anything by it."
    )


def _calibration(figures: Report) -> list[str]:
    a, b = figures["a_b"]
    slopes = ", ".join(f"{slope:.3f}" for slope in figures["slope_without_fold"].values())
    return [
        "## Calibration",
        "",
        f"Platt, slope {a:.4f} and offset {b:.4f}, on the held-out logits of all conditions, per view, then the mean. "
        f"Slopes with one fold left out: {slopes}. A slope near 0 keeps all scores near .5, which is what is known.",
        "",
    ]


def _operating(point: Report) -> list[str]:
    verdict = (
        f"Research point (band `mid`): score {point['threshold']:.4f}."
        if point["threshold"] is not None
        else f"No research point: at score {point['candidate']:.4f} the bound on the hits does not clear the bound on "
        "the mistakes, so band `mid` is closed too."
    )
    rows = (
        [name, f"{row['wrong']} / {row['n']}", f"{row['fpr_upper95']:.3f}"]
        for name, row in point["by_source"].items()
    )
    hits = ", ".join(f"{name} {share:.3f}" for name, share in point["tpr_by_condition"].items())
    return [
        "## Operating points",
        "",
        f"{verdict} Non-AI pictures over it in their worst condition: {point['wrong']} of {point['n_real']} "
        f"({point['fpr']:.4f}, one-sided 95 % Clopper-Pearson bound {point['fpr_upper95']:.4f}). "
        f"AI pictures over it: {hits} (lower bound {point['tpr_lower95']:.4f}).",
        "",
        *_table(["source", "over it", "upper bound"], rows),
        "",
        "No source has the 300 pictures that a bound of 0.02 per source needs. The label point (0.001 in every source) "
        "needs 3,000 in each: there is none.",
        "",
    ]


def _audit(report: Report) -> list[str]:
    controls = ([name, f"{value:.3f}"] for name, value in report["controls"].items())
    shortcuts = ([name, f"{value:.3f}"] for name, value in report["shortcuts"].items())
    return [
        "## Controls and shortcuts",
        "",
        "AUC of the controls on pictures they had not seen:",
        "",
        *_table(["control", "AUC"], controls),
        "",
        "AUC of simple statistics of the same crops, within the same folds. Outside .45 to .55 a figure above cannot "
        "be told from what the statistic alone would give:",
        "",
        *_table(["statistic", "AUC"], shortcuts),
        "",
    ]


_LIMITS = (
    "## Limits",
    "",
    "- Small and confounded: content differs between the classes (posters and illustrations against photos), and "
    "AI pictures of a few generators, of 2021 to 2022 and of 2025 to 2026.",
    "- Calibrated for as many AI pictures as others; a feed has far fewer, so the score is no share of anything there.",
    "- The calibration comes from the nets of the folds, not from the shipped one.",
    "- Not measured here but known to mislead other detectors: night shots, scans, memes, screenshots, product photos, "
    "beauty filters, local edits, re-photographed pictures.",
    "- Not measured: groups of people, pictures larger than 1280 px, int8.",
    "",
)


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
