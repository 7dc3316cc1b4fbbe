"""The detector: a picture in, a reading out. It abstains where it was not made to judge."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from colophon_model.aggregate import score
from colophon_model.bar import why_no_label
from colophon_model.gates import FileFacts, Stop, why_not
from colophon_model.load import CARD, Model, load
from colophon_model.manifest import Manifest
from colophon_model.preprocess import Pixels
from colophon_model.steady import copies


class ModelFailed(Exception):
    """An accepted model could not be run on a picture. ``str(error)`` says why."""


class State(StrEnum):
    """What may be said. There is no state for "a photograph": a low score is inconclusive."""

    SIGNALS_FOUND = "signals_found"
    INCONCLUSIVE = "inconclusive"
    NOT_ASSESSED = "not_assessed"


class Band(StrEnum):
    """Where the score lies: ``high`` above the label point, ``mid`` above the research point, or ``low``."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


_RISING = (Band.LOW, Band.MID, Band.HIGH)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector has to say about one picture.

    ``reason`` is there exactly when the picture was not assessed; ``score`` (0 to 1) and ``band`` exactly
    when it was. The score is data for researchers and moderators, never a number to show to a reader; it is
    that of the picture itself. ``steady``: whether the band above ``low`` held on copies, None where that was
    not tried; where it did not, the band is ``low``. ``views``: crops of the picture that were judged.
    """

    state: State
    reason: Stop | None = None
    score: float | None = None
    band: Band | None = None
    steady: bool | None = None
    views: int = 0

    @property
    def assessed(self) -> bool:
        """Whether the model has judged the picture."""
        return self.state is not State.NOT_ASSESSED


class Detector:
    """One accepted model. `assess` may be called from several threads at once; each brings its own core."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def load(cls, folder: Path) -> Detector:
        """The detector in ``folder``. Raises ModelRefused saying which promise of its manifest is broken."""
        return cls(load(folder))

    @property
    def manifest(self) -> Manifest:
        """What the model says about itself."""
        return self._model.manifest

    @property
    def why_no_label(self) -> str | None:
        """Why no label may rest on this model alone (`bar.why_no_label`, and a model card), or None."""
        if not self._model.card:
            return f"there is no model card ({CARD}) beside its manifest"
        return why_no_label(self.manifest)

    def assess(self, pixels: Pixels, facts: FileFacts | None = None) -> Reading:
        """Judge upright sRGB ``pixels`` (height, width, 3). Raises ModelFailed when the model cannot run.

        A band above ``low`` is given only as far as it holds on copies (`steady`), unless the manifest says
        that this is not to be tried.

        ``facts`` are those of the file the pixels came from, where the caller has them.
        """
        how = self.manifest.preprocess
        if reason := why_not(pixels, how, facts):
            return Reading(State.NOT_ASSESSED, reason)
        value = self._score(pixels)
        band, steady = self._band(value), None
        if band is not Band.LOW and how.steady:
            for copy in copies(pixels):
                band = min(band, self._band(self._score(copy)), key=_RISING.index)
            steady = band is not Band.LOW
        state = State.INCONCLUSIVE if band is Band.LOW else State.SIGNALS_FOUND
        return Reading(state, None, value, band, steady, how.crops)

    def _score(self, pixels: Pixels) -> float:
        try:
            logits = self._model.logits(pixels)
        except Exception as error:  # the runtime's exceptions have no common base
            raise ModelFailed(f"{self.manifest.id}: {error}") from error
        if not np.isfinite(logits).all():
            raise ModelFailed(f"{self.manifest.id} gave a value that is not a number")
        return score(logits, self.manifest.preprocess, self.manifest.calibration)

    def _band(self, value: float) -> Band:
        for name, band in (("label", Band.HIGH), ("research", Band.MID)):
            threshold = self.manifest.thresholds.get(name)
            if threshold is not None and value >= threshold:
                return band
        return Band.LOW
