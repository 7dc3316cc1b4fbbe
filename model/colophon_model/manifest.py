"""The manifest of a model: what it is, how to feed it, how to read it, what was measured.

The format is that of the model slot, version 1. Unknown keys are refused: a key that is not understood
would be a promise that is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

MANIFEST = "manifest.json"

Filter = Literal["bilinear", "bicubic", "lanczos"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MAX_CROPS = 16  # of one picture: each costs a run of the net
MAX_MODEL_BYTES = 1 << 30  # 1 GiB; the largest published model in view has 326 MB

_MAX_MANIFEST_BYTES = 1 << 20
_OWN_WORDS = "Value error, "  # pydantic puts it before what the validators here say

Side = Annotated[int, Field(ge=16, le=4096)]
Share = Annotated[float, Field(ge=0, le=1)]


class ModelRefused(Exception):
    """A model cannot be used. ``str(error)`` says why."""


def _inside(path: str) -> str:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path:
        raise ValueError(f"{path!r} must be a path inside the model's folder")
    return path


LocalPath = Annotated[str, AfterValidator(_inside)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputSpec(_Part):
    """The one input tensor. A ``uint8`` input takes the crop as it is: its normalisation is in the graph."""

    name: str
    dtype: Literal["uint8", "float32", "float16"]
    layout: Literal["NCHW", "NHWC"]
    shape: tuple[int | str, int | str, int | str, int | str]
    range: tuple[float, float]
    channel_order: Literal["RGB", "BGR"] = "RGB"
    mean: tuple[float, float, float] | None = None
    std: tuple[float, float, float] | None = None

    @model_validator(mode="after")
    def _normalised_once(self) -> Self:
        if (self.mean is None) is not (self.std is None):
            raise ValueError("mean and std come together")
        if self.dtype == "uint8" and not (self.range == (0.0, 255.0) and self.mean is None):
            raise ValueError("a uint8 input has range [0, 255] and neither mean nor std")
        return self


class NativeCrop(_Part):
    """``count`` squares at full resolution: the central one first (`preprocess.native_crops`)."""

    kind: Literal["native_crop"]
    size: Side
    count: Annotated[int, Field(ge=1, le=13)] = 1
    pad: Literal["reflect"] = "reflect"
    grid_align: Annotated[int, Field(ge=1, le=64)] = 8

    @property
    def hw(self) -> tuple[int, int]:
        """Height and width of the crop in pixels."""
        return self.size, self.size


class ResizeShortCenterCrop(_Part):
    """The shorter side resized to ``short``, then the central square of ``crop`` pixels."""

    kind: Literal["resize_short_center_crop"]
    short: Side
    crop: Side
    filter: Filter = "bilinear"
    antialias: Literal[True] = True

    @property
    def hw(self) -> tuple[int, int]:
        """Height and width of the crop in pixels."""
        return self.crop, self.crop

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.crop > self.short:
            raise ValueError("crop must not exceed short")
        return self


class Squash(_Part):
    """The whole picture resized to ``size`` (height, width), its shape ignored."""

    kind: Literal["squash"]
    size: tuple[Side, Side]
    filter: Filter = "bilinear"

    @property
    def hw(self) -> tuple[int, int]:
        """Height and width of the result in pixels."""
        return self.size


View = Annotated[NativeCrop | ResizeShortCenterCrop | Squash, Field(discriminator="kind")]


class Preprocess(_Part):
    """From a decoded picture to views. The first three say what the decoder has to have done.

    ``steady``: whether a band above ``low`` is given only when it holds on copies (`colophon_model.steady`).
    """

    exif_transpose: Literal[True]
    icc: Literal["to_srgb"]
    alpha: Literal["composite_white"]
    views: Annotated[list[View], Field(min_length=1, max_length=8)]
    aggregate: Literal["mean_prob", "mean_logit"]
    min_side: Annotated[int, Field(ge=1)] = 256
    max_pixels: Annotated[int, Field(ge=1)] = 40_000_000
    steady: bool = True

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if len({view.hw for view in self.views}) > 1:
            raise ValueError("all views must have one size: they run as one batch")
        if self.crops > MAX_CROPS:
            raise ValueError(f"{self.crops} crops of one picture, at most {MAX_CROPS} are run")
        return self

    @property
    def crops(self) -> int:
        """How many crops of one picture the net is given."""
        return sum(view.count if isinstance(view, NativeCrop) else 1 for view in self.views)


class OutputSpec(_Part):
    """The one output tensor, shape (views, values)."""

    name: str
    kind: Literal["logit", "prob", "softmax2", "score_llr"]
    ai_index: Annotated[int, Field(ge=0)] = 0
    higher_is_ai: bool = True

    @model_validator(mode="after")
    def _index_in_pair(self) -> Self:
        if self.kind == "softmax2" and self.ai_index > 1:
            raise ValueError("ai_index of softmax2 is 0 or 1")
        return self


class Calibration(_Part):
    """Platt scaling, fitted for these weights, these views and this aggregate: ``sigmoid(a * logit + b)``.

    With ``mean_prob`` it applies to each view before averaging, with ``mean_logit`` once, after.
    """

    type: Literal["platt"]
    a: Annotated[float, Field(gt=0)]
    b: float
    views: list[str]
    fit_set: str
    conditions: list[str]


class GroupRate(_Part):
    """Pictures of one source that are not AI: ``n`` measured, ``wrong`` over the threshold.

    ``upper95``: one-sided 95 % Clopper-Pearson bound on the share that crosses it.
    """

    n: Annotated[int, Field(ge=1)]
    wrong: Annotated[int, Field(ge=0)]
    upper95: Share

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.wrong > self.n:
            raise ValueError(f"{self.wrong} wrong of {self.n}")
        if self.upper95 < self.wrong / self.n:
            raise ValueError(
                f"the bound {self.upper95} is below the share measured, {self.wrong} of {self.n}"
            )
        return self


class OperatingPoint(_Part):
    """A threshold on the score and the share of non-AI pictures that crossed it when it was measured.

    ``research`` opens band ``mid`` and ``label`` opens band ``high``. ``threshold`` is None when the
    measurement does not support one; then the band cannot be reached. ``groups`` holds the same share by
    source of the pictures, ``tpr_by_condition`` the share of AI pictures that crosses it by delivery,
    ``measured_on`` the pack's name and the SHA-256 of its manifest, ``date`` the day of that (ISO 8601).
    """

    name: Literal["research", "label"]
    threshold: Share | None
    fpr: Share | None
    fpr_upper95: Share | None
    n_real: Annotated[int, Field(ge=0)]
    tpr_by_condition: dict[str, Share] = {}
    groups: dict[str, GroupRate] = {}
    measured_on: str = ""
    date: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""


class Scope(_Part):
    """What the model was made for.

    ``packs``: SHA-256 of the ``manifest.csv`` of every pack it was trained on; figures measured on one of
    them are not of unseen pictures.
    """

    content: list[str]
    abstain_on: list[str]
    trained_on: str
    trained_until: str
    packs: list[Sha256] = []


class Evaluation(_Part):
    """Where the figures are."""

    protocol: int
    report_sha256: Sha256


class SelfTest(_Part):
    """A golden picture and the mean over the views of the uncalibrated AI logit that it must give.

    ``origin`` is ``install`` where the publisher gave no value and it was computed on the machine that
    installed the model: such a value guards against later change, not against wrong preprocessing.
    """

    image: LocalPath
    sha256: Sha256
    logit: float
    atol: Annotated[float, Field(gt=0, le=0.1)]
    origin: Literal["publisher", "install"] = "publisher"


class Download(_Part):
    """Where the publisher keeps the ONNX file; ``note`` says what to know before fetching it."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    sha256: Sha256
    bytes: Annotated[int, Field(ge=1, le=MAX_MODEL_BYTES)] | None = None
    note: str = ""


class Manifest(_Part):
    """Everything the slot needs to know about one model."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
    version: str
    license: str
    experimental: bool = False
    source_url: str | None = None
    paper: str | None = None
    download: Download | None = None
    file: LocalPath
    sha256: Sha256
    bytes: Annotated[int, Field(ge=1)]
    opset: Annotated[int, Field(ge=1)]
    min_ort: Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
    external_data: Literal[False] = False
    input: InputSpec
    preprocess: Preprocess
    output: OutputSpec
    calibration: Calibration | None = None
    operating_points: list[OperatingPoint] = []
    scope: Scope
    evaluation: Evaluation | None = None
    selftest: Annotated[list[SelfTest], Field(min_length=1)]

    @model_validator(mode="after")
    def _calibration_is_for_these_views(self) -> Self:
        kinds = [view.kind for view in self.preprocess.views]
        if self.calibration and self.calibration.views != kinds:
            raise ValueError(f"the calibration is for views {self.calibration.views}, the model has {kinds}")
        if len(self.thresholds) < len(self.operating_points):
            raise ValueError("two operating points of one name")
        if not self.calibration and any(point.threshold is not None for point in self.operating_points):
            raise ValueError("an operating point needs a calibration")
        return self

    @property
    def fingerprint(self) -> str:
        """Id, version and a digest of all the rest: changes whenever a picture could be read otherwise."""
        digest = hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()
        return f"{self.id} {self.version} {digest[:12]}"

    @property
    def thresholds(self) -> Mapping[str, float | None]:
        """Threshold on the score by name of the operating point."""
        return {point.name: point.threshold for point in self.operating_points}

    @property
    def label_point(self) -> OperatingPoint | None:
        """The operating point ``label``, if there is one."""
        return next((point for point in self.operating_points if point.name == "label"), None)


def read(folder: Path) -> Manifest:
    """The manifest in ``folder``. Raises ModelRefused naming the first key that is wrong."""
    path = folder / MANIFEST
    try:
        if not path.exists():
            raise ModelRefused(f"{folder} holds no {MANIFEST}, which says how the model is fed and read")
        if path.stat().st_size > _MAX_MANIFEST_BYTES:
            raise ModelRefused(f"{path} has more than {_MAX_MANIFEST_BYTES} bytes")
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ModelRefused(f"{path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "manifest"
        raise ModelRefused(f"{path}: {where}: {first['msg'].removeprefix(_OWN_WORDS)}") from error
