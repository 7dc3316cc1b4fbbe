"""The pixel detector slot: a model folder in, a score with its limits out. Imports nothing from colophon.

A model is a folder with ``manifest.json``, the ONNX file it names and golden pictures. `Detector.load`
accepts it only when everything the manifest promises holds; `Detector.assess` never calls a picture a
photograph.
"""

from __future__ import annotations

from colophon_model.bar import why_no_label
from colophon_model.detector import Band, Detector, ModelFailed, Reading, State
from colophon_model.gates import FileFacts, Gate, Stop
from colophon_model.load import builtin
from colophon_model.manifest import Manifest, ModelRefused

__all__ = [
    "Band",
    "Detector",
    "FileFacts",
    "Gate",
    "Manifest",
    "ModelFailed",
    "ModelRefused",
    "Reading",
    "State",
    "Stop",
    "builtin",
    "why_no_label",
]
