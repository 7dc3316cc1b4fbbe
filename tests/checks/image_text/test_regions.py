"""Connected regions, against scikit-image's labelling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from skimage.measure import label, regionprops

from colophon.checks.image_text.regions import Region, regions


@settings(deadline=None)  # the first example imports the known labelling
@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.booleans()))
def test_regions_are_those_of_a_known_labelling(mask: NDArray[np.bool_]) -> None:
    known = [Region(r.bbox[1], r.bbox[0], r.bbox[3], r.bbox[2], int(r.area)) for r in _labelled(mask)]
    assert sorted(regions(mask), key=_place) == sorted(known, key=_place)


@pytest.mark.parametrize("density", [0.3, 0.6])
def test_a_larger_map(density: float) -> None:
    mask = np.random.default_rng(1).random((120, 200)) < density
    assert sum(region.pixels for region in regions(mask)) == mask.sum()
    assert len(regions(mask)) == len(_labelled(mask))


def _labelled(mask: NDArray[np.bool_]) -> list[Any]:
    return list(regionprops(label(mask, connectivity=1)))


def _place(region: Region) -> tuple[int, int, int, int, int]:
    return region.top, region.left, region.bottom, region.right, region.pixels
