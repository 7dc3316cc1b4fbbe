"""The one place that loads ONNX Runtime, with its telemetry off.

Official builds since 1.29 report sessions, models and errors to their vendor, on Linux too; the switch is
read once, when the library starts (its Privacy.md, "Disabling Telemetry"). Colophon tells nobody anything.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
