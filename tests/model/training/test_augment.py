"""The training chain: shapes, seeds, and the same draws whatever the class."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.model.training.tiny import photo

from colophon_model.evaluation.shortcuts import NAMES, statistics
from colophon_model.preprocess import view
from training.augment import CHAINS, Chain, plain, random_frame, random_patch
from training.views import SIDE, SOURCES, VIEWS

PHOTO = photo(np.random.default_rng(0))


def test_every_view_has_a_file_and_a_chain() -> None:
    assert len(SOURCES) == len(VIEWS) == len(CHAINS)


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("size", [(256, 256), (256, 700), (900, 300), (130, 131)])
def test_a_chain_gives_the_size_it_is_asked_for(chain: Chain, size: tuple[int, int]) -> None:
    picture = np.asarray(Image.fromarray(PHOTO).resize(size))
    for seed in range(6):
        made = chain(picture, SIDE, np.random.default_rng(seed))
        assert made.shape == (SIDE, SIDE, 3)
        assert made.dtype == np.uint8


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_repeats_by_its_seed_and_leaves_the_picture_alone(chain: Chain) -> None:
    before = PHOTO.copy()
    one, two, other = (chain(PHOTO, 144, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one == two).all()
    assert (one != other).any()
    assert (before == PHOTO).all()


@pytest.mark.parametrize("chain", CHAINS)
def test_the_draws_do_not_depend_on_the_pixels(chain: Chain) -> None:
    """One history for both classes: from the same seed the generator ends where it ends for any picture."""
    ends = set()
    for picture in (PHOTO, np.zeros_like(PHOTO), PHOTO[::-1, ::-1]):
        rng = np.random.default_rng(3)
        chain(picture, SIDE, rng)
        ends.add(int(rng.integers(2**60)))
    assert len(ends) == 1


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_draws_flips_and_qualities(chain: Chain) -> None:
    ramp = np.tile(np.linspace(0, 255, 400).astype(np.uint8)[None, :, None], (300, 1, 3))
    flips, sizes = set(), set()
    for seed in range(24):
        made = chain(ramp, SIDE, np.random.default_rng(seed)).astype(int)
        flips.add(bool(made[:, 0].mean() > made[:, -1].mean()))
        noisy = chain(PHOTO, SIDE, np.random.default_rng(seed))
        sizes.add(round(statistics(noisy)[NAMES[0]], 3))
    assert flips == {True, False}
    assert len(sizes) > 12


def test_a_patch_is_a_piece_and_a_frame_nearly_all() -> None:
    marked = np.full((300, 300, 3), 40, np.uint8)
    marked[140:160, 140:160] = 250
    patches = [random_patch(marked, 128, np.random.default_rng(seed)) for seed in range(20)]
    frames = [random_frame(marked, 128, np.random.default_rng(seed)) for seed in range(20)]
    bright = [(picture > 150).mean() for picture in frames]
    assert min(bright) > 0.002
    assert {bool((picture > 150).any()) for picture in patches} == {True, False}


def test_plain_views_are_those_that_are_served() -> None:
    for place, spec in enumerate(VIEWS):
        np.testing.assert_array_equal(plain(PHOTO, place), view(spec, PHOTO))
