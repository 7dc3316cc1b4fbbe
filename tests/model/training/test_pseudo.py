"""Pseudo-fakes: halves without a common source, aligned pairs, training that goes on, a probe that works."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data
from typer import Typer
from typer.testing import CliRunner

from colophon_model.evaluation.metrics import auc
from colophon_model.evaluation.pack import read_manifest
from training.pseudo.command import pseudo
from training.pseudo.crops import Pool, in_half, others
from training.pseudo.encoding import encoded_like
from training.pseudo.halves import FOLDS, half_of, unseen_half
from training.pseudo.pairs import mix_frequencies, mix_pixels, mixed, pair
from training.pseudo.probe import fit
from training.pseudo.statistics import statistics
from training.pseudo.tone import with_tone_of

Pixels = NDArray[np.uint8]
TINY = {"batch": 2, "side": 64, "keep_every": 2}


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="torch is not installed (extra [train])")


@pytest.fixture
def photo() -> Pixels:
    return np.ascontiguousarray(data.astronaut()[:203, :301])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Six sources of two photos and one generator, cut from the sample pictures of scikit-image."""
    folder, rng = tmp_path / "pack", np.random.default_rng(0)
    whole = [data.astronaut(), data.chelsea(), data.coffee()]
    folder.mkdir()
    with (folder / "manifest.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "label", "source", "generator", "whole_width"])
        for number in range(16):
            label, source = ("real", f"s{number // 2}") if number < 12 else ("ai", f"g{number // 2}")
            rows.writerow([f"{label}-{number}", label, source, source, ""])
            picture = whole[number % 3]
            top, left = rng.integers(0, 100, 2)
            crop = Image.fromarray(picture[top : top + 130, left : left + 130])
            for kind in ("crop", "frame"):
                crop.save(folder / f"{label}-{number}_{kind}.jpg", quality=90)
    return folder


def test_every_fold_has_a_half_that_has_not_seen_it() -> None:
    assert all({half_of(fold), unseen_half(fold)} == {"even", "odd"} for fold in range(FOLDS))
    with pytest.raises(ValueError, match=f"{FOLDS} folds"):
        unseen_half(FOLDS)


def test_halves_share_no_source_and_hold_every_other_picture(pack: Path) -> None:
    items = read_manifest(pack)
    even, odd = in_half(items, "even"), in_half(items, "odd")
    assert not {item.source for item in even} & {item.source for item in odd}
    assert {item.id for item in even + odd} == {item.id for item in others(items)}
    assert not any(item.ai for item in even + odd)


def test_crops_come_from_the_pictures_and_only_from_them(pack: Path) -> None:
    pool = Pool.read(pack, in_half(read_manifest(pack), "even"))
    crops = pool.draw(5, 64, np.random.default_rng(3))
    assert crops.shape == (5, 64, 64, 3)
    assert (crops == pool.draw(5, 64, np.random.default_rng(3))).all()
    views = [view for crop, _ in pool.pictures for view in (crop, crop[:, ::-1])]
    windows = [np.lib.stride_tricks.sliding_window_view(v, (64, 64, 3)) for v in views]
    assert any((w == crops[0]).all((-1, -2, -3)).any() for w in windows)


def test_mixing_all_frequencies_alike_is_mixing_pixels(photo: Pixels) -> None:
    other, made = photo, np.roll(photo, 5, axis=1)
    alike = mix_frequencies(other, made, np.full((8, 8), 0.3))
    assert np.abs(alike.astype(int) - mix_pixels(other, made, 0.3)).max() <= 1
    assert (mix_frequencies(other, made, np.ones((8, 8))) == other).all()
    assert (mix_frequencies(other, made, np.zeros((8, 8))) == made).all()


def test_one_frequency_of_the_photo_leaves_the_others_as_they_were(photo: Pixels) -> None:
    grey = np.full_like(photo, 128)
    shares = np.zeros((8, 8))
    shares[0, 0] = 1
    blocks = mix_frequencies(photo, grey, shares)
    assert (blocks[:8, :8] == blocks[0, 0]).all()
    assert np.abs(blocks[8:16, 8:16].astype(float) - photo[8:16, 8:16].mean((0, 1))).max() < 1


def test_a_mix_is_rare_and_never_the_photo_alone(photo: Pixels) -> None:
    made = np.roll(photo, 5, axis=1)
    results = [mixed(photo, made, np.random.default_rng(seed)) for seed in range(100)]
    untouched = sum((result == made).all() for result in results)
    assert 50 <= untouched <= 78  # .8 * .8 of them, three deviations
    assert not any((result == photo).all() for result in results)


def test_a_pair_has_one_history(photo: Pixels) -> None:
    def chain(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        top, left = rng.integers(0, 50, 2)
        return pixels[top : top + 64, left : left + 64]

    marked = photo.copy()
    marked[..., 2] = 255 - marked[..., 2]
    other, made = pair(photo, marked, chain, np.random.default_rng(11))
    assert (other[..., :2] == made[..., :2]).all()
    assert (other[..., 2] != made[..., 2]).any()


def test_colours_are_the_photos_and_fine_detail_is_not(photo: Pixels) -> None:
    grey = np.repeat(photo.mean(2, keepdims=True), 3, axis=2).astype(np.uint8)
    noise = np.random.default_rng(0).integers(-9, 10, photo.shape)
    made = np.clip(grey * 0.8 + 20 + noise, 0, 255).astype(np.uint8)
    toned = with_tone_of(photo, made)
    before, after = (np.abs(x.astype(float).mean((0, 1)) - photo.mean((0, 1))).max() for x in (made, toned))
    assert after < 1 < before
    fine = np.diff(toned.astype(float), axis=1) - np.diff(made.astype(float), axis=1)
    assert np.abs(fine).mean() < 3  # against 9 of the noise alone
    assert (with_tone_of(photo, photo) == photo).all()


def test_a_probe_finds_what_an_enlargement_leaves() -> None:
    source = data.coffee()
    cut = [source[y : y + 96, x : x + 96] for y in range(0, 300, 48) for x in range(0, 480, 48)]
    rows = np.stack([statistics(np.ascontiguousarray(c)) for c in cut])
    halved = [Image.fromarray(c).resize((48, 48)).resize((96, 96), Image.Resampling.BILINEAR) for c in cut]
    made = np.stack([statistics(np.asarray(image)) for image in halved])
    probe = fit(rows[::2], made[::2])
    assert auc(probe(made[1::2]), probe(rows[1::2])) > 0.95
    same = fit(rows[::2], rows[1::2])
    assert 0.35 < auc(same(rows[::2]), same(rows[::2])) < 0.65


def test_an_encoding_is_that_of_the_photo(tmp_path: Path, photo: Pixels) -> None:
    file = tmp_path / "photo.jpg"
    Image.fromarray(photo).save(file, quality=71, subsampling=2)
    with Image.open(file) as image:
        decoded = np.asarray(image)
    np.testing.assert_array_equal(encoded_like(photo, file), decoded)
    Image.fromarray(photo).save(tmp_path / "photo.png")
    with pytest.raises(TypeError, match="not JPEG"):
        encoded_like(photo, tmp_path / "photo.png")


def test_every_design_is_small_and_gives_back_the_size_it_got(torch: Any, photo: Pixels) -> None:
    from training.pseudo.designs import ALL, DESIGNS
    from training.pseudo.reconstruct import reconstruct

    assert {design for design, _ in ALL} == set(DESIGNS)
    for build in DESIGNS.values():
        net = build().eval()
        assert 2e5 < sum(p.numel() for p in net.parameters()) < 1e6
        assert reconstruct(net, photo, np.random.default_rng(0)).shape == photo.shape


def test_a_reconstruction_lies_where_the_picture_lies(torch: Any, photo: Pixels) -> None:
    from training.pseudo.reconstruct import reconstruct

    class Same(torch.nn.Module):  # type: ignore[misc]
        factor = 8

        def __init__(self) -> None:
            super().__init__()
            self.one = torch.nn.Parameter(torch.ones(()))

        def forward(self, pictures: Any) -> Any:
            assert not any(length % 8 for length in pictures.shape[2:])
            return pictures * self.one, 0

    for seed in range(4):
        again = reconstruct(Same(), photo, np.random.default_rng(seed))
        assert np.abs(again.astype(int) - photo).max() <= 1


def test_an_interrupted_training_ends_with_the_same_weights(torch: Any, tmp_path: Path, pack: Path) -> None:
    from training.pseudo.designs import DESIGNS
    from training.pseudo.fit import Recipe, train

    pool = Pool.read(pack, in_half(read_manifest(pack), "even"))
    recipe = Recipe(steps=6, adversarial_from=0.5, **TINY)

    def stop(line: str) -> None:
        if "step 4" in line:
            raise KeyboardInterrupt

    def fresh() -> Any:
        torch.manual_seed(1)
        return DESIGNS["vq-f4-transposed"]()

    through = train(fresh(), pool, recipe, tmp_path / "through.pt", lambda line: None)
    with pytest.raises(KeyboardInterrupt):
        train(fresh(), pool, recipe, tmp_path / "stopped.pt", stop)
    assert (tmp_path / "stopped.part").exists()
    lines: list[str] = []
    again = train(fresh(), pool, recipe, tmp_path / "stopped.pt", lines.append)
    assert len(lines) == 1  # steps 5 and 6
    assert not (tmp_path / "stopped.part").exists()
    for one, two in zip(through.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, two)


def test_the_command_trains_reconstructs_measures_and_goes_on(torch: Any, tmp_path: Path, pack: Path) -> None:
    app = Typer()
    app.command()(pseudo)
    arguments = [str(pack), str(tmp_path / "run"), "--steps", "1", "--reduced"]
    first = CliRunner().invoke(app, arguments)
    assert first.exit_code == 0, first.output
    out = tmp_path / "run" / "pseudo"
    with np.load(out / "kl-f4-nearest-even.npz") as arrays:
        assert len(arrays.files) == 12
        assert arrays["real-0"].shape == (130, 130, 3)
    assert (out / "report.json").stat().st_size > 100
    before = (out / "kl-f4-nearest-even.pt").stat().st_mtime_ns
    second = CliRunner().invoke(app, arguments)
    assert second.exit_code == 0
    assert "training on" not in second.output
    assert (out / "kl-f4-nearest-even.pt").stat().st_mtime_ns == before
