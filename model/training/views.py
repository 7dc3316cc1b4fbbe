"""What the parts of an experiment share: the views that are served, the names in the file, the conditions."""

from __future__ import annotations

from colophon_model.manifest import NativeCrop, ResizeShortCenterCrop, View

FOLDS = 4
SIDE = 256
VIEWS: tuple[View, ...] = (
    NativeCrop(kind="native_crop", size=SIDE),
    ResizeShortCenterCrop(kind="resize_short_center_crop", short=SIDE, crop=SIDE),
)
PACK = "pack (crop and frame)"  # every picture; the other conditions only those that are there as a whole

OPSET = 17
INPUT, OUTPUT = "pixels", "logit"
