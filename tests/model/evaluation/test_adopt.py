"""Calibration and thresholds are taken over only as far as the pictures support them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests import toy_model
from tests.model.evaluation.made_up import measured

from colophon_model.bar import why_no_label
from colophon_model.calibrate import platt
from colophon_model.evaluation.adopt import Adoption, NotAdopted, adopted, said, support, write
from colophon_model.evaluation.calibration import fit, left_out
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import calibration_error
from colophon_model.evaluation.operating import point
from colophon_model.evaluation.pack import Item, Pack
from colophon_model.evaluation.thresholds import LABEL, RESEARCH
from colophon_model.load import load
from colophon_model.manifest import Manifest, read

DIGEST = "ab" * 32
ITEMS = [Item(str(number), True, "s", "g", True) for number in range(30_000)]
CONDITIONS = ("native", "1080 q70", "512 q40")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return toy_model.write(tmp_path / "toy", calibration=None, operating_points=[])


def supported(manifest: Manifest, data: Measured) -> Adoption:
    return support(manifest, data, Pack(Path("pack"), ITEMS, DIGEST), "2026-11-28")


def test_the_constants_of_logits_that_are_known_come_back() -> None:
    rng = np.random.default_rng(0)
    number = np.arange(20_000)
    ai = number % 2 == 0
    logit = rng.normal(0, 1, (20_000, 1)) + np.where(ai, 0.5, -0.5)[:, None]  # log odds = logit
    data = Measured(
        ai, number % 8, [str(n) for n in range(8)], number * 0, {"native": Cell.of(number, (logit - 3) / 2)}
    )
    found = fit(data, "mean_prob")
    assert found.a == pytest.approx(2, abs=0.1)
    assert found.b == pytest.approx(3, abs=0.15)
    assert calibration_error(platt((logit[:, 0] - 3) / 2, found.a, found.b), ai) < 0.02


def test_the_offset_is_for_the_worst_delivery_and_not_for_the_mean() -> None:
    data = measured(2.0, 4000, conditions=CONDITIONS)
    cell = data.cells["512 q40"]
    data.cells["512 q40"] = Cell.of(cell.index, cell.logits - 2.0)  # a delivery that hides the traces
    found = fit(data, "mean_logit")
    losses = sorted(found.loss.values())
    assert losses[-1] - losses[-2] < 0.02  # the worst two meet: no other offset helps one without the other
    table = left_out(data, "mean_logit")
    assert table["512 q40"].loss_without > table["512 q40"].loss_with
    assert set(table) == set(CONDITIONS)


def test_many_pictures_of_every_source_open_both_points(folder: Path) -> None:
    data = measured(9.0, 25_600, groups=4, conditions=CONDITIONS)
    adoption = supported(read(folder), data)
    research, label = adoption.points
    assert research.missing == label.missing == []
    assert research.pooled.n == 12_800
    assert research.pooled.fpr <= 0.01
    assert all(rate.upper95 <= 0.001 and rate.n == 3200 for rate in label.groups.values())
    assert label.candidate is not None
    assert research.candidate is not None
    assert label.candidate > research.candidate
    written = adopted(read(folder), adoption, CONDITIONS, b"{}")
    assert why_no_label(written) is None
    write(folder, written, b"{}")
    model = load(folder)
    assert model.manifest.label_point is not None
    assert (
        model.manifest.label_point.measured_on == f"pack, 25600 of 30000 pictures, manifest sha256 {DIGEST}"
    )
    assert model.manifest.thresholds == {"research": research.candidate, "label": label.candidate}
    assert said(adoption, why_no_label(written))[-1] == "A label may rest on it alone."
    assert (folder / "evaluation.json").read_bytes() == b"{}"
    assert not list(folder.glob(".*"))


def test_too_few_pictures_of_a_source_open_nothing_and_the_number_missing_is_said(folder: Path) -> None:
    data = measured(9.0, 2000, groups=4)
    adoption = supported(read(folder), data)
    written = adopted(read(folder), adoption, ["native"], b"{}")
    assert written.thresholds == {"research": None, "label": None}
    assert written.calibration is not None
    lines = "\n".join(said(adoption, why_no_label(written)))
    assert "source 0: 250 pictures, 300 are needed: 50 are missing" in lines
    assert "1000 other pictures, 3,000 are needed: 2,000 are missing" in lines
    assert "It cannot label pictures: it has no threshold for labels." in lines


def test_a_source_that_looks_like_ai_closes_the_point() -> None:
    data = measured(6.0, 8000, groups=4)
    logits = data.cells["native"].logits.copy()
    logits[data.group == 5] += 6.0
    data.cells["native"] = Cell.of(data.cells["native"].index, logits)
    found = point(data, "mean_prob", RESEARCH)
    assert found.threshold is None
    assert any("source 1" in reason and "cross it" in reason for reason in found.missing)


def test_a_model_that_hardly_separates_has_no_point() -> None:
    found = point(measured(1e-3, 8000, groups=4), "mean_prob", RESEARCH)
    assert any("does not clear" in reason for reason in found.missing)
    label = point(measured(2.0, 25_600, groups=4), "mean_prob", LABEL)
    assert any("of its labels would be right" in reason for reason in label.missing)


def test_pictures_a_threshold_was_set_on_are_not_those_it_is_measured_on() -> None:
    data = measured(3.0, 8000, groups=4, spread=1.5, seed=7)
    found = point(data, "mean_prob", RESEARCH)
    fitted = fit(data, "mean_prob")
    score = data.worst(data.scores("mean_prob", fitted.a, fitted.b))[~data.ai]
    assert found.candidate is not None
    assert found.pooled.wrong > int((score >= found.candidate).sum())


def test_pictures_of_the_training_are_refused(folder: Path) -> None:
    manifest = read(folder)
    scope = manifest.scope.model_copy(update={"packs": [DIGEST]})
    with pytest.raises(NotAdopted, match="was trained on pack"):
        supported(manifest.model_copy(update={"scope": scope}), measured(5.0))


def test_a_model_that_ranks_the_wrong_way_round_is_refused(folder: Path) -> None:
    with pytest.raises(NotAdopted, match="wrong way round"):
        supported(read(folder), measured(-2.0))


def test_one_or_two_generators_are_not_enough(folder: Path) -> None:
    for groups in (1, 2):
        with pytest.raises(NotAdopted, match=rf"\({groups} generators; {groups} sources\); .* 3 generators"):
            supported(read(folder), measured(2.0, groups=groups))


def test_a_hundred_judged_pictures_of_each_class_are_needed_under_every_delivery(folder: Path) -> None:
    supported(read(folder), measured(2.0, 200, groups=3, conditions=CONDITIONS))
    data = measured(2.0, 200, groups=3, conditions=CONDITIONS)
    cell = data.cells["512 q40"]
    cell.logits[0] = np.nan  # an AI picture that a gate stopped
    with pytest.raises(NotAdopted, match=r"\(512 q40: 99 AI pictures\); .* 100 judged .* add pictures"):
        supported(read(folder), data)


def test_a_delivery_that_nobody_judges_has_no_part_and_asks_for_nothing(folder: Path) -> None:
    data = measured(2.0, 200, groups=3, conditions=CONDITIONS)
    data.cells["screenshot"] = Cell.of(np.arange(200), np.full((200, 1), np.nan))
    assert set(supported(read(folder), data).calibration.loss) == set(CONDITIONS)


def test_one_class_is_not_enough(folder: Path) -> None:
    data = measured(2.0)
    logits = np.where(data.ai[:, None], np.nan, data.cells["native"].logits)
    data.cells["native"] = Cell.of(data.cells["native"].index, logits)
    with pytest.raises(NotAdopted, match="0 generators"):
        supported(read(folder), data)
