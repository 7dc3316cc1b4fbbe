"""The one place that holds the model in use, so that it can be replaced while the server runs."""

from __future__ import annotations

from dataclasses import dataclass

from colophon_model import Detector


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the slot holds at one moment: a detector, or none and, where one was wanted, why not."""

    detector: Detector | None = None
    refused: str | None = None

    @property
    def version(self) -> str:
        """Changes with the model, its calibration and its thresholds."""
        return self.detector.manifest.fingerprint if self.detector else "none"


class Slot:
    """Holds one `Loaded`. Whoever needs more than one of its fields takes ``loaded`` once and reads from that.

    Replacing it is one assignment, so that threads at work see the old or the new, never a mixture.
    """

    def __init__(self, detector: Detector | None = None, refused: str | None = None) -> None:
        self.loaded = Loaded(detector, refused)
