"""The report and its page, from made-up measurements."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from tests import toy_model
from tests.model.evaluation.made_up import measured

from colophon_model.detector import Band
from colophon_model.evaluation.measure import Run
from colophon_model.evaluation.pack import Item, Pack
from colophon_model.evaluation.page import page
from colophon_model.evaluation.report import Report, found_at_1, report
from colophon_model.manifest import Manifest, read

COUNT = 240
CONDITIONS = ("native", "512 q40")


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return read(toy_model.write(tmp_path))


def made(
    manifest: Manifest, gap: float = 2.0, shortcut: float = 0.0, count: int = COUNT, **changes: Any
) -> Report:
    data = measured(gap, count, conditions=CONDITIONS)
    rng = np.random.default_rng(1)
    rows = [{"brightness": float(rng.normal() + shortcut * ai)} for ai in data.ai]
    plain: dict[str, Any] = dict.fromkeys(CONDITIONS, rows)
    said = [*[Band.MID] * 40, *[Band.LOW] * (count - 40)]
    bands: dict[str, list[Band | None]] = {name: [*said] for name in CONDITIONS}
    run = Run(data, data, plain, plain, bands, {})
    items = [Item(str(n), bool(ai), "s", "g", True) for n, ai in enumerate(data.ai)]
    pack = Pack(Path("a <pack>"), items, "cd" * 32)
    return report(manifest, pack, replace(run, **changes), "2026-11-28", rounds=30)


def test_the_page_stands_alone_and_its_drawings_do_not_mix(manifest: Manifest) -> None:
    text = page(made(manifest))
    assert "a &lt;pack&gt;" in text
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?!#)[^"]', re.sub(r'xlink:href="#[^"]*"', "", text))
    assert not re.search(r"url\((?!#)", text)
    names = re.findall(r'\bid="([^"]+)"', text)
    drawn = [name for name in names if re.fullmatch(r"[a-z][0-9a-f]{10}", name)]
    assert drawn
    assert len(drawn) == len(set(drawn))
    assert not re.search(r"#0[1-6]0[1-6]0[1-6]\b", text)  # every colour is the page's own


def test_the_page_says_ai_and_other_and_nothing_else(manifest: Manifest) -> None:
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page(made(manifest)), flags=re.DOTALL)
    assert not re.search(r"\b(fake|real|authentic|genuine)\b", text, re.IGNORECASE)


def test_the_worst_is_first_and_the_chip_counts_are_there(manifest: Manifest) -> None:
    found = made(manifest)
    assert found.whole is not None
    aucs = [one.auc for one in found.whole.figures.conditions.values()]
    assert aucs == sorted(aucs)
    shown = found.whole.shown["research"]["native"]
    assert (shown.pooled.wrong, shown.pooled.n) == (20, COUNT // 2)
    assert found.whole.shown["label"]["native"].pooled.wrong == 0
    text = page(found)
    assert f"20 / {COUNT // 2}" in text
    assert "after the flip test" in text


@pytest.mark.parametrize("shortcut", [0.0, 2.0])
def test_a_shortcut_is_on_the_page_and_in_the_data(manifest: Manifest, shortcut: float) -> None:
    found = made(manifest, shortcut=shortcut)
    data = orjson.loads(found.json())
    assert data["void"] is (shortcut > 0)
    assert data["whole"]["audit"]["native"]["void"] is (shortcut > 0)
    text = page(found)
    assert ("Void:" in text) is (shortcut > 0)
    assert ('native <span class="void">void</span></th>' in text) is (shortcut > 0)
    assert ("hollow: void" in text) is (shortcut > 0)


def test_what_cannot_be_told_is_null_and_a_dash(manifest: Manifest) -> None:
    data = measured(2.0, COUNT)
    data.cells["native"].logits[~data.ai] = np.nan
    plain: dict[str, Any] = {"native": [{"brightness": 0.0}] * COUNT}
    found = made(manifest, whole=data, equal=data, whole_statistics=plain, equal_statistics=plain, bands={})
    assert (found.whole, found.equal) == (None, None)
    assert "there is nothing to measure" in page(found)
    assert orjson.loads(found.json())["whole"] is None


def test_a_model_trained_on_the_pack_says_so_first(manifest: Manifest) -> None:
    scope = manifest.scope.model_copy(update={"packs": ["cd" * 32]})
    found = made(manifest.model_copy(update={"scope": scope}))
    assert "was trained on this pack" in found.warnings[0]
    text = page(found)
    assert text.index("was trained on this pack") < text.index("By delivery")


def test_figures_of_few_pictures_are_called_that_and_one_percent_of_them_is_not_told(
    manifest: Manifest,
) -> None:
    enough, few = made(manifest), made(manifest, count=198)
    assert not [line for line in enough.warnings if "chance" in line]
    assert "99 AI pictures and 99 others were judged. Figures of so few can be chance" in few.warnings[0]
    assert few.whole is not None
    assert enough.whole is not None
    assert found_at_1(few.whole.figures.conditions["native"]) is None
    assert found_at_1(enough.whole.figures.conditions["native"]) is not None
    assert few.warnings[0] in orjson.loads(few.json())["warnings"]
    text = page(few)
    assert "Figures of so few can be chance" in text
    row = text[text.index('<tr><th class="name">native') :]
    assert row[: row.index("</tr>")].count("<td>–</td>") == 1


def test_pictures_that_no_delivery_lets_through_are_not_counted_as_judged(manifest: Manifest) -> None:
    data = measured(2.0, COUNT, conditions=CONDITIONS)
    for cell in data.cells.values():
        cell.logits[:100] = np.nan
    assert "70 AI pictures and 70 others were judged" in made(manifest, whole=data).warnings[0]


def test_points_at_the_edge_are_drawn_whole(manifest: Manifest) -> None:
    text = page(made(manifest, gap=12.0))
    drawn = text[text.index('aria-label="AUC by delivery') :]
    drawn = drawn[: drawn.index("</svg>")]
    markers = [line for line in drawn.splitlines() if "<use " in line and "--ink" in line]
    assert markers
    parts = re.split(r"<g ", drawn)
    assert not [part for part in parts if "clip-path" in part and "<use " in part]


def test_a_model_without_points_gets_one_to_look_at(manifest: Manifest) -> None:
    found = made(manifest.model_copy(update={"operating_points": []}))
    assert found.whole is not None
    pooled = found.whole.figures.points["candidate"]["in any delivery"].pooled
    assert 0 < pooled.fpr <= 0.01
    assert "The model has no threshold of its own" in page(found)
