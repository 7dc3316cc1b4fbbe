# ruff: noqa: E501
"""The model card: what it was made from, what was measured, what it cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from colophon_model.bar import why_no_label
from colophon_model.evaluation.audited import Audited
from colophon_model.evaluation.conditions import Condition
from colophon_model.evaluation.held_out import Results
from colophon_model.evaluation.operating import Point
from colophon_model.evaluation.rates import ANY, CANDIDATE
from colophon_model.manifest import Manifest
from training.views import PACK, PACKAGE

Report = Mapping[str, Any]


def card(manifest: Manifest, found: Results, report: Report) -> str:
    """The card as Markdown, from the manifest, the results and the report of the same folder."""
    return "\n".join(
        [
            f"# Model card: {manifest.id}, {manifest.version} (experimental)",
            "",
            f"{manifest.bytes:,} bytes of ONNX, opset {manifest.opset}, {manifest.license}. For researchers and "
            f"moderators. It never labels a picture for a reader ({why_no_label(manifest)}). A low score is "
            "*inconclusive*, never a finding.",
            "",
            _verdict(found),
            "",
            *_made(report),
            *_measured(found, report),
            *_shortcuts(found, report),
            *_calibration(found),
            *_operating(found),
            *_LIMITS,
        ]
    )


def _verdict(found: Results) -> str:
    pack = found.all_pictures.figures.conditions[PACK]
    rows = found.all_pictures.figures.conditions.values()
    alike = [m for table in (found.equal_squares, found.all_pictures) for m in table.matched.values()]
    worst = found.all_pictures.figures.groups[0]
    return (
        f"On generators and sources it has not seen, a head of its making gives an AI picture the higher score with AUC "
        f"{_with(pack.auc, pack.auc_95)} over all {pack.ai} AI and {pack.other} other pictures, {min(c.auc for c in rows):.2f} to "
        f"{max(c.auc for c in rows):.2f} by delivery (these rest on {_few(rows)}), {min(m.auc for m in alike):.2f} to "
        f"{max(m.auc for m in alike):.2f} on pairs that plain statistics cannot tell apart. Worst group: {worst.name}, "
        f"{worst.mean:.2f}. By themselves such statistics tell much of the classes apart, so every table below is void as a "
        "measure of traces. **It goes by content and style at least as much as by traces of generation**: pictures that people "
        "painted, drew or rendered score higher than photos do. Do not decide anything by it alone."
    )


def _few(rows: Iterable[Condition]) -> str:
    fewest = min(rows, key=lambda c: c.ai)
    return ", ".join(f"{name} {count}" for name, count in fewest.generators.items())


def _made(report: Report) -> list[str]:
    recipe, pictures = report["recipe"], report["pictures"]
    also = " --also OTHERS" if len(recipe["packs"]) > 1 else ""
    digests = ", ".join(f"`{digest[:12]}` ({count} pictures)" for digest, count in recipe["packs"].items())
    return [
        "## How it was made",
        "",
        f"A trunk with public weights, {PACKAGE}: EfficientNet-Lite0 trained by its authors on ImageNet, 3.4 million "
        "parameters, left as it is. On its 1,280 features a linear logistic head, taught on two views of each picture: "
        "a native crop of 256 px and the whole frame squashed to 256 px. Weights are stored in float16 and computed in "
        "float32.",
        "",
        f"{pictures['ai']} AI and {pictures['other']} other pictures, {len(report['groups'])} generators and sources "
        f"(below), manifests {digests}. Both classes go through one chain: random edge or crop, resize with one of three "
        "kernels, flip, JPEG (3 in 4) or WebP at quality 30 to 95, sometimes twice. No picture is part of this project. Where "
        "they come from, and the licence stated there:",
        "",
        *_table(["source", "class", "pictures", "from", "licence"], map(_origin, recipe["origins"])),
        "",
        "```",
        f"PYTHONPATH=model python -m training fit IMAGES RUN{also} --variants {recipe['variants']} --folds "
        f"{recipe['folds']} --seed {recipe['seed']}",
        "PYTHONPATH=model python -m training release RUN",
        "```",
        "",
        f"Made on a {recipe['device']}. The head is convex: another seed changes the augmentation only. The design was "
        "chosen with held-out figures of these pictures in sight (model/README.md tells what was tried), so the figures "
        "flatter somewhat.",
        "",
    ]


def _origin(one: Mapping[str, Any]) -> list[str]:
    kind = "AI" if one["ai"] else "other"
    return [one["source"], kind, str(one["pictures"]), one["repository"], one["licence"]]


def _measured(found: Results, report: Report) -> list[str]:
    return [
        "## Measured on unseen generators and unseen sources",
        "",
        f"{report['recipe']['folds']} folds; no generator family and no source is in two. Each picture is judged by a head that "
        "has seen neither. The shipped head is one more, of the same recipe on everything: the figures are of the recipe. AUC "
        "compares within folds, so that a fold counts by its pairs; intervals by bootstrap over generators and sources. "
        "Worst first. Views are the native crop and the whole frame. Pictures are there as a whole in part only: conditions other "
        f"than the pack compare {_compared(found)}. Each of the three tables has calibration constants of its own. `scripts/bench detector` makes the "
        "figures by delivery and by group again from the logits in this folder.",
        "",
        "All pictures, gates set aside:",
        "",
        *_conditions(found.all_pictures),
        "",
        "Equal squares: the central square of 384 px alone (256 px for 512 q40 and 50 % q90), so that neither shape nor size "
        "can help; pictures too small for it are left out:",
        "",
        *_conditions(found.equal_squares),
        "",
        "As served: pictures that a gate stops are left out (stopped: AI / other):",
        "",
        *_conditions(found.served, stopped=True),
        "",
        "By generator or source against the other class of its fold, all pictures, mean over the conditions weighed by their "
        "pairs, worst first:",
        "",
        *_table(
            ["generator or source", "class", "pictures", "AUC [95 %]"],
            (
                [g.name, "AI" if g.ai else "other", str(report["groups"][g.name]), _with(g.mean, g.mean_95)]
                for g in found.all_pictures.figures.groups
            ),
        ),
        "",
        "Without the pictures of ImageNet, which the trunk knew: "
        + ", ".join(f"{name} {auc:.3f}" for name, auc in report["without_what_the_trunk_knew"].items())
        + ".",
        "",
    ]


def _compared(found: Results) -> str:
    native = found.all_pictures.figures.conditions["native"]
    return f"{native.pairs:,} pairs ({_few([native])}), the pack {found.all_pictures.figures.conditions[PACK].pairs:,}"


def _conditions(table: Audited, stopped: bool = False) -> list[str]:
    head = [
        "condition",
        "AI / other",
        "AUC [95 %]",
        "crop / frame",
        "TPR@1%",
        "TPR@5%",
        "ECE (by chance)",
        "Brier",
    ]
    rows = ([*_condition(name, c)] for name, c in table.figures.conditions.items())
    if not stopped:
        return _table(head, rows)
    counts = table.figures.conditions.values()
    return _table(
        [*head, "stopped"],
        ([*row, f"{c.stopped_ai} / {c.stopped_other}"] for row, c in zip(rows, counts, strict=True)),
    )


def _condition(name: str, c: Condition) -> list[str]:
    return [
        name,
        f"{c.ai} / {c.other}",
        _with(c.auc, c.auc_95),
        " / ".join(f"{a:.2f}" for a in c.auc_by_view),
        f"{c.hits_at_1:.2f}",
        f"{c.hits_at_5:.2f}",
        f"{c.ece:.3f} ({c.ece_noise:.3f})",
        f"{c.brier:.2f}",
    ]


def _shortcuts(found: Results, report: Report) -> list[str]:
    one = found.equal_squares
    names = list(next(iter(one.audit.values())).auc)
    controls = ([name, f"{value:.3f}"] for name, value in report["controls"].items())
    return [
        "## Shortcuts and controls",
        "",
        "AUC of plain statistics of the same squares, within the same folds. Outside .45 to .55 a table above is void as a "
        "measure of traces: the statistic alone could explain it. Beside it the AUC on pairs of an AI picture and another "
        "one that are alike in all four, where the statistics say nothing (equal squares / all pictures):",
        "",
        *_table(
            ["condition", *names, "void", "pairs", "AUC on pairs [95 %]"],
            (
                [
                    name,
                    *(f"{audit.auc[n]:.2f}" for n in names),
                    "yes" if audit.void else "no",
                    *_pairs(found, name),
                ]
                for name, audit in one.audit.items()
            ),
        ),
        "",
        f"Controls, AUC on {PACK}:",
        "",
        *_table(["control", "AUC"], controls),
        "",
    ]


def _pairs(found: Results, name: str) -> tuple[str, str]:
    both = [t.matched.get(name) for t in (found.equal_squares, found.all_pictures)]
    if not any(both):
        return "too few", "–"
    return (
        " / ".join(str(m.pairs) if m else "–" for m in both),
        " / ".join(_with(m.auc, m.auc_95) if m else "–" for m in both),
    )


def _calibration(found: Results) -> list[str]:
    one = found.calibration
    worst = max(one.loss, key=lambda name: one.loss[name])
    return [
        "## Calibration",
        "",
        f"Platt, slope {one.a:.4f} and offset {one.b:.4f}, on the held-out logits, of the mean over the views, the offset for "
        f"the worst delivery ({worst}). Both classes weigh the same there; a feed has far fewer AI pictures, so the score is "
        "no share of anything in a feed. ECE above is of scores from the other folds' constants.",
        "",
    ]


def _operating(found: Results) -> list[str]:
    lines = ["## Operating points", ""]
    for one in found.points:
        lines += [_point(one), ""]
    crossing = found.served.figures.points[CANDIDATE][ANY]
    rows = (
        [name, f"{rate.wrong} / {rate.n}", f"{rate.fpr:.3f}", f"{rate.upper95:.3f}"]
        for name, rate in crossing.groups.items()
    )
    return [
        *lines,
        f"A score that 1 % of the other pictures reach in their worst delivery is reached by {crossing.hits:.1%} of the AI "
        "pictures. By source of the other pictures, as served, in any delivery, with one-sided 95 % Clopper-Pearson bounds:",
        "",
        *_table(["source", "over it", "share", "upper bound"], rows),
        "",
    ]


def _point(one: Point) -> str:
    rates = (
        f"{one.pooled.wrong} of {one.pooled.n} other pictures cross it (upper bound {one.pooled.upper95:.2%})"
    )
    hits = ", ".join(f"{name} {share:.1%}" for name, share in one.hits.items() if not np.isnan(share))
    name = one.bar.name.capitalize()
    if one.threshold is not None:
        return f"{name} point: score {one.threshold:.4f}; {rates}; AI pictures over it: {hits}."
    reasons = "; ".join(one.missing[:4]) + ("; and so on for other sources" if len(one.missing) > 4 else "")
    return f"{name} point: none. A candidate from the other folds: {rates}; AI pictures over it: {hits}. Missing: {reasons}."


_LIMITS = (
    "## Limits",
    "",
    "- Content differs between the classes (posters and illustrations against photos), and so does what the trunk sees. "
    "Art made by people is where it is wrong most: see the lowest sources above.",
    "- AI pictures of a few generators, of 2021 to 2022 and of 2025 to 2026; sources name their generators themselves.",
    "- The calibration comes from the heads of the folds, not from the shipped one.",
    "- Not measured here but known to mislead other detectors: night shots, press portraits, beauty filters, local edits, "
    "re-photographed pictures.",
    "- Not measured: groups of people, pictures larger than 1280 px.",
    "- int8 (static, per channel) took 0.65 of the time of float32 on the machine it was tried on, not 0.40 or less, so "
    "float32 is shipped.",
    "",
)


def _with(value: float, bounds: tuple[float, float]) -> str:
    return f"{value:.3f} [{bounds[0]:.2f}, {bounds[1]:.2f}]"


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
