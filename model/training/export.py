"""From the trained net to the file that is served."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from training.fit import logits
from training.network import Network
from training.views import INPUT, OPSET, OUTPUT


def export(net: Network, side: int, path: Path) -> None:
    """Write ``net`` as ONNX with a free batch axis, crops of ``side`` pixels; check that it agrees."""
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    torch.onnx.export(
        net,
        (example,),
        str(path),
        input_names=[INPUT],
        output_names=[OUTPUT],
        opset_version=OPSET,
        dynamic_axes={INPUT: {0: "b"}, OUTPUT: {0: "b"}},
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(path), full_check=True)
    crops = np.random.default_rng(0).integers(0, 256, (3, side, side, 3), dtype=np.uint8)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    exported = session.run(None, {INPUT: crops})[0][:, 0]
    difference = float(np.abs(exported - logits(net, crops)).max())
    if difference > 1e-3:
        raise RuntimeError(f"the exported net differs by {difference} from the trained one")
