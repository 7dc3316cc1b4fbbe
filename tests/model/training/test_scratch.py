"""The small net from scratch: its pool, its pooling of patches, a training that goes on where it stopped."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.model.training.tiny import Said, nothing, pack

from colophon_model.evaluation.pack import Item, read_manifest
from training.pseudo.halves import FOLDS, unseen_half
from training.scratch.pool import CUT, PATCH, PSEUDO_SHARE, Pool, make, make_pairs, pool


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="torch is not installed (extra [train])")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    groups = range(FOLDS)
    return pack(tmp_path / "pack", {f"g{n}": 1 for n in groups}, {f"s{n}": 1 for n in groups})


def _of(folder: Path) -> tuple[list[Item], Any]:
    items = read_manifest(folder)
    return items, np.array([item.ai for item in items])


def test_patches_are_of_every_picture_and_the_same_for_the_same_seed(folder: Path) -> None:
    items, _ = _of(folder)
    one, two, other = (make(folder, items[:3], 2, seed, 1) for seed in (4, 4, 5))
    assert one.shape == (3, 2, PATCH, PATCH, 3)
    assert (one == two).all()
    assert (one != other).any()


def test_cuts_come_with_the_class_of_their_picture() -> None:
    patches = np.zeros((4, 2, PATCH, PATCH, 3), np.uint8)
    patches[:] = np.array([10, 20, 30, 40], np.uint8)[:, None, None, None, None]
    of = Pool(patches, np.array([True, False, True, False]), np.array([0.5, 0.25, 0.25, 0.0]))
    cuts, ai = of.draw(200, np.random.default_rng(0))
    values = cuts[:, 0, 0, 0]
    assert cuts.shape == (200, CUT, CUT, 3)
    assert (ai == np.isin(values, (10, 30))).all()
    assert set(values) == {10, 20, 30}
    assert 70 < (values == 10).sum() < 130


def test_reconstructions_are_drawn_as_often_as_said_and_beside_their_photos(
    tmp_path: Path, folder: Path
) -> None:
    items, ai = _of(folder)
    photos = [item for item in items if not item.ai]
    made = {item.id: np.zeros((288, 288, 3), np.uint8) for item in photos}
    np.savez(tmp_path / "made.npz", allow_pickle=False, **made)
    pairs = make_pairs(folder, photos, tmp_path / "made.npz", 2, 1)
    assert pairs[0].shape == pairs[1].shape == (len(photos), 2, PATCH, PATCH, 3)
    assert pairs[0].mean() > pairs[1].mean() + 20
    patches = np.ones((len(items), 5, PATCH, PATCH, 3), np.uint8)
    together = pool(patches, items, ai, np.arange(len(items)), pairs)
    first = 5 * len(items)
    assert len(together.patches) == first + 2 * 2 * len(photos)
    assert (together.patches[:first] == 1).all()
    assert (together.ai[:first] == ai.repeat(5)).all()
    assert together.chances.sum() == pytest.approx(1)
    assert together.chances[first:].sum() == pytest.approx(PSEUDO_SHARE)
    assert together.chances[together.ai].sum() == pytest.approx(0.5)
    assert together.draw(20, np.random.default_rng(0))[0].shape == (20, CUT, CUT, 3)


def test_the_logit_rises_with_that_of_one_patch(torch: Any) -> None:
    from training.scratch.network import Network

    torch.manual_seed(0)
    net = Network().eval()
    crop = torch.zeros(1, CUT, CUT, 3, dtype=torch.uint8)
    before: list[Any] = []

    def one_patch_more(module: Any, inputs: Any, output: Any) -> Any:
        before.append(output)
        changed = output.clone()
        changed[0, 0, 3, 3] += 10
        return changed

    with torch.inference_mode():
        plain = float(net(crop))
        hook = net.head.register_forward_hook(one_patch_more)
        raised = float(net(crop))
        hook.remove()
    places = before[0].numel()
    top = max(1, int(0.2 * places))
    # the mean of all and the mean of the highest fifth, half and half; the raised one is among these
    assert raised - plain > 10 * (1 / places + 1 / top) / 2 - 0.5
    assert raised - plain < 10 * (1 / places + 1 / top) / 2 + 0.5
    assert raised > plain


def test_residuals_do_not_see_a_flat_colour(torch: Any) -> None:
    from training.scratch.network import Network

    net = Network()
    colours = torch.full((1, 3, 16, 16), 0.6)
    residuals = torch.nn.functional.conv2d(colours, net.kernels)
    assert float(residuals.abs().max()) < 1e-6
    assert sum(value.numel() for value in net.parameters()) < 4_000_000


def test_an_interrupted_training_ends_with_the_same_weights(
    torch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.scratch import fit

    monkeypatch.setattr(fit, "_SAVE", 2)
    monkeypatch.setattr(fit, "_LOG", 3)
    patches = np.random.default_rng(0).integers(0, 256, (6, 2, PATCH, PATCH, 3), dtype=np.uint8)
    of = Pool(patches, np.arange(6) % 2 == 0, np.full(6, 1 / 6))
    recipe = dataclasses.replace(fit.Recipe(), steps=5, batch=4)

    def stop(line: str) -> None:
        raise KeyboardInterrupt

    # one Dropout2d draws from torch's own state: it starts anew where the training goes on
    monkeypatch.setattr(torch.nn.Dropout2d, "forward", lambda self, features: features)
    through = fit.train(of, recipe, tmp_path / "through.pt", nothing)
    with pytest.raises(KeyboardInterrupt):
        fit.train(of, recipe, tmp_path / "stopped.pt", stop)
    assert (tmp_path / "stopped.part").exists()
    resumed = fit.train(of, recipe, tmp_path / "stopped.pt", nothing)
    assert not (tmp_path / "stopped.part").exists()
    for one, two in zip(through.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(one, two)
    crops = patches[:, 0, :CUT, :CUT]
    np.testing.assert_array_equal(
        fit.logits(fit.load(tmp_path / "stopped.pt"), crops), fit.logits(through, crops)
    )


def test_a_run_trains_each_wanted_fold_once_and_goes_on(torch: Any, tmp_path: Path, folder: Path) -> None:
    from training.scratch.fit import Recipe
    from training.scratch.run import run

    recipe = dataclasses.replace(Recipe(), steps=2, batch=4, variants=2)
    first, second = Said(), Said()
    found = run(folder, tmp_path / "run", [0, 1], None, recipe, first)
    assert set(found["auc"]) == {"0", "1"}
    assert all(0 <= value <= 1 for value in found["auc"].values())
    assert {path.name for path in (tmp_path / "run").glob("*.pt")} == {"plain-0.pt", "plain-1.pt"}
    assert run(folder, tmp_path / "run", [0, 1], None, recipe, second)["auc"] == found["auc"]
    assert sum("training without" in line for line in first.lines) == 2
    assert not any("training without" in line for line in second.lines)


def test_only_reconstructions_that_have_not_seen_the_fold_take_part(
    torch: Any, tmp_path: Path, folder: Path
) -> None:
    from training.scratch.fit import Recipe
    from training.scratch.run import run

    recipe = dataclasses.replace(Recipe(), steps=1, batch=4, variants=4)
    photos = [item for item in read_manifest(folder) if not item.ai]
    (tmp_path / "pseudo").mkdir()
    with pytest.raises(FileNotFoundError, match="python -m training pseudo"):
        run(folder, tmp_path / "run", [1], tmp_path / "pseudo", recipe, nothing)
    made = {item.id: np.zeros((288, 288, 3), np.uint8) for item in photos}
    np.savez(tmp_path / "pseudo" / f"net-{unseen_half(0)}.npz", allow_pickle=False, **made)
    with pytest.raises(FileNotFoundError, match="no reconstructions"):
        run(folder, tmp_path / "run", [1], tmp_path / "pseudo", recipe, nothing)
    run(folder, tmp_path / "run", [0], tmp_path / "pseudo", recipe, nothing)
    assert (tmp_path / "run" / "pseudo-0.pt").is_file()
