"""Filling in a manifest what only the ONNX file tells: names, type, shape, operator version, size, hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from colophon_model.load import inspected
from colophon_model.manifest import ModelRefused
from colophon_model.runtime import onnxruntime

FILE = "model.onnx"
_DTYPES = {"tensor(uint8)": "uint8", "tensor(float)": "float32", "tensor(float16)": "float16"}


def complete(template: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """``template`` with every open key filled from the ONNX file ``data``; what is given stays as it is.

    Open may be ``file``, ``sha256``, ``bytes``, ``opset``, ``input.name``, ``.dtype`` and ``.shape``, and
    ``output.name``. Without ``selftest`` the result is no manifest yet. Raises ModelRefused when ``data``
    is no ONNX file that may be opened, or has several inputs or outputs and the template does not say which.
    """
    facts = inspected(data, "the file")
    session = _session(data)
    source = _only(session.get_inputs(), template.get("input", {}).get("name"), "input")
    result = _only(session.get_outputs(), template.get("output", {}).get("name"), "output")
    if source.type not in _DTYPES:
        raise ModelRefused(f"input {source.name} is {source.type}; known are {', '.join(sorted(_DTYPES))}")
    tensor = {"name": source.name, "dtype": _DTYPES[source.type], "shape": _shape(source.shape)}
    return {
        "file": FILE,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "opset": facts.opset,
        **template,
        "input": tensor | dict(template.get("input", {})),
        "output": {"name": result.name, **template.get("output", {})},
    }


def _session(data: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # errors are raised; the log would repeat them
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # never run
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's exceptions have no common base
        raise ModelRefused(f"the ONNX file cannot be loaded: {error}") from error


def _only(tensors: Sequence[Any], name: str | None, kind: str) -> Any:
    for tensor in tensors:
        if tensor.name == name or (name is None and len(tensors) == 1):
            return tensor
    names = [tensor.name for tensor in tensors]
    if name is None:
        raise ModelRefused(f"the ONNX file has the {kind}s {names}; say in the manifest which: {kind}.name")
    raise ModelRefused(f"the {kind}s are {names}, the manifest says {name!r}")


def _shape(dimensions: Sequence[Any]) -> list[int | str]:
    """A free dimension keeps its name, or gets one."""
    return [d if isinstance(d, int) else str(d or f"d{place}") for place, d in enumerate(dimensions)]
