"""The check of pixels: what a model says, with the lowest rank. It never says "this is a photograph"."""

from __future__ import annotations

import logging

from colophon.checks.base import Report, failed, skipped
from colophon.errors import Unreadable
from colophon.evidence import Confidence, Evidence, Process, Rank, Reason, Source, Why
from colophon.images import sniff
from colophon.images.picture import Picture
from colophon_model import Detector, ModelFailed, Reading, State

log = logging.getLogger(__name__)


class CurrentDetector:
    """The one place that says which detector this process asks. It may be replaced while pictures are judged.

    ``version`` changes with the model, its calibration and its thresholds. ``refused`` says why a model that
    was wanted is not in use.
    """

    def __init__(self, detector: Detector | None = None, refused: str | None = None) -> None:
        self.replace(detector, refused)

    def replace(self, detector: Detector | None, refused: str | None = None) -> None:
        """Ask ``detector``, or none, from the next picture on. Whoever keeps findings has to be told."""
        self.detector = detector
        self.version = detector.manifest.fingerprint if detector else "none"
        self.refused = refused


class DetectorCheck:
    """Asks the detector, if there is one. A `Check` of pictures.

    Evidence names the process only when signals were found (specification, section 14, 19); any other reading
    is a row in the card ("no clear result") and changes nothing.
    """

    name = "detector"

    def __init__(self, current: CurrentDetector) -> None:
        self._current = current

    @property
    def version(self) -> str:
        """Of the detector that is asked now."""
        return self._current.version

    def look(self, subject: Picture) -> Report:
        """At most one piece of evidence; a picture the model was not made for is skipped with the reason."""
        detector = self._current.detector
        if detector is None:
            return skipped(Reason(Why.NO_MODEL))
        if subject.media_type == sniff.GIF:
            return skipped(Reason(Why.PALETTE_IMAGE))  # gates, facts section 6.4; a GIF may move, too
        try:
            reading = detector.assess(subject.pixels())
        except Unreadable as error:
            return skipped(error.reason) if error.reason.key is Why.RECORDS_ONLY else failed(error.reason)
        except ModelFailed as error:
            log.warning("a picture was not judged: %s", error)
            return failed(Reason(Why.MODEL_FAILED))
        if reading.reason is not None:
            return skipped(Reason(Why(reading.reason.gate), reading.reason.values))
        return Report((_evidence(reading, detector),))


def _evidence(reading: Reading, detector: Detector) -> Evidence:
    manifest = detector.manifest
    found = reading.state is State.SIGNALS_FOUND
    return Evidence(
        Source.DETECTOR,
        Process.AI_GENERATED if found else Process.UNKNOWN,
        Confidence.ESTIMATED,
        Rank.DETECTOR,
        source_name=manifest.id,
        details={
            "band": reading.band,
            "state": reading.state,
            "model": manifest.id,
            "version": manifest.version,
            "experimental": manifest.experimental,
        },
    )
