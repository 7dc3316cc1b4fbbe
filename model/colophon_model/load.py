"""The load rule: a model is used only when everything its manifest promises holds."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon_model.aggregate import view_logits
from colophon_model.calibrate import Floats
from colophon_model.files import MAX_PICTURE_BYTES, read_file, what_else
from colophon_model.manifest import MAX_MODEL_BYTES, Manifest, ModelRefused, OutputSpec, SelfTest, read
from colophon_model.onnx_file import OnnxFacts, inspect
from colophon_model.preprocess import Pixels, batch
from colophon_model.runtime import onnxruntime

WEIGHTS = Path(__file__).parent / "weights"
BUILTIN = "colophon-lite-1"
CARD = "card.md"

# The standard operators and those built into the runtime. Any other domain needs a library of native code.
_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
_DTYPES = {"uint8": "tensor(uint8)", "float32": "tensor(float)", "float16": "tensor(float16)"}
_OUTPUT_DTYPES = ("tensor(float)", "tensor(float16)", "tensor(double)")


def builtin() -> Path | None:
    """Folder of the model that comes with this package, or None where the weights were left out."""
    folder = WEIGHTS / BUILTIN
    return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class Model:
    """An accepted model. `logits` may be called from several threads at once.

    ``card``: whether a model card lies beside the manifest.
    """

    manifest: Manifest
    card: bool
    session: Any  # onnxruntime.InferenceSession, which has no types

    def logits(self, pixels: Pixels) -> Floats:
        """The uncalibrated AI logit of every view of ``pixels``. Raises what the runtime raises, and
        ValueError where the output has another shape than the manifest promises.
        """
        spec = self.manifest.input
        crops = batch(self.manifest.preprocess.views, spec, pixels)
        parts = np.split(crops, len(crops)) if spec.shape[0] == 1 else [crops]
        return np.concatenate([view_logits(self._values(part), self.manifest.output) for part in parts])

    def _values(self, crops: NDArray[Any]) -> NDArray[Any]:
        """The output tensor. Graphs may promise free dimensions, so its shape is known only now."""
        values, needed = self._run(crops), _values_needed(self.manifest.output)
        if values.ndim not in (1, 2) or len(values) != len(crops) or values.size < len(crops) * needed:
            raise ValueError(
                f"output {self.manifest.output.name} has shape {values.shape} for {len(crops)} views, "
                f"{needed} a view are needed"
            )
        return values

    def _run(self, crops: NDArray[Any]) -> NDArray[Any]:
        output: NDArray[Any] = self.session.run(
            [self.manifest.output.name], {self.manifest.input.name: crops}
        )[0]
        return output


def load(folder: Path) -> Model:
    """The model in ``folder``. Raises ModelRefused saying which promise is broken."""
    manifest = read(folder)
    model = load_untested(folder, manifest)
    for golden in manifest.selftest:
        _check_golden(model, folder, golden)
    return model


def load_untested(folder: Path, manifest: Manifest) -> Model:
    """The model that ``manifest`` promises in ``folder``, every promise checked but its self-tests.

    Raises ModelRefused saying which promise is broken.
    """
    if _version(onnxruntime.__version__) < _version(manifest.min_ort):
        raise ModelRefused(f"needs ONNX Runtime {manifest.min_ort}, this is {onnxruntime.__version__}")
    data = read_file(folder, manifest.file, manifest.sha256, MAX_MODEL_BYTES)
    facts = inspected(data, manifest.file)
    if len(data) != manifest.bytes:
        raise ModelRefused(f"{manifest.file} has {len(data)} bytes, the manifest says {manifest.bytes}")
    if facts.opset != manifest.opset:
        raise ModelRefused(f"{manifest.file} is of opset {facts.opset}, the manifest says {manifest.opset}")
    model = Model(manifest, (folder / CARD).is_file(), _session(data, manifest.file))
    _check_input(model)
    _check_output(model)
    return model


def inspected(data: bytes, name: str) -> OnnxFacts:
    """Facts of the ONNX file ``data`` that the runtime may open. Raises ModelRefused where it may not."""
    if other := what_else(data):
        raise ModelRefused(f"{name} {other}")
    facts = inspect(data)
    if facts.external_data:
        raise ModelRefused(f"{name} keeps tensors in other files")
    if custom := sorted(facts.domains - _DOMAINS):
        raise ModelRefused(f"{name} uses custom operators of domain {custom[0]!r}")
    return facts


def _session(data: bytes, name: str) -> Any:
    options = onnxruntime.SessionOptions()
    # Callers bring the threads: one image per thread gave the throughput of two threads per image, with a
    # tighter tail, and spinning burnt 55 ms of CPU after every run (facts on serving, section 4.3).
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # errors are raised; the log would repeat them
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's exceptions have no common base
        raise ModelRefused(f"{name} cannot be loaded: {error}") from error


def _check_input(model: Model) -> None:
    spec, views = model.manifest.input, model.manifest.preprocess.views
    inputs = model.session.get_inputs()
    if len(inputs) != 1 or inputs[0].name != spec.name:
        raise ModelRefused(f"the inputs are {[i.name for i in inputs]}, the manifest says [{spec.name!r}]")
    if inputs[0].type != _DTYPES[spec.dtype]:
        raise ModelRefused(f"input {spec.name} is {inputs[0].type}, the manifest says {spec.dtype}")
    if not _same_shape(inputs[0].shape, spec.shape):
        raise ModelRefused(
            f"input {spec.name} has shape {inputs[0].shape}, the manifest says {list(spec.shape)}"
        )
    height, width = views[0].hw
    wanted = (1, 3, height, width) if spec.layout == "NCHW" else (1, height, width, 3)
    if any(isinstance(d, int) and d != w for d, w in zip(spec.shape, wanted, strict=True)):
        raise ModelRefused(f"views of {height} x {width} px do not fit the input shape {list(spec.shape)}")


def _check_output(model: Model) -> None:
    spec = model.manifest.output
    outputs = {o.name: o for o in model.session.get_outputs()}
    if spec.name not in outputs:
        raise ModelRefused(f"the outputs are {sorted(outputs)}, the manifest says {spec.name!r}")
    if outputs[spec.name].type not in _OUTPUT_DTYPES:
        raise ModelRefused(f"output {spec.name} is {outputs[spec.name].type}, not a number per view")
    values = [d for d in outputs[spec.name].shape[1:] if isinstance(d, int)]
    count = int(np.prod(values)) if values else 1
    needed = _values_needed(spec)
    if len(outputs[spec.name].shape) > 2 or count < needed:
        raise ModelRefused(
            f"output {spec.name} has shape {outputs[spec.name].shape}, {spec.kind} needs (views, {needed})"
        )


def _check_golden(model: Model, folder: Path, golden: SelfTest) -> None:
    pixels = _picture(read_file(folder, golden.image, golden.sha256, MAX_PICTURE_BYTES), golden.image, model)
    try:
        found = float(model.logits(pixels).mean())
    except Exception as error:  # the runtime's exceptions have no common base
        raise ModelRefused(f"the self-test on {golden.image} failed: {error}") from error
    if not math.isfinite(found):
        raise ModelRefused(f"the self-test on {golden.image} gave {found}, which is not a number")
    if abs(found - golden.logit) > golden.atol:
        raise ModelRefused(
            f"the self-test on {golden.image} gave {found:.4f}, not {golden.logit} ± {golden.atol}"
        )


def _picture(data: bytes, name: str, model: Model) -> Pixels:
    limit = model.manifest.preprocess.max_pixels
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > limit:
                raise ModelRefused(f"{name} has more than {limit} pixels")
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ModelRefused(f"{name} cannot be read as a picture: {error}") from error


def _values_needed(spec: OutputSpec) -> int:
    """How many numbers a view must have in the output."""
    return 2 if spec.kind == "softmax2" else spec.ai_index + 1


def _same_shape(found: list[Any], promised: tuple[int | str, ...]) -> bool:
    """A name in the manifest stands for a free dimension."""
    return len(found) == len(promised) and all(
        f == p if isinstance(p, int) else not isinstance(f, int) for f, p in zip(found, promised, strict=True)
    )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in text.split(".")[:3])
