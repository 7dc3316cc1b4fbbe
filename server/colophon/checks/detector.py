"""The check of pixels: what a model says, with the lowest rank. It never says "this is a photograph"."""

from __future__ import annotations

import logging
from dataclasses import replace

from colophon.checks.base import Report, failed, skipped
from colophon.errors import Unreadable
from colophon.evidence import Band, Confidence, Evidence, JSONValue, Process, Rank, Reason, Source, Why
from colophon.images import sniff
from colophon.images.decode import opened
from colophon.images.picture import Picture
from colophon_model import Detector, FileFacts, Manifest, ModelFailed, Reading, State, bar

log = logging.getLogger(__name__)

MIN_LABEL_SIDE = 256  # px: no label rests on the pixels of a smaller picture (specification, section 9)
NO_MODEL = "no model is in use"
_BAND_OF = {"label": Band.HIGH, "research": Band.MID}  # what an operating point opens


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
        self._why_no_label = why_no_label(detector) if detector else refused or NO_MODEL

    def why_silent(self, allowed: bool) -> str | None:
        """Why no label rests on what it says, in English, or None; ``allowed`` is the operator's setting."""
        return self._why_no_label if allowed else "detector_chip is off"

    def tell_why_silent(self, allowed: bool) -> None:
        """Log why there is no label where the operator allowed one."""
        if allowed and self._why_no_label:
            log.warning("detector_chip is on, and yet the detector makes no label: %s", self._why_no_label)


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
            return skipped(Reason(Why.MODEL_REFUSED if self._current.refused else Why.NO_MODEL))
        if subject.media_type == sniff.GIF:
            return skipped(Reason(Why.PALETTE))  # its frames would all be read to count them
        try:
            reading = detector.assess(subject.pixels(), _facts(subject))
        except Unreadable as error:
            return skipped(error.reason) if error.reason.key is Why.RECORDS_ONLY else failed(error.reason)
        except ModelFailed as error:
            log.warning("a picture was not judged: %s", error)
            return failed(Reason(Why.MODEL_FAILED))
        if reading.reason is not None:
            return skipped(Reason(Why(reading.reason.gate), reading.reason.values))
        return Report((_evidence(reading, detector, min(subject.pixels().shape[:2])),))


def _facts(subject: Picture) -> FileFacts | None:
    """What the file's header says that the pixels do not; None where it cannot be read."""
    try:
        with opened(subject.data, subject.media_type) as image:
            facts = FileFacts.of(image)
    except Exception:  # headers raise whatever the damage leads to, and it did not cost the pixels
        return None
    # phones append a depth or brightness map to a JPEG, which is no frame
    return replace(facts, animated=False) if subject.media_type == sniff.JPEG else facts


def why_no_label(detector: Detector) -> str | None:
    """Why no label may rest on this model's word alone (specification, section 9), in English, or None."""
    return "it is marked as experimental" if detector.manifest.experimental else detector.why_no_label


def _evidence(reading: Reading, detector: Detector, side: int) -> Evidence:
    """What was read of a picture whose shorter side has ``side`` pixels."""
    manifest = detector.manifest
    found = reading.state is State.SIGNALS_FOUND
    band = None if reading.band is None else Band(reading.band)
    reached = band is Band.HIGH and why_no_label(detector) is None
    return Evidence(
        Source.DETECTOR,
        Process.AI_GENERATED if found else Process.UNKNOWN,
        Confidence.ESTIMATED,
        Rank.DETECTOR,
        source_name=manifest.id,
        details={
            "band": band,
            "state": reading.state,
            "model": manifest.id,
            "version": manifest.version,
            "experimental": manifest.experimental,
            "steady": reading.steady,
            "may_label": reached and side >= MIN_LABEL_SIDE,
            **(_precision(manifest) if reached else {}),
            **_figures(reading.score, band, manifest),
        },
    )


def _precision(manifest: Manifest) -> dict[str, JSONValue]:
    """Of 100 pictures with the label, how many are AI: the share that section 9 of the specification bounds.

    It is counted for a feed in which ``ai_of_100`` pictures are AI, from the worst figures measured, and
    rounded down.
    """
    point = manifest.label_point
    if point is None:
        return {}
    return {
        "right_of_100": int(100 * bar.expected_precision(point)),
        "ai_of_100": round(100 * bar.PREVALENCE),
        "measured": point.date,
    }


def _figures(score: float | None, band: Band | None, manifest: Manifest) -> dict[str, JSONValue]:
    """The score, and how often other pictures crossed the threshold of its band (facts, section 6.3)."""
    point = next((one for one in manifest.operating_points if _BAND_OF[one.name] is band), None)
    rates = {"test_fpr": point.fpr, "test_fpr_upper95": point.fpr_upper95} if point else {}
    return {"score": score and round(score, 4), **rates}
