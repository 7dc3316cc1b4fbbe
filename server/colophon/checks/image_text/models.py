"""The two networks that read text: PP-OCRv6 small (Apache-2.0), taken from the wheel of `rapidocr`.

Only the model files are used. The library itself enlarges a strip until it is 736 px high, which costs 3 s of
CPU where the same networks need 0.1 s at the strip's own size; and it would download a model that is absent.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from colophon_model.runtime import onnxruntime

_WHEEL = "rapidocr"
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"


@dataclass(frozen=True, slots=True)
class Networks:
    """Two sessions of ONNX Runtime, which has no types, and what the recogniser's classes stand for.

    ``detect`` maps (1, 3, height, width) to a text map of the same size; ``recognise`` maps (1, 3, 48, width)
    to (1, steps, classes). Class 0 is the blank between two characters.
    """

    detect: Any
    recognise: Any
    characters: tuple[str, ...]


def folder() -> Path | None:
    """Where the model files lie, or None when the extra ``ocr`` is not installed. Imports nothing."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return None
    models = Path(spec.origin).parent / "models"
    present = all((models / name).is_file() for name in (_DETECTOR, _RECOGNISER))
    return models if present else None


def version() -> str:
    """The release of the wheel whose models are used. Only where there is one."""
    return metadata.version(_WHEEL)


@cache
def load(models: Path) -> Networks:
    """Load both networks, once per process: 0.1 s of CPU and 65 MB."""
    recognise = _session(models / _RECOGNISER)
    listed = recognise.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Networks(_session(models / _DETECTOR), recognise, ("", *listed, " "))


def _session(path: Path) -> Any:
    """A session that runs on the calling thread alone and gives its working memory back."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
