"""From a trained net to the file that is served."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.views import INPUT, OPSET, OUTPUT, SIDE

if TYPE_CHECKING:
    from torch import nn

_SMALL = 256  # values: below that a tensor is not worth halving


def export(net: nn.Module, path: Path, output: str = OUTPUT) -> None:
    """Write ``net`` as ONNX: ``uint8`` crops of the served size in, a free batch axis."""
    import torch  # halving needs none

    torch.onnx.export(
        net.eval(),
        (torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8),),
        str(path),
        input_names=[INPUT],
        output_names=[output],
        opset_version=OPSET,
        dynamic_axes={INPUT: {0: "b"}, output: {0: "b"}},
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(path), full_check=True)


def halve(path: Path, out: Path) -> None:
    """Store the weights of the model in ``path`` as float16; it still computes in float32.

    The runtime unfolds them once while it loads (constant folding), so only the file is smaller.
    """
    model = onnx.load(path)
    casts = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < _SMALL:
            continue
        stored = f"{tensor.name}.half"
        casts.append(helper.make_node("Cast", [stored], [tensor.name], to=TensorProto.FLOAT))
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, out)
